// Elements. Text only ever becomes a text node: nothing from the server is parsed as HTML.

function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

const SHAPES = {
  chat: "M4 4h16v12H9l-5 4z M8 8.5h8 M8 12h5",
  close: "M5 5l14 14 M19 5L5 19",
  back: "M14 5l-7 7 7 7",
  send: "M4 12h14 M12 6l6 6-6 6",
  stop: "M7 7h10v10H7z",
  copy: "M8 8h11v12H8z M16 8V4H5v12h3",
  up: "M8 20H5v-9h3z M8 11l4-7c2 0 2.5 1.5 2 3l-.7 3H19l-1.6 10H8",
  down: "M8 4H5v9h3z M8 13l4 7c2 0 2.5-1.5 2-3l-.7-3H19L17.4 4H8",
};

// Decoration: what it means stands beside it, or in the label of its button.
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

// A control that shows or hides a part that it names.
let parts = 0;
function named(element, prefix = "part") {
  element.id ||= `${prefix}-${(parts += 1)}`;
  return element;
}

// Scrolls a part of the widget, and never the page around it, as `scrollIntoView` would.
function reveal(element, scroller, above = 8) {
  scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - above;
}

// navigator.clipboard exists on https and localhost only; many offices serve plain http.
async function copyText(text, root) {
  if (navigator.clipboard) {
    try {
      return await navigator.clipboard.writeText(text);
    } catch {
      // An iframe without the permission still has the older way.
    }
  }
  const area = h("textarea.unseen", { "aria-hidden": "true", tabindex: -1 });
  const before = root.activeElement;
  area.value = text;
  root.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  if (!done) throw new Error("copy");
}
