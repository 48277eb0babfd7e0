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
