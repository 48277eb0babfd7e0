// The policy of these pages allows no style element; the theme shows its own progress anyway.
htmx.config.includeIndicatorStyles = false;

// Copy buttons of the back office: the button says that it copied, for two seconds.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) {
    return;
  }
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    return; // Without permission the text stays on the page to be selected.
  }
  const label = button.querySelector("[data-label]");
  const usual = label.textContent;
  label.textContent = button.dataset.copied;
  button.classList.add("pl-is-copied");
  setTimeout(() => {
    label.textContent = usual;
    button.classList.remove("pl-is-copied");
  }, 2000);
});
