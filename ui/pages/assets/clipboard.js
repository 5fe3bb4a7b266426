// What is copied, and how it is told.

import { say } from "./strings.js";

// navigator.clipboard exists on https and localhost only; many offices serve plain http.
async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export async function copy(button, text) {
  const label = button.textContent;
  const done = await write(text).then(() => true, () => false);
  const told = done ? say.copied : say.uncopied;
  button.textContent = told;
  document.getElementById("said").textContent = told;
  setTimeout(() => {
    button.textContent = label;
    document.getElementById("said").textContent = "";
  }, 2000);
}

// An address of ours as anybody can open it.
export function absolute(address) {
  return new URL(address, document.baseURI).href;
}

// Plain text of an answer, its sources written in full below it.
export function plain(answer) {
  const blocks = [...answer.querySelectorAll("p, li, h1, h2, h3, h4, pre, td")].filter(
    (block) => !block.closest(".sources, .further, .suggestions, .tools")
      && !block.parentElement.closest("li, td"),
  );
  const text = blocks.map((block) => {
    const clone = block.cloneNode(true);
    for (const mark of clone.querySelectorAll("a.mark")) mark.textContent = `〔${mark.textContent}〕`;
    return clone.textContent.trim();
  });
  const sources = [...answer.querySelectorAll(".sources .chip")].map(
    (chip) => chip.textContent.match(/^〔\d+〕/)[0] + chip.title,
  );
  return [...text, ...(sources.length ? [say.sources, ...sources] : [])].join("\n");
}
