// Files are uploaded, replaced and removed through the API; the page shows what becomes of it.

import { say } from "./strings.js";

const WAIT_MS = 1500;

const refresh = () => document.querySelector("button#refresh, #refresh button")?.click();

async function told(response) {
  if (!response) return say.offline;
  const problem = await response.json().catch(() => ({}));
  return problem.detail ?? `${response.status}`;
}

async function ask(address, method, body) {
  const response = await fetch(address, { method, body }).catch(() => null);
  const status = document.getElementById("uploading");
  status.textContent = response?.ok ? say.accepted : await told(response);
  status.classList.toggle("wrong", !response?.ok);
  if (response?.ok) refresh();
}

async function upload(files, name = null) {
  const form = new FormData();
  for (const file of files) form.append("files", file, name ?? file.name);
  document.getElementById("uploading").textContent = say.uploading;
  await ask("v1/jobs", "POST", form);
}

export function submit(form) {
  const { files } = form.querySelector("input");
  if (files.length) upload(files);
  else document.getElementById("uploading").textContent = say.choose;
}

// Another file takes the place of one that was uploaded: it goes by the same name.
export function replace(button) {
  const name = button.value.split("/").at(-1);
  const suffix = name.slice(name.lastIndexOf("."));
  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: suffix });
  chooser.addEventListener("change", () => upload([...chooser.files], name));
  chooser.click();
}

export function remove(button) {
  if (confirm(say.remove.replace("{name}", button.title))) {
    ask(`v1/policies/${button.value}`, "DELETE");
  }
}

// An administrator's word on a policy's validity; without one, what was read of it holds again.
export function correct(form) {
  const said = JSON.stringify({ validity: form.querySelector("select").value || null });
  ask(`v1/policies/${form.dataset.policy}/card`, "PATCH", new Blob([said], { type: "application/json" }));
}

export function undo(button) {
  ask(`v1/jobs/${button.value}/undo`, "POST");
}

// While a job is open, look again.
setInterval(() => {
  const open = document.querySelector("#shelf .queued, #shelf .running");
  if (open?.checkVisibility()) refresh();
}, WAIT_MS);
