// The form about an organisation, and the measures that fit it.

const LINES = ["description", "region"];
const LISTS = { kind: "kinds", size: "sizes", ownership: "ownerships", stage: "stages" };
const CHECKS = ["qualifications", "needs"];

class Measures {
  #chat;
  #form;
  #result;
  #asking = null;

  constructor(chat) {
    this.#chat = chat;
    this.#form = h("form.profile", { novalidate: true, onsubmit: (event) => this.#submit(event) });
    this.#result = h("section.result", { "aria-label": chat.words.results });
    this.element = h("div.scroller", { tabindex: 0, role: "group", "aria-label": chat.words.measuresTab }, this.#form, this.#result);
  }

  // The choices that the server knows.
  offer(choices) {
    const { words } = this.#chat;
    const field = (name, control) => h("label.field", {}, words.fields[name], control);
    const line = (name) => field(name, h("input", { name, type: "text", maxlength: name === "region" ? 50 : 500, placeholder: words.samples[name] }));
    const list = (name) =>
      field(name, h("select", { name }, h("option", { value: "" }, words.any), choices[LISTS[name]].map((value) => h("option", { value }, words.value(value)))));
    const checks = (name) =>
      h("fieldset", {}, h("legend", {}, words.fields[name]), choices[name].map((value) =>
        h("label.choice", {}, h("input", { type: "checkbox", name, value }), words.value(value))));
    this.#form.replaceChildren(
      h("p.quiet", {}, words.measuresHint),
      line("description"),
      h("div.pairs", {}, Object.keys(LISTS).map(list)),
      line("region"),
      ...CHECKS.map(checks),
      h("button.main", { type: "submit" }, words.find),
    );
  }

  fail(error) {
    this.#form.replaceChildren(h("p.verdict", {}, error.message), h("p", {}, error.detail ?? ""));
  }

  async #submit(event) {
    event.preventDefault();
    const { words, service, say } = this.#chat;
    const profile = this.#profile();
    this.#asking?.abort();
    this.#asking = new AbortController();
    if (!Object.keys(profile).length) return this.#show(h("p.verdict", {}, words.nothingSaid));
    this.#result.setAttribute("aria-busy", "true");
    this.#result.replaceChildren(h("p.stage", {}, words.finding));
    say(words.finding);
    try {
      this.#show(...this.#found(await service.json("v1/measures/match", { profile }, this.#asking.signal)));
    } catch (error) {
      if (error.name !== "AbortError") this.#show(h("p.verdict", {}, error.message), h("p", {}, error.detail ?? ""));
    }
  }

  #profile() {
    const said = new FormData(this.#form);
    const single = [...LINES, ...Object.keys(LISTS)].map((name) => [name, said.get(name).trim()]);
    const several = CHECKS.map((name) => [name, said.getAll(name)]);
    return Object.fromEntries([...single, ...several].filter(([, value]) => value.length));
  }

  // What was found, begun with a heading or a sentence that takes the focus.
  #show(first, ...rest) {
    first.tabIndex = -1;
    this.#result.removeAttribute("aria-busy");
    this.#result.replaceChildren(first, ...rest);
    first.focus({ preventScroll: true });
    reveal(this.#result, this.element);
  }

  #found({ groups, nearest, questions }) {
    const { words } = this.#chat;
    const count = groups.reduce((sum, group) => sum + group.measures.length, 0);
    const listed = (measures) => h("ul.measures", {}, measures.map((measure) => this.#measure(measure)));
    return [
      h("h3", {}, count ? words.fitting(count) : words.noneFits),
      ...groups.flatMap((group) => [h("h4", { lang: "zh-CN" }, group.instrument), listed(group.measures)]),
      ...(nearest.length ? [h("p", {}, words.nearest), listed(nearest)] : []),
      ...(questions.length ? [h("p.label", {}, words.toKnow), h("ul", { lang: "zh-CN" }, questions.map((each) => h("li", {}, each)))] : []),
    ];
  }

  #measure({ text, reasons, citation }) {
    const { words, open, several } = this.#chat;
    const verdicts = new Map();
    for (const { verdict, name } of reasons) verdicts.set(verdict, [...new Set([...(verdicts.get(verdict) ?? []), name])]);
    return h(
      "li",
      {},
      h("p", { lang: "zh-CN" }, text),
      h("p.quiet", { lang: "zh-CN" }, [...verdicts].map(([verdict, names]) => h("span.reason", {}, h("b", {}, words.value(verdict)), ` ${names.join("、")}`))),
      h("button.chip", { type: "button", lang: "zh-CN", title: citation.label, onclick: (event) => open(citation, event.currentTarget) }, placeOf(citation, several)),
    );
  }
}
