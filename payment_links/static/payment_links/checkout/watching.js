/* Keeps the page true: asks for its state while a payment is under way, ever more rarely, and
   whenever somebody comes back to the page; opens what is new and says so. */
(() => {
  const FIRST_PAUSE = 2000;
  const LONGEST_PAUSE = 10000;
  const PATIENCE = 5 * 60 * 1000;

  const page = document.querySelector("[data-status-url]");
  const { state, statusUrl, checkUrl } = page.dataset;
  const isWaiting = state === "waiting" || state === "checking";
  const check = document.querySelector("[data-check]");
  const told = document.querySelector("[data-told]");
  const giveUpAt = Date.now() + PATIENCE;
  let pause = FIRST_PAUSE;
  let isLeaving = false;

  /* The text goes first, so that the same words are announced a second time. */
  function tell(what) {
    if (!told) return;
    told.textContent = "";
    window.setTimeout(() => { told.textContent = told.dataset[what]; }, 100);
  }

  async function leaveIfChanged() {
    const answer = await fetch(statusUrl, { cache: "no-store" });
    if (!answer.ok || (await answer.json()).state === state) return false;
    if (!isLeaving) {
      isLeaving = true;
      tell("changed");
      /* By way of the return page, which knows where the shop wants its payers to go. */
      if (isWaiting) window.location.replace(checkUrl);
      else window.location.reload();
    }
    return true;
  }

  /* Has the server ask the payments service. Where that would lead is decided in leaveIfChanged. */
  async function askService() {
    await fetch(checkUrl, { cache: "no-store", redirect: "manual" });
  }

  async function ask() {
    try {
      if (await leaveIfChanged()) return;
    } catch (error) {
      tell("offline");
    }
    if (Date.now() > giveUpAt) {
      tell("late");
      return;
    }
    pause = Math.min(pause * 1.25, LONGEST_PAUSE);
    window.setTimeout(ask, pause);
  }

  async function checkNow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await askService();
      if (!(await leaveIfChanged())) tell("still");
    } catch (error) {
      tell("offline");
    }
  }

  /* Back from the app, from another tab or out of the browser's memory: much may have happened. */
  async function lookAgain() {
    try {
      if (isWaiting) await askService();
      await leaveIfChanged();
    } catch (error) {
      /* Offline for a moment: the next question tells. */
    }
  }

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) lookAgain();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") lookAgain();
  });
  if (isWaiting) {
    check.addEventListener("click", checkNow);
    window.setTimeout(ask, pause);
  }
})();
