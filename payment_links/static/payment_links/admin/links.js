// Forms that act on many links are sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-once]")) {
    return;
  }
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sent = "yes";
  event.target.querySelector("[type=submit]").setAttribute("aria-disabled", "true");
});

// Coming back with the browser's own button, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once]")) {
    delete form.dataset.sent;
    form.querySelector("[type=submit]").removeAttribute("aria-disabled");
  }
});

// On a phone the tabs are wider than the screen.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector(".pl-tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
});

// A long list is there before it is added up.
async function addUp(box) {
  try {
    const answer = await fetch(box.dataset.totals, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) {
      throw new Error(answer.statusText);
    }
    box.innerHTML = await answer.text();
    box.removeAttribute("aria-busy");
  } catch {
    box.hidden = true; // The link behind it comes in its place.
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-totals]").forEach(addUp);
});
