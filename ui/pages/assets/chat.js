// The chat grows: what is new comes into view, and is named for those who hear it.

import { peek } from "./reader.js";
import { say } from "./strings.js";

// A question offered below an answer is asked as if it had been typed.
export function ask(question) {
  const field = document.querySelector("#question textarea");
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  set.call(field, question);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.querySelector("#question button").click());
}

// Gradio names its parts in English, and each message by its raw Markdown.
const NAMES = [
  ["#chat [role=log]", () => say.chat],
  ["#chat [data-testid=user]", () => say.user],
  ["#chat [data-testid=bot]", () => say.bot],
  ["#chat .example", (button) => button.textContent.trim()],
];

function name() {
  document.querySelector("#chat .examples")?.removeAttribute("role"); // a list without items
  for (const [selector, text] of NAMES) {
    for (const part of document.querySelectorAll(selector)) {
      if (part.getAttribute("aria-label") !== text(part)) part.setAttribute("aria-label", text(part));
    }
  }
}

let seeking = false; // whether the form was sent and its measures are still to be brought into view

export function seek() {
  seeking = true;
}

function reveal() {
  const result = document.getElementById("fitting");
  if (!seeking || !result?.querySelector(".sources, .notice")) return;
  seeking = false;
  result.scrollIntoView({ block: "start" });
}

let opened = null;
let questions = 0;
let following = false; // whether the newest question is kept in view while its answer grows

// A new question goes to the top, its answer grows below it; the first source opens by itself.
function follow() {
  name();
  reveal();
  const rows = document.querySelectorAll("#chat .user-row");
  if (rows.length > questions) following = true;
  questions = rows.length;
  if (following) rows[rows.length - 1].scrollIntoView({ block: "start" });
  const last = [...document.querySelectorAll("#chat .bot .md")].at(-1);
  const first = last?.querySelector(".sources .chip");
  if (!first || first === opened) return;
  opened = first;
  following = false;
  if (!last.querySelector(".notice")) peek(first);
}

for (const moved of ["wheel", "touchmove", "pointerdown"]) {
  document.addEventListener(moved, () => { following = false; }, { passive: true });
}

new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
follow(); // what was there before
