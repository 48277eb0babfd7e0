/* While a payment is under way: ask for the page's state, ever more rarely, and reload on change. */
(() => {
  const page = document.querySelector("[data-status-url]");
  const late = document.querySelector("[data-late]");
  const giveUpAt = Date.now() + 5 * 60 * 1000;
  let pause = 2000;

  async function ask() {
    try {
      const answer = await fetch(page.dataset.statusUrl, { cache: "no-store" });
      if (answer.ok && (await answer.json()).state !== page.dataset.state) {
        window.location.reload();
        return;
      }
    } catch (error) {
      /* Offline for a moment: the next question tells. */
    }
    if (Date.now() > giveUpAt) {
      if (late) late.hidden = false;
      return;
    }
    pause = Math.min(pause * 1.25, 10000);
    window.setTimeout(ask, pause);
  }

  window.setTimeout(ask, pause);
})();
