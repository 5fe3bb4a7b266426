// What is clicked on our parts of the page; everything else is Gradio's.

import { ask, seek } from "./chat.js";
import { absolute, copy, plain } from "./clipboard.js";
import { all, save } from "./export.js";
import { judge } from "./feedback.js";
import { correct, remove, replace, submit, undo } from "./library.js";
import { cite, hide, isSheet, share, show } from "./reader.js";
import { review } from "./review.js";
import { say } from "./strings.js";

const PLACES = '.answers a[href^="policies"], #masthead a';

function unfold(button) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
}

function speak() {
  const other = say.language === "en" ? "zh" : "en";
  const path = new URL(".", document.baseURI).pathname;
  document.cookie = `language=${other}; path=${path}; max-age=31536000; SameSite=Strict`;
  location.reload();
}

// Selector → what a click on it does; the first that fits.
const CLICKS = [
  ["#find", seek],
  ["#language", speak],
  ["#reader-close", hide],
  ["#reader-cite", cite],
  ["#reader-share", share],
  [".fold", unfold],
  [".suggestion", (button) => ask(button.textContent)],
  [".copy", (button) => copy(button, plain(button.closest(".md")))],
  [".cite", (button) => copy(button, button.value)],
  [".share", (button) => copy(button, absolute(button.value))],
  [".export", (button) => save(button, button.name, [button.value])],
  ["#word", (button) => save(button, "docx", all())],
  ["#markdown", (button) => save(button, "markdown", all())],
  [".thumb", judge],
  [".replace", replace],
  [".remove", remove],
  [".undo", undo],
  [".judge", review],
];

document.addEventListener("click", (event) => {
  const link = event.target.closest(PLACES);
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    show(link);
    return;
  }
  for (const [selector, act] of CLICKS) {
    const part = event.target.closest(selector);
    if (part) return act(part);
  }
});

document.addEventListener("submit", (event) => {
  const act = { upload: submit, validity: correct }[event.target.id || event.target.className];
  if (!act) return;
  event.preventDefault();
  act(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isSheet()) hide();
});

document.documentElement.lang = say.tag;
