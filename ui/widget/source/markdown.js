// The Markdown of answers → elements: paragraphs, headings, lists, quotations, tables, emphasis, marks.
// HTML, links and images are no part of it: they are shown as the characters they are written with.

const PUNCTUATION = "[!-\\/:-@[-`{-~]";
const INLINE = new RegExp(
  `\\\\(${PUNCTUATION})|(\\*\\*)|\`([^\`]+)\`|\\[(\\d{1,4})\\]|(?: {2,}|\\\\)(\\n)`,
  "g",
);
const ITEM = /^( *)([-*+]|\d{1,9}[.)]) +(.*)$/;
const HEADING = /^(#{1,6}) +(.*)$/;
const RULE = /^ *(?:-{3,}|\*{3,}) *$/;
const DIVIDER = /^\|?(?: *:?-+:? *\|)+ *(?::?-+:? *)?$/;

const KINDS = [
  ["table", (line) => /^ *\|/.test(line)],
  ["quote", (line) => /^ *>/.test(line)],
  ["rule", (line) => RULE.test(line)],
  ["heading", (line) => HEADING.test(line)],
  ["list", (line) => ITEM.test(line)],
  ["text", (line) => line.trim() !== ""],
];
const ALONE = new Set(["heading", "rule"]);

function kindOf(line) {
  return KINDS.find(([, is]) => is(line))?.[0];
}

// Lines in blocks of one kind; an indented line belongs to the list above it.
function blocksOf(text) {
  const blocks = [];
  let blank = true;
  for (const line of text.split("\n")) {
    const last = blocks.at(-1);
    const kind = kindOf(line);
    const inside = last?.kind === "list" && /^ {2,}\S/.test(line);
    const lazy = !blank && kind === "text" && last && !ALONE.has(last.kind) && last.kind !== "table";
    const same = kind === last?.kind && !ALONE.has(kind) && (!blank || kind === "list");
    if (inside || lazy || same) last.lines.push(line);
    else if (kind) blocks.push({ kind, lines: [line] });
    blank = !kind;
  }
  return blocks;
}

function markdownNodes(text, cite) {
  return blocksOf(text).map((block) => blockNode(block, cite));
}

function blockNode({ kind, lines }, cite) {
  switch (kind) {
    case "table":
      return tableNode(lines, cite);
    case "quote":
      return h("blockquote", {}, markdownNodes(lines.map((line) => line.replace(/^ *> ?/, "")).join("\n"), cite));
    case "rule":
      return h("hr");
    case "heading":
      return h("h4", {}, inlineNodes(HEADING.exec(lines[0])[2], cite));
    case "list":
      return listNode(lines, cite);
    default:
      return h("p", {}, inlineNodes(lines.map((line) => line.trimStart()).join("\n"), cite));
  }
}

function listNode(lines, cite) {
  const items = [];
  let column = 0;
  for (const line of lines) {
    const found = ITEM.exec(line);
    if (found && (!items.length || found[1].length < column)) {
      column = found[1].length + found[2].length + 1;
      items.push([found[3]]);
    } else {
      const indent = line.length - line.trimStart().length;
      items.at(-1).push(line.slice(Math.min(indent, column)));
    }
  }
  const start = parseInt(ITEM.exec(lines[0])[2], 10);
  const nodes = items.map((item) => h("li", {}, itemNodes(item.join("\n"), cite)));
  return Number.isNaN(start) ? h("ul", {}, nodes) : h("ol", { start }, nodes);
}

function itemNodes(text, cite) {
  const [first, ...rest] = markdownNodes(text, cite);
  return first?.localName === "p" ? [...first.childNodes, ...rest] : [first, ...rest];
}

function cellsOf(line) {
  const cells = line.trim().replace(/^\|/, "").split(/(?<!\\)\|/);
  if (!cells.at(-1).trim()) cells.pop();
  return cells.map((cell) => cell.trim());
}

function tableNode(lines, cite) {
  const row = (line, name) => h("tr", {}, cellsOf(line).map((cell) => h(name, name === "th" ? { scope: "col" } : {}, inlineNodes(cell, cite))));
  if (!DIVIDER.test(lines[1]?.trim() ?? "")) return h("p", {}, inlineNodes(lines.join("\n"), cite));
  const table = h("table", {}, h("thead", {}, row(lines[0], "th")), h("tbody", {}, lines.slice(2).map((line) => row(line, "td"))));
  return h("div.scroll", { role: "group", tabindex: 0, "aria-label": cellsOf(lines[0]).join("、") }, table);
}

// `cite(n)` makes the element for the mark [n], or nothing where there is no such citation.
function inlineNodes(text, cite) {
  const nodes = [];
  let opened = -1; // where in `nodes` the emphasis begins that is not closed yet
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, escaped, strong, code, mark, broken] = found;
    nodes.push(text.slice(end, found.index));
    end = found.index + whole.length;
    if (escaped) nodes.push(escaped);
    else if (strong && opened >= 0) nodes.push(h("strong", {}, nodes.splice(opened).slice(1))), (opened = -1);
    else if (strong) (opened = nodes.length), nodes.push(whole);
    else if (code) nodes.push(h("code", {}, code));
    else if (broken) nodes.push(h("br"));
    else nodes.push(cite(Number(mark)) ?? whole);
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}

// The same as plain text, for copying and for reading aloud; marks as `mark` says.
function plainText(markdown, mark = (number) => `〔${number}〕`) {
  return markdown
    .split("\n")
    .filter((line) => !DIVIDER.test(line.trim()))
    .map((line) =>
      line
        .replace(/^ *> ?/, "")
        .replace(INLINE, (whole, escaped, strong, code, number) => escaped ?? (strong ? "" : code ?? (number ? mark(number) : whole)))
        .trimEnd(),
    )
    .join("\n");
}
