// One answer: it grows while it is written, and ends with its sources and what can be done with it.

// 四、（四）8 打造特色产业链: a clause without the policy's name and number, with its title.
function placeOf(quote, several) {
  const number = quote.document_number ? `（${quote.document_number}）` : "";
  const head = `《${quote.policy_title}》${number}`;
  const place = quote.label.startsWith(head) ? quote.label.slice(head.length) : quote.label;
  const last = quote.path.split(" › ").at(-1);
  const title = last.startsWith(quote.number) ? last.slice(quote.number.length).trim() : "";
  return `${several ? `《${quote.policy_title}》` : ""}${place} ${title}`.trim();
}

class Answer {
  #chat;
  #question;
  #text = "";
  #citations = new Map();
  #blocks = []; // what is shown, block by block, so that what stands is not made anew
  #body;
  #stage;
  #foot;

  constructor(chat, question) {
    this.#chat = chat;
    this.#question = question;
    this.#body = h("div.text", { lang: "zh-CN" });
    this.#stage = h("p.stage", {}, chat.words.stages.understanding);
    this.#foot = h("div.foot");
    this.element = h(
      "article.answer",
      { "aria-label": chat.words.answered, "aria-busy": "true" },
      this.#stage,
      this.#body,
      this.#foot,
    );
  }

  hear(name, data) {
    if (name === "status") this.#stage.textContent = this.#chat.words.stages[data.stage] ?? "";
    else if (name === "citation") this.#citations.set(data.index, data);
    else if (name === "delta") this.#grow(data.text);
  }

  // The whole answer, which is what was shown piece by piece.
  finish(done) {
    const { words } = this.#chat;
    this.#end();
    this.#citations = new Map(done.citations.map((each) => [each.index, each]));
    this.#text = done.answer;
    this.#render();
    if (done.status !== "answered") {
      this.element.classList.add("notice");
      this.#body.before(h("p.verdict", {}, words[done.status]));
    }
    this.#foot.append(
      ...[
        this.#sources(),
        this.#further(done.further),
        this.#understood(done.understood),
        this.#suggestions(done.suggestions),
        h("div.actions", {}, this.#copy(), feedbackNodes(this.#chat, done.id)),
      ].filter(Boolean),
    );
    return `${plainText(this.#text, () => "")}\n${words.sourceCount(done.citations.length)}`;
  }

  fail(title, detail) {
    this.#end();
    this.element.classList.add("notice", "failed");
    this.#foot.append(h("p.verdict", {}, title), h("p", {}, detail));
  }

  stop() {
    this.#end();
    this.#foot.append(h("p.quiet", {}, this.#chat.words.stopped));
  }

  #end() {
    this.#stage.remove();
    this.element.removeAttribute("aria-busy");
  }

  #grow(text) {
    this.#text += text;
    this.#stage.hidden = true;
    this.#render();
  }

  #render() {
    const blocks = blocksOf(this.#text);
    const same = blocks.findIndex((block, at) => block.lines.join("\n") !== this.#blocks[at]);
    const kept = same < 0 ? blocks.length : same;
    while (this.#body.childNodes.length > kept) this.#body.lastChild.remove();
    for (const block of blocks.slice(kept)) this.#body.append(blockNode(block, (number) => this.#mark(number)));
    this.#blocks = blocks.map((block) => block.lines.join("\n"));
  }

  #mark(number) {
    const citation = this.#citations.get(number);
    if (!citation) return null;
    const label = this.#chat.words.source(number);
    return h("button.mark", { type: "button", title: citation.label, "aria-label": label, onclick: this.#opener(citation) }, String(number));
  }

  #opener(quote) {
    return (event) => this.#chat.open(quote, event.currentTarget);
  }

  #chips(quotes, name) {
    return h(
      `ul.${name}`,
      { lang: "zh-CN" },
      quotes.map((quote) =>
        h("li", {}, h("button.chip", { type: "button", title: quote.label, onclick: this.#opener(quote) },
          quote.index ? h("span.number", {}, `〔${quote.index}〕`) : null,
          placeOf(quote, this.#chat.several))),
      ),
    );
  }

  #sources() {
    const cited = [...this.#citations.values()];
    return cited.length ? h("div.sources", {}, h("p.label", {}, this.#chat.words.sources), this.#chips(cited, "chips")) : null;
  }

  #further(quotes) {
    if (!quotes.length) return null;
    return h("details.further", {}, h("summary", {}, this.#chat.words.further(quotes.length)), this.#chips(quotes, "chips"));
  }

  #understood(understood) {
    const bare = (text) => text.normalize("NFKC").replace(/[\s\p{P}]/gu, "");
    if (!understood || bare(understood) === bare(this.#question)) return null;
    return h("details.further", {}, h("summary", {}, this.#chat.words.understood), h("p", { lang: "zh-CN" }, understood));
  }

  #suggestions(questions) {
    if (!questions.length) return null;
    const { words, ask } = this.#chat;
    const buttons = questions.map((question) => h("li", {}, h("button.suggestion", { type: "button", onclick: () => ask(question) }, question)));
    return h("div", {}, h("p.label", {}, words.suggestions), h("ul.suggestions", { lang: "zh-CN" }, buttons));
  }

  #copy() {
    const sources = () => [...this.#citations.values()].map((each) => `〔${each.index}〕${each.label}`);
    const text = () => [plainText(this.#text), ...(this.#citations.size ? ["", `${WORDS.zh.sources}：`, ...sources()] : [])].join("\n");
    return copyButton(this.#chat, this.#chat.words.copy, text);
  }
}

function copyButton(chat, label, text) {
  const shown = h("span", {}, label);
  const copy = async () => {
    const done = await copyText(text(), chat.root).then(() => true, () => false);
    shown.textContent = done ? chat.words.copied : chat.words.notCopied;
    chat.say(shown.textContent);
    setTimeout(() => { shown.textContent = label; }, 2000);
  };
  return h("button.quiet", { type: "button", onclick: copy }, icon("copy"), shown);
}
