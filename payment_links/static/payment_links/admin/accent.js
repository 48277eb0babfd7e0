/* The form of a merchant: the accent colour is shown as payers will see it while it is typed. */
document.addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("#id_accent_color");
  const preview = document.querySelector("[data-accent-preview]");
  if (!field || !preview) return;
  let asked = 0;

  field.addEventListener("input", async () => {
    asked += 1;
    const mine = asked;
    const address = `${preview.dataset.accentPreview}?color=${encodeURIComponent(field.value)}`;
    const answer = await fetch(address);
    if (answer.ok && mine === asked) preview.innerHTML = await answer.text();
  });
});
