// The chat's links open beside it: everything else on the page is Gradio's.
// Loaded as a module: `open` and `name` stay out of `window`.

const WIDE = matchMedia("(min-width: 60rem)");
const find = (id) => document.getElementById(id);
const PLACES = '.answers a[href^="policies"], #masthead a';
let cameFrom = null;

function open(link) {
  const reader = find("reader");
  const href = link.getAttribute("href");
  reader.querySelector("iframe").contentWindow.location.replace(link.href); // no history entry
  find("reader-open").href = href;
  for (const other of document.querySelectorAll(".answers [aria-current]")) {
    other.removeAttribute("aria-current");
  }
  for (const same of document.querySelectorAll(".answers a")) {
    if (same.getAttribute("href") === href) same.setAttribute("aria-current", "true");
  }
}

function show(link) {
  open(link);
  if (WIDE.matches) return;
  cameFrom = link;
  find("reader").classList.add("shown");
  find("reader-close").focus();
}

function hide() {
  find("reader").classList.remove("shown");
  cameFrom?.focus();
  cameFrom = null;
}

// Plain text of an answer, its sources written in full below it.
function plain(answer) {
  const blocks = [...answer.querySelectorAll("p, li, h1, h2, h3, h4, pre, td")].filter(
    (block) => !block.closest(".sources, .further, .suggestions") && !block.parentElement.closest("li, td"),
  );
  const text = blocks.map((block) => {
    const copy = block.cloneNode(true);
    for (const mark of copy.querySelectorAll("a.mark")) mark.textContent = `〔${mark.textContent}〕`;
    return copy.textContent.trim();
  });
  const sources = [...answer.querySelectorAll(".chip")].map(
    (chip) => chip.textContent.match(/^〔\d+〕/)[0] + chip.title,
  );
  return [...text, ...(sources.length ? ["出处：", ...sources] : [])].join("\n");
}

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

async function copy(button) {
  const label = button.textContent;
  const done = await write(plain(button.closest(".md"))).then(() => true, () => false);
  button.textContent = done ? "已复制" : "浏览器不允许复制";
  setTimeout(() => { button.textContent = label; }, 2000);
}

// A question offered below an answer is asked as if it had been typed.
function ask(question) {
  const field = document.querySelector("#question textarea");
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  set.call(field, question);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.querySelector("#question button").click());
}

// Gradio names its parts in English, and each message by its raw Markdown.
const NAMES = [
  ["[role=log]", () => "对话"],
  ["[data-testid=user]", () => "提问"],
  ["[data-testid=bot]", () => "回答"],
  [".example", (button) => button.textContent.trim()],
];

function name() {
  document.querySelector("#chat .examples")?.removeAttribute("role"); // a list without items
  for (const [selector, text] of NAMES) {
    for (const part of document.querySelectorAll(`#chat ${selector}`)) {
      if (part.getAttribute("aria-label") !== text(part)) part.setAttribute("aria-label", text(part));
    }
  }
}

let seeking = false; // whether the form was sent and its measures are still to be brought into view

function reveal() {
  const result = find("fitting");
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
  if (WIDE.matches && !last.querySelector(".notice")) open(first);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(PLACES);
  const plainClick = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (link && plainClick) {
    event.preventDefault();
    show(link);
  } else if (event.target.closest("#find")) {
    seeking = true;
  } else if (event.target.closest("#reader-close")) {
    hide();
  } else if (event.target.closest(".suggestion")) {
    ask(event.target.closest(".suggestion").textContent);
  } else if (event.target.closest(".copy")) {
    copy(event.target.closest(".copy"));
  }
});

for (const moved of ["wheel", "touchmove", "pointerdown"]) {
  document.addEventListener(moved, () => { following = false; }, { passive: true });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && find("reader")?.classList.contains("shown")) hide();
});

new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
document.documentElement.lang = "zh-CN";
