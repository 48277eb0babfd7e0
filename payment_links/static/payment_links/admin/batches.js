// The theme writes a chosen file's name into its own kind of field, which these pages do not have.
for (const input of document.querySelectorAll("input[type=file]")) {
  input.hasChangeListener = true;
}

// The page of a running batch tells how far it is, without being loaded again.
const progress = document.querySelector("[data-progress]");
const bar = progress?.querySelector("progress");
const told = progress?.querySelector("[data-progress-text]");

async function look() {
  try {
    const answer = await fetch(progress.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    const figures = await answer.json();
    if (figures.state !== progress.dataset.state) {
      location.reload(); // Other buttons belong to the new state.
      return;
    }
    bar.value = figures.done;
    if (told.textContent !== figures.text) {
      told.textContent = figures.text;
    }
  } catch {
    // Signed out or offline for a moment: the batch goes on without anybody watching.
  }
  setTimeout(look, 2000);
}

if (progress?.dataset.progress) {
  setTimeout(look, 1000);
}
