// Thumbs up and down below an answer, with a reason where it is down.

import { say } from "./strings.js";

function made(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

async function send(answer, opinion) {
  const body = JSON.stringify({ answer_id: answer, ...opinion });
  const headers = { "Content-Type": "application/json" };
  const sent = await fetch("v1/feedback", { method: "POST", headers, body }).catch(() => null);
  return sent?.ok ?? false;
}

function tell(tools, text) {
  const told = tools.parentElement.querySelector(".told") ?? made("p", { className: "told" });
  told.setAttribute("role", "status");
  tools.after(told);
  told.textContent = text;
}

function press(tools, button) {
  for (const each of tools.querySelectorAll(".thumb")) {
    each.setAttribute("aria-pressed", String(each === button));
  }
}

function form(tools, answer) {
  const reason = made("select", {});
  reason.append(...say.reasons.split("|").map((text) => made("option", { textContent: text })));
  const comment = made("textarea", { maxLength: 500, rows: 2 });
  const [why, more] = [made("label", { textContent: say.why }), made("label", { textContent: say.more })];
  why.append(reason);
  more.append(comment);
  const opinion = made("form", { className: "opinion" });
  opinion.append(why, more, made("button", { type: "submit", textContent: say.send }));
  opinion.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = { verdict: "down", reason: reason.value, comment: comment.value.trim() || null };
    const sent = await send(answer, given);
    if (sent) opinion.remove();
    tell(tools, sent ? say.thanks : say.unsent);
  });
  return opinion;
}

export async function judge(button) {
  const tools = button.closest(".tools");
  tools.parentElement.querySelector(".opinion")?.remove();
  const sent = await send(button.value, { verdict: button.name });
  if (!sent) return tell(tools, say.unsent);
  press(tools, button);
  tell(tools, say.thanks);
  if (button.name !== "down") return;
  const opinion = form(tools, button.value);
  tools.after(opinion);
  opinion.querySelector("select").focus();
}
