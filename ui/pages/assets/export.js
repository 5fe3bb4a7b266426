// Answers as files, exactly as they were given: one, or all of the talk.

import { say } from "./strings.js";

const NAMED = /filename\*=UTF-8''([^;]+)/;

export async function save(button, format, answers) {
  const label = button.textContent;
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ answer_ids: answers, format });
  const file = answers.length
    ? await fetch("v1/answers/export", { method: "POST", headers, body }).catch(() => null)
    : null;
  if (file?.ok) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await file.blob());
    link.download = decodeURIComponent(file.headers.get("Content-Disposition").match(NAMED)[1]);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return;
  }
  button.textContent = answers.length ? say.unsaved : say.nothing;
  setTimeout(() => { button.textContent = label; }, 2000);
}

export function all() {
  return [...document.querySelectorAll("#chat .thumb[name=up]")].map((thumb) => thumb.value).slice(-50);
}
