// The text of the policies beside the talk; on a narrow screen a sheet over it.

import { absolute, copy } from "./clipboard.js";

const WIDE = matchMedia("(min-width: 60rem)");
const find = (id) => document.getElementById(id);
const shown = { href: "policies", label: "" }; // the place that is open, and how it is cited
let cameFrom = null;

function current(href) {
  for (const other of document.querySelectorAll(".answers [aria-current]")) {
    other.removeAttribute("aria-current");
  }
  for (const same of document.querySelectorAll(".answers a")) {
    if (same.getAttribute("href") === href) same.setAttribute("aria-current", "true");
  }
}

export function open(link) {
  const href = link.getAttribute("href");
  find("reader").querySelector("iframe").contentWindow.location.replace(link.href); // no history entry
  find("reader-open").href = href;
  Object.assign(shown, { href, label: link.title });
  find("reader-cite").hidden = !link.title;
  current(href);
}

// Beside the talk where there is room.
export function peek(link) {
  if (WIDE.matches) open(link);
}

export function show(link) {
  open(link);
  if (WIDE.matches) return;
  cameFrom = link;
  find("reader").classList.add("shown");
  find("reader-close").focus();
}

export function hide() {
  find("reader").classList.remove("shown");
  cameFrom?.focus();
  cameFrom = null;
}

export const isSheet = () => find("reader")?.classList.contains("shown");

export function cite(button) {
  const text = find("reader").querySelector("iframe").contentDocument;
  const words = [...text.querySelectorAll("mark")].map((mark) => mark.textContent).join("");
  copy(button, words ? `${shown.label}：「${words}」` : shown.label);
}

export function share(button) {
  copy(button, absolute(shown.href));
}
