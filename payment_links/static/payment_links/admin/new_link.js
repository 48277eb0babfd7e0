// The form that makes a payment link: totals while typing, lines, known customers, one sending.
// Everything but the search for customers works without it, by the buttons of the form.
const form = document.querySelector("[data-new-link]");
const lines = form.querySelector("[data-lines]");
const PAUSE_MS = 350;

// --- Totals and messages: the server reckons them, this only asks.
let asking = new AbortController();
let pause;

async function ask(address, body, signal) {
  const answer = await fetch(address, { method: "POST", body, signal });
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  return answer.json();
}

async function updatePreview() {
  asking.abort();
  asking = new AbortController();
  try {
    const parts = await ask(form.dataset.preview, new FormData(form), asking.signal);
    for (const [name, markup] of Object.entries(parts)) {
      const part = document.getElementById(name);
      const opened = part.querySelector("details[open]") !== null;
      // What did not change is not read out again.
      if (part.dataset.markup !== markup) {
        part.dataset.markup = markup;
        part.innerHTML = markup;
        part.querySelectorAll("details").forEach((details) => (details.open = opened));
      }
    }
  } catch {
    // Given up for a newer question, or offline: the figures stay as they are until the next one.
  }
}

function updateSoon() {
  clearTimeout(pause);
  pause = setTimeout(updatePreview, PAUSE_MS);
}

form.addEventListener("input", (event) => {
  if (event.target.name) {
    updateSoon();
  }
});

// --- What the lines offer depends on these fields: the server draws the form anew.
const KEPT = "payment_links.new_link.focus";
form.addEventListener("change", (event) => {
  if (event.target.matches("[data-refresh]")) {
    const place = { id: event.target.id, top: window.scrollY };
    sessionStorage.setItem(KEPT, JSON.stringify(place));
    form.dataset.refreshing = "";
    form.requestSubmit(form.querySelector("[data-update]"));
  }
});

// --- Lines
function numberOfNextLine() {
  const numbers = [...form.querySelectorAll("[data-line] [name=line]")].map((field) => Number(field.value));
  return Math.max(-1, ...numbers) + 1;
}

function addLine() {
  const markup = form.querySelector("[data-empty-line]").innerHTML;
  const last = lines.querySelector("[data-line]:last-of-type [name$='-vat']");
  lines.insertAdjacentHTML("beforeend", markup.replaceAll("__number__", numberOfNextLine()));
  const added = lines.lastElementChild;
  if (last) {
    added.querySelector("[name$='-vat']").value = last.value;
  }
  added.querySelector("textarea").focus();
}

function removeLine(button) {
  const line = button.closest("[data-line]");
  const neighbour = line.previousElementSibling || line.nextElementSibling;
  line.remove();
  neighbour.querySelector("textarea").focus();
  updateSoon();
}

// --- Sending: what needs no new page gets none, and nothing is sent twice.
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.matches("[data-add-line]")) {
    event.preventDefault();
    addLine();
  } else if (button?.matches("[data-remove-line]")) {
    event.preventDefault();
    removeLine(button);
  } else if (button?.matches("[data-update]") && !("refreshing" in form.dataset)) {
    event.preventDefault();
    updatePreview();
  } else if ("isSent" in form.dataset) {
    event.preventDefault();
  } else {
    form.dataset.isSent = "";
    form.querySelectorAll("[name=do]").forEach((other) => other.setAttribute("aria-disabled", "true"));
  }
});
window.addEventListener("pageshow", () => {
  delete form.dataset.isSent;
  delete form.dataset.refreshing;
  form.querySelectorAll("[name=do]").forEach((button) => button.removeAttribute("aria-disabled"));
});

// --- Known customers
const known = form.querySelector("[data-known]");
const combobox = known.querySelector("[data-combobox]");
const search = combobox.querySelector("input");
const choices = combobox.querySelector("[role=listbox]");
const told = combobox.querySelector("[role=status]");
let customers = [];
let active = -1;
let searching = new AbortController();
let searchPause;

function mark(index) {
  active = index;
  [...choices.children].forEach((choice, at) => choice.setAttribute("aria-selected", String(at === index)));
  if (index < 0) {
    search.removeAttribute("aria-activedescendant");
  } else {
    search.setAttribute("aria-activedescendant", choices.children[index].id);
    choices.children[index].scrollIntoView({ block: "nearest" });
  }
}

function show(found) {
  customers = found;
  choices.replaceChildren(
    ...found.map((customer, at) => {
      const choice = document.createElement("li");
      choice.id = `customer-choice-${at}`;
      choice.setAttribute("role", "option");
      const contact = document.createElement("span");
      contact.className = "pl-below";
      contact.textContent = customer.contact;
      choice.append(customer.name, contact);
      return choice;
    }),
  );
  choices.hidden = found.length === 0;
  search.setAttribute("aria-expanded", String(found.length > 0));
  mark(-1);
}

// What a customer brought with them is not filled in behind a closed fold.
function showUnusual(values) {
  for (const [name, value] of Object.entries(values)) {
    const fold = form.elements[name].closest("details");
    if (value && fold) {
      fold.open = true;
    }
  }
}

function choose(customer) {
  for (const [name, value] of Object.entries(customer.values)) {
    form.elements[name].value = value;
  }
  show([]);
  told.textContent = "";
  search.value = "";
  known.open = false;
  showUnusual(customer.values);
  form.elements["lines-0-description"]?.focus();
  updatePreview();
}

async function findCustomers() {
  searching.abort();
  searching = new AbortController();
  const term = search.value.trim();
  if (term.length < 2) {
    told.textContent = "";
    show([]);
    return;
  }
  const question = new FormData();
  question.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  question.set("merchant", form.elements.merchant.value);
  question.set("term", term);
  try {
    show((await ask(form.dataset.customers, question, searching.signal)).customers);
    told.textContent = customers.length ? told.dataset.found : told.dataset.none;
  } catch {
    // As above: the next letter asks again.
  }
}

search.addEventListener("input", () => {
  clearTimeout(searchPause);
  searchPause = setTimeout(findCustomers, PAUSE_MS);
});
search.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && customers.length) {
    event.preventDefault();
    mark((active + step + customers.length) % customers.length);
  } else if (event.key === "Enter") {
    // Never sends the form from here.
    event.preventDefault();
    if (active >= 0) {
      choose(customers[active]);
    }
  } else if (event.key === "Escape") {
    show([]);
  }
});
search.addEventListener("blur", () => setTimeout(() => show([]), 150));
choices.addEventListener("mousedown", (event) => {
  const choice = event.target.closest("[role=option]");
  if (choice) {
    event.preventDefault();
    choose(customers[[...choices.children].indexOf(choice)]);
  }
});
known.addEventListener("toggle", () => known.open && search.focus());
known.hidden = false;

// --- The page begins where the reader is needed: at what is wrong, or where they were before.
const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
sessionStorage.removeItem(KEPT);
if (kept) {
  document.getElementById(kept.id)?.focus();
  window.scrollTo(0, kept.top);
} else {
  form.querySelector("[data-first-focus]")?.focus();
}
form.querySelector(".pl-button[data-update]").hidden = true;
