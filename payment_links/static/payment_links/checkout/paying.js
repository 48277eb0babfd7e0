/* The pay button names the chosen way and is pressed once; numbers are copied by a button. */
(() => {
  const SENT_FOR = 15000;
  const COPIED_FOR = 4000;

  const form = document.querySelector("[data-pay-form]");
  const button = form?.querySelector("[data-busy]");
  let isSent = false;

  function nameMethod() {
    const chosen = form.querySelector("[data-pay]:checked");
    if (chosen) button.textContent = chosen.dataset.pay;
  }

  function release() {
    isSent = false;
    button.removeAttribute("aria-disabled");
    button.textContent = text;
    nameMethod();
  }

  const text = button?.textContent;
  if (button) {
    nameMethod();
    form.addEventListener("change", nameMethod);
    form.addEventListener("submit", (event) => {
      if (isSent) {
        event.preventDefault();
        return;
      }
      isSent = true;
      button.setAttribute("aria-disabled", "true");
      button.textContent = button.dataset.busy;
      window.setTimeout(release, SENT_FOR);
    });
    /* Also when the browser shows the page again as it was left. */
    window.addEventListener("pageshow", release);
  }

  const copied = document.querySelector("[data-copied]");
  for (const copy of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    const name = copy.textContent;
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(copy.dataset.copy);
      copy.textContent = copy.dataset.done;
      copied.textContent = `${copy.dataset.done}: ${copy.dataset.copy}`;
      window.setTimeout(() => {
        copy.textContent = name;
        copied.textContent = "";
      }, COPIED_FOR);
    });
  }
})();
