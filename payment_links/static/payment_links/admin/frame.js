// What the theme's own scripts leave without a name, and out of sight.

// A choice that is searched in is called what its label says.
function nameSearchedChoices() {
  for (const choice of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = choice.labels[0]?.textContent.trim();
    const box = choice.nextElementSibling;
    for (const part of name ? box.querySelectorAll("[role=combobox], [role=textbox]") : []) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  // What scrolls becomes a landmark, and they are all called the same: call each by its page or part.
  const title = document.querySelector("h1")?.textContent.trim() ?? "";
  for (const part of document.querySelectorAll("[data-simplebar]")) {
    const heading = part.closest("fieldset, section, .inline-group")?.querySelector("h2, legend");
    const opener = part.closest("#changelist-filter") && document.querySelector(".pl-filters");
    const name = opener?.firstChild.textContent ?? heading?.textContent ?? title;
    part.dataset.simplebarAriaLabel = name.trim().replace(/\s+/g, " ");
  }
  // On a phone each cell says what its column is called; the theme calls the first a choice always.
  const columns = [...document.querySelectorAll("#result_list thead th .text")];
  for (const row of document.querySelectorAll("#result_list tbody tr")) {
    for (const cell of row.querySelectorAll("[data-label]")) {
      const isFirst = cell === row.cells[0] && !cell.querySelector("input");
      const label = isFirst ? (columns[0]?.textContent.trim() ?? "") : cell.dataset.label;
      cell.dataset.label = label.charAt(0).toUpperCase() + label.slice(1);
    }
  }
  document.querySelector("#nav-sidebar-apps a.active")?.scrollIntoView({ block: "nearest" });
  // Once the theme's scripts have made them, which wait in the same queue.
  window.django?.jQuery?.(nameSearchedChoices);
});
