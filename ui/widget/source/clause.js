// A clause in full, the quoted words marked.

class Clause {
  #chat;
  #title;
  #body;
  #cameFrom = null;
  #wanted = null;

  constructor(chat) {
    this.#chat = chat;
    this.#title = named(h("h3", { tabindex: -1 }, chat.words.clause), "clause");
    this.#body = h("div.clause-body", { tabindex: 0, role: "group", "aria-labelledby": this.#title.id });
    this.element = h(
      "section.clause",
      { hidden: true, "aria-labelledby": this.#title.id },
      h("div.bar", {}, h("button.back", { type: "button", onclick: () => this.close() }, icon("back"), chat.words.back), this.#title),
      this.#body,
    );
  }

  get shown() {
    return !this.element.hidden;
  }

  async open(quote, from) {
    const { words, service } = this.#chat;
    const wanted = (this.#wanted = Symbol(quote.clause_id));
    this.#cameFrom = from;
    this.element.hidden = false;
    this.#chat.root.querySelector(".body").classList.add("with-clause");
    this.#body.replaceChildren(h("p.quiet", {}, words.loading));
    this.#title.focus({ preventScroll: true });
    try {
      const clause = await service.json(`v1/clauses/${encodeURIComponent(quote.clause_id)}`);
      if (wanted !== this.#wanted) return; // another was opened meanwhile
      this.#body.replaceChildren(...this.#nodes(clause, quote));
      const mark = this.#body.querySelector("mark");
      if (mark) reveal(mark, this.#body, this.#body.clientHeight / 3);
    } catch (error) {
      if (wanted !== this.#wanted) return;
      this.#body.replaceChildren(h("p.verdict", {}, error.message), h("p", {}, error.detail ?? ""));
      this.#chat.say(error.message);
    }
  }

  close() {
    this.#wanted = null;
    this.element.hidden = true;
    this.#chat.root.querySelector(".body").classList.remove("with-clause");
    if (this.#cameFrom?.isConnected) this.#cameFrom.focus();
    else this.#chat.focus();
  }

  #nodes(clause, quote) {
    const { words, service } = this.#chat;
    // The policy may have been replaced since: then the clause is shown, and nothing marked in it.
    const letters = [...clause.text];
    const found = letters.slice(quote.quote_start, quote.quote_end).join("") === quote.quote;
    const [start, end] = found ? [quote.quote_start, quote.quote_end] : [0, 0];
    const place = new URLSearchParams({ clause: clause.clause_id, start: quote.quote_start, end: quote.quote_end });
    const page = service.address(`policies/${encodeURIComponent(clause.policy_id)}?${place}#quote`);
    return [
      h("p.label", { lang: "zh-CN" }, clause.label),
      h("p.path.quiet", { lang: "zh-CN" }, clause.path),
      h("div.clause-text", { lang: "zh-CN" }, markedLines(letters, start, end, words.quoted)),
      h(
        "div.actions",
        {},
        copyButton(this.#chat, words.copyQuote, () => `“${quote.quote}”\n——${clause.label}`),
        outside(page, words.inText, words),
        /^https?:\/\//.test(quote.url ?? "") ? outside(quote.url, words.official, words) : null,
      ),
    ];
  }
}

function outside(href, label, words) {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label, h("span.unseen", {}, words.newWindow));
}

// Paragraphs of the letters (code points), those from `start` to `end` marked.
function markedLines(letters, start, end, quoted) {
  const paragraphs = [];
  let at = 0;
  let told = false;
  for (const line of letters.join("").split("\n")) {
    const from = at;
    const length = [...line].length;
    at += length + 1;
    if (!line.trim()) continue;
    const piece = (left, right) => letters.slice(from + left, from + right).join("");
    const left = Math.min(Math.max(start - from, 0), length);
    const right = Math.min(Math.max(end - from, left), length);
    const mark = right > left ? h("mark", {}, told ? null : h("span.unseen", {}, quoted), piece(left, right)) : null;
    told ||= Boolean(mark);
    paragraphs.push(h("p", {}, piece(0, left), mark, piece(right, length)));
  }
  return paragraphs;
}
