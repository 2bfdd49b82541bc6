"use strict";
// Shows what the filters ask for. Without this script the page shows everything.
const filters = document.querySelector(".filters");
const operations = [...document.querySelectorAll(".operation")];
const rows = [...document.querySelectorAll("tr[data-verdict]")];
const shown = document.querySelector("#shown");

function apply() {
  const boxes = [...filters.querySelectorAll("input[name=verdict]")];
  const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const name = filters.elements.operation.value.trim().toLowerCase();
  for (const row of rows) {
    row.hidden = !verdicts.has(row.dataset.verdict);
  }
  for (const operation of operations) {
    const matches = operation.dataset.name.toLowerCase().includes(name);
    operation.hidden = !matches || !verdicts.has(operation.dataset.verdict);
  }
  const count = operations.filter((operation) => !operation.hidden).length;
  shown.textContent = `${count} of ${operations.length} operations shown`;
}

function unfold(open) {
  for (const operation of operations.filter((operation) => !operation.hidden)) {
    operation.open = open;
  }
}

// A link to something folded opens it.
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  target?.scrollIntoView();
}

filters.hidden = false;
filters.addEventListener("input", apply);
filters.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#unfold").addEventListener("click", () => unfold(true));
document.querySelector("#fold").addEventListener("click", () => unfold(false));
addEventListener("hashchange", follow);
apply();
follow();
