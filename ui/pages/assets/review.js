// An administrator says which clauses answer a question.

import { say } from "./strings.js";

function made(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

async function call(address, method, body) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(address, { method, headers, body: JSON.stringify(body) }).catch(() => null);
  return response?.ok ? response : null;
}

async function find(words, list) {
  const response = words ? await call("v1/search", "POST", { question: words, top_k: 8 }) : null;
  const hits = response ? (await response.json()).hits : [];
  const chosen = [...list.querySelectorAll("label")].filter((label) => label.firstChild.checked);
  const kept = new Set(chosen.map((label) => label.firstChild.value));
  const found = hits.filter((hit) => !kept.has(hit.clause_id)).map((hit) => made(
    "label", {}, made("input", { type: "checkbox", value: hit.clause_id }), ` ${hit.label} `,
    made("small", { textContent: hit.text.slice(0, 60) }),
  ));
  list.replaceChildren(...chosen, ...found);
}

export function review(button) {
  const open = button.parentElement.querySelector("form");
  if (open) return open.remove();
  const words = made("input", { type: "search", value: button.title });
  const list = made("div", { className: "candidates" });
  const status = made("p", { className: "told" });
  status.setAttribute("role", "status");
  const form = made("form", { className: "opinion" },
    made("label", {}, say.which, words), list,
    made("button", { type: "submit", textContent: say.save }), status);
  words.addEventListener("change", () => find(words.value.trim(), list));
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find(words.value.trim(), list);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const clauses = [...list.querySelectorAll("input:checked")].map((box) => box.value);
    const saved = await call(`v1/audit/${button.value}/review`, "PUT", { clause_ids: clauses });
    status.textContent = saved ? "" : say.unsent;
    if (saved) document.querySelector("button#review-refresh, #review-refresh button").click();
  });
  button.after(form);
  words.focus();
  find(button.title, list);
}
