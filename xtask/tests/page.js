"use strict";
// Uses the page in the frame as a reader would, and writes down what is not as it should be.
const problems = [];
const check = (is, what) => { if (!is) problems.push(what); };

// How far apart two colours are, by WCAG 2.2, "contrast ratio".
function contrast(one, other) {
  const light = (colour) => {
    const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, "$&$&") : colour;
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

function checkPalette(style, name) {
  const of = (colour) => style.getPropertyValue(`--${colour}`).trim();
  for (const colour of ["text", "dim", "link", "breaking", "dangerous", "compatible"]) {
    const ratio = contrast(of(colour), of("back"));
    check(ratio >= 4.5, `${name}: ${colour} is too faint (${ratio.toFixed(2)})`);
  }
}

function use(page, view) {
  const operations = [...page.querySelectorAll(".operation")];
  const visible = () => operations.filter((one) => !one.hidden).map((one) => one.dataset.name);
  const type = (text) => {
    const field = page.querySelector("input[type=search]");
    field.value = text;
    field.dispatchEvent(new view.Event("input", { bubbles: true }));
  };
  const all = visible();
  check(all.join() === EXPECTED.join(), `operations: ${all}`);
  check(!page.querySelector(".filters").hidden, "the filters are hidden");

  type("stop");
  const stopping = EXPECTED.filter((name) => name.startsWith("Stop"));
  check(visible().join() === stopping.join(), `after typing: ${visible()}`);
  const count = page.querySelector("#shown").textContent;
  check(count.startsWith(`${stopping.length} of`), "the count does not follow");
  type("");
  const box = page.querySelector("input[value=compatible]");
  box.click();
  check(visible().length === 0, `without compatible ones: ${visible()}`);
  box.click();
  check(visible().length === all.length, "what was hidden does not come back");

  page.querySelector("#unfold").click();
  check(operations.every((one) => one.open), "not everything unfolds");
  page.querySelector("#fold").click();
  check(operations.every((one) => !one.open), "not everything folds");

  const controls = [...page.querySelectorAll("a, button, input, summary, pre, .table")];
  check(controls.every((one) => one.tabIndex >= 0), "something cannot be reached by keyboard");
  check(controls[0].matches(".skip"), "the first stop is not the link to the review");
  const fields = [...page.querySelectorAll("input")];
  check(fields.every((one) => one.labels.length === 1), "a field has no label");
  const headings = [...page.querySelectorAll("h1, h2, h3, h4")].map((one) => +one.tagName[1]);
  check(headings.every((level, at) => at === 0 || level <= headings[at - 1] + 1), "headings skip");
  const ids = [...page.querySelectorAll("[id]")].map((one) => one.id);
  check(ids.every((id) => !/\s/.test(id)), "an id holds blanks");
  check(new Set(ids).size === ids.length, "two things have one id");
  const links = [...page.querySelectorAll("a[href^='#']")];
  check(links.every((one) => ids.includes(one.hash.slice(1))), "a link leads nowhere");
  check(page.documentElement.lang === "en" && page.title !== "", "no language or title");

  check(view.performance.getEntriesByType("resource").length === 0, "something was fetched");
  check(page.querySelectorAll("script").length === 1, "there is a script of somebody else's");
  const rules = [...page.styleSheets[0].cssRules];
  checkPalette(rules.find((rule) => rule.selectorText === ":root").style, "light");
  const media = (query) => rules.find((rule) => rule.media?.mediaText.includes(query));
  checkPalette(media("dark").cssRules[0].style, "dark");
  check(media("print"), "nothing is said of printing");
}

const frame = document.querySelector("iframe");
frame.addEventListener("load", () => {
  try {
    use(frame.contentDocument, frame.contentWindow);
  } catch (error) {
    problems.push(String(error));
  }
  document.querySelector("#result").textContent = problems.join("; ") || "all is well";
});
frame.srcdoc = PAGE;
