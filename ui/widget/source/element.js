// The custom element <policy-chat>.

const STYLE = new CSSStyleSheet();
STYLE.replaceSync(CSS);
const NARROW = matchMedia("(max-width: 30em)");
const DARK = matchMedia("(prefers-color-scheme: dark)");
// A classic script knows where it came from; a bundled one is told by the attribute `server`.
const ORIGIN = new URL("..", document.currentScript?.src ?? document.baseURI).href;

class PolicyChat extends HTMLElement {
  static observedAttributes = ["theme"];

  #chat;
  #talk;
  #clause;
  #measures;
  #root; // carries the theme and the size of letters
  #panel;
  #launcher = null;
  #status;
  #tabs = [];
  #themed = () => this.#dress();

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    DARK.addEventListener("change", this.#themed);
    this.#dress();
  }

  disconnectedCallback() {
    DARK.removeEventListener("change", this.#themed);
  }

  attributeChangedCallback() {
    if (this.#root) this.#dress();
  }

  // Show the panel of the launcher.
  open() {
    if (!this.#launcher || this.#panel.open) return;
    if (NARROW.matches) this.#panel.showModal();
    else this.#panel.show();
    this.#launcher.setAttribute("aria-expanded", "true");
    this.#talk.focus();
  }

  // Hide the panel of the launcher.
  close() {
    if (!this.#launcher || !this.#panel.open) return;
    this.#panel.close();
    this.#launcher.setAttribute("aria-expanded", "false");
    this.#launcher.focus();
  }

  // Ask as if the visitor had typed it.
  ask(question) {
    this.open();
    this.#select(0);
    return this.#talk.ask(String(question));
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [STYLE];
    const words = WORDS[this.#language()];
    const server = this.getAttribute("server")?.replace(/\/*$/, "/") ?? ORIGIN;
    const service = new Service(server, this.getAttribute("site"), words);
    this.#chat = {
      words,
      service,
      root,
      several: false,
      say: (text) => { this.#status.textContent = text; },
      open: (quote, from) => this.#clause.open(quote, from),
      ask: (question) => this.#talk.ask(question),
      focus: () => this.#talk.focus(),
    };
    this.#talk = new Talk(this.#chat);
    this.#measures = new Measures(this.#chat);
    this.#clause = new Clause(this.#chat);
    this.#status = h("div.unseen", { role: "status" });
    this.#root = h("section.root", { lang: words.lang, "aria-label": this.#title() });
    if (this.getAttribute("mode") === "inline") this.#inline();
    else this.#launch();
    root.append(this.#root);
    if (this.hasAttribute("large")) this.#enlarge();
    this.#start();
  }

  #language() {
    const lang = this.closest("[lang]")?.lang || "zh";
    return lang.toLowerCase().startsWith("en") ? "en" : "zh";
  }

  #title() {
    return this.getAttribute("heading") || this.#chat.words.title;
  }

  #inline() {
    this.#panel = h("div.panel.inline", {}, this.#content());
    this.#panel.addEventListener("keydown", (event) => this.#escaped(event));
    this.#root.append(this.#panel, this.#status);
  }

  #launch() {
    const { words } = this.#chat;
    const title = this.#title();
    this.#panel = named(h("dialog.panel", { "aria-label": title }, this.#content(), this.#status), "panel");
    this.#panel.addEventListener("keydown", (event) => this.#escaped(event));
    this.#panel.addEventListener("cancel", (event) => event.preventDefault()); // Escape is ours
    const toggle = () => (this.#panel.open ? this.close() : this.open());
    this.#launcher = h(
      "button.launcher",
      { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": this.#panel.id, title: words.open, onclick: toggle },
      icon("chat"),
      h("span", {}, title),
    );
    this.#root.append(this.#launcher, this.#panel);
  }

  #content() {
    const { words } = this.#chat;
    const views = [this.#talk.element, this.#measures.element];
    const pages = views.map((view, at) => named(h("div.view", { role: "tabpanel", hidden: at > 0 }, view), "view"));
    this.#tabs = pages.map((page, at) => {
      const label = [words.chatTab, words.measuresTab][at];
      const tab = named(h("button.tab", { type: "button", role: "tab", "aria-controls": page.id, "aria-selected": String(at === 0), tabindex: at ? -1 : 0, onclick: () => this.#select(at) }, label), "tab");
      page.setAttribute("aria-labelledby", tab.id);
      return { tab, page };
    });
    const large = h("button.large", { type: "button", "aria-pressed": "false", onclick: () => this.#enlarge() }, words.large);
    return [
      h(
        "div.head",
        {},
        h("h2", {}, this.#title()),
        large,
        h("button.anew", { type: "button", onclick: () => this.#anew() }, words.anew),
        this.getAttribute("mode") === "inline" ? null : h("button.shut", { type: "button", "aria-label": words.close, title: words.close, onclick: () => this.close() }, icon("close")),
      ),
      h("div.tabs", { role: "tablist", "aria-label": this.#title(), onkeydown: (event) => this.#arrowed(event) }, this.#tabs.map(({ tab }) => tab)),
      h("div.body", {}, h("div.views", {}, pages), this.#clause.element),
    ];
  }

  #select(chosen) {
    for (const [at, { tab, page }] of this.#tabs.entries()) {
      tab.setAttribute("aria-selected", String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
      page.hidden = at !== chosen;
    }
    if (this.#clause.shown) this.#clause.close();
  }

  // Arrows move between tabs (ARIA Authoring Practices, tabs with automatic activation).
  #arrowed(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = this.#tabs.findIndex(({ tab }) => tab.getAttribute("aria-selected") === "true");
    const next = (now + step + this.#tabs.length) % this.#tabs.length;
    this.#select(next);
    this.#tabs[next].tab.focus();
  }

  #escaped(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (this.#clause.shown) this.#clause.close();
    else this.close();
  }

  #anew() {
    this.#select(0);
    this.#talk.clear();
  }

  #enlarge() {
    const large = this.#root.classList.toggle("big");
    this.#root.querySelector(".large").setAttribute("aria-pressed", String(large));
  }

  #dress() {
    const theme = this.getAttribute("theme");
    const dark = theme === "dark" || (theme !== "light" && DARK.matches);
    this.#root.classList.toggle("dark", dark);
  }

  // What there is to ask about, when the widget is first seen; without it, one can ask all the same.
  async #start() {
    try {
      const { examples, choices, policies } = await this.#chat.service.start();
      this.#chat.several = policies > 1;
      this.#talk.offer(examples);
      this.#measures.offer(choices);
    } catch (error) {
      this.#measures.fail(error);
    }
  }
}

if (!customElements.get("policy-chat")) customElements.define("policy-chat", PolicyChat);
