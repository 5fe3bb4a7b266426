// The conversation: questions and answers, and the field below them.

const MAX_QUESTION = 2000;
const MAX_TURN = 20000;
const KEPT_TURNS = 48; // the server takes fifty with the question's own two

class Talk {
  #chat;
  #log;
  #field;
  #button;
  #welcome;
  #turns = [];
  #asking = null;

  constructor(chat) {
    this.#chat = chat;
    const { words } = chat;
    this.#welcome = h("div.welcome", {}, h("h3", {}, words.welcome), h("p.quiet", {}, words.welcomeHint));
    // What is new is told by the status line, once and whole, not letter by letter.
    this.#log = h("div.scroller.log", { role: "log", "aria-live": "off", "aria-label": words.log, tabindex: 0 }, this.#welcome);
    this.#field = named(h("textarea", { rows: 1, maxlength: MAX_QUESTION, placeholder: words.placeholder, enterkeyhint: "send", onkeydown: (event) => this.#typed(event), oninput: () => this.#fit() }), "question");
    this.#button = h("button.main.send", { type: "submit" });
    const submit = (event) => {
      event.preventDefault();
      if (this.#asking) this.#asking.abort();
      else this.ask(this.#field.value);
    };
    this.element = h(
      "div.talk",
      {},
      this.#log,
      h("form.ask", { onsubmit: submit }, h("label.unseen", { for: this.#field.id }, words.question), this.#field, this.#button),
      h("p.caution.quiet", {}, words.caution),
    );
    this.#idle();
  }

  focus() {
    this.#field.focus();
  }

  offer(examples) {
    const { words } = this.#chat;
    const buttons = examples.map((question) => h("li", {}, h("button.example", { type: "button", onclick: () => this.ask(question) }, question)));
    if (buttons.length) this.#welcome.append(h("p.label", {}, words.examples), h("ul.examples", { lang: "zh-CN" }, buttons));
  }

  clear() {
    this.#asking?.abort();
    this.#turns = [];
    this.#log.replaceChildren(this.#welcome);
    this.focus();
  }

  async ask(text) {
    const question = text.trim();
    if (!question || this.#asking) return;
    const { words, say, service } = this.#chat;
    const asking = (this.#asking = new AbortController());
    const answer = new Answer(this.#chat, question);
    const asked = h("p.question", { lang: "zh-CN" }, h("span.unseen", {}, `${words.asked}：`), question);
    if (this.#welcome.isConnected) this.#welcome.remove();
    this.#log.append(asked, answer.element);
    reveal(asked, this.#log);
    this.#field.value = "";
    this.#busy();
    this.focus();
    say(words.stages.searching);
    try {
      for await (const [name, data] of service.ask(question, this.#turns, asking.signal)) {
        if (name === "error") throw new Trouble(data.title, data.detail);
        if (name === "done") this.#finish(question, answer, data);
        else answer.hear(name, data);
      }
    } catch (error) {
      this.#fail(error, question, answer);
    } finally {
      if (this.#asking === asking) this.#idle();
    }
  }

  #finish(question, answer, done) {
    this.#chat.say(`${this.#chat.words.answered}：${answer.finish(done)}`);
    this.#turns.push({ role: "user", content: question }, { role: "assistant", content: done.answer.slice(0, MAX_TURN) });
    this.#turns = this.#turns.slice(-KEPT_TURNS);
  }

  // What was asked goes back into the field, so that nobody types it twice.
  #fail(error, question, answer) {
    const { words, say } = this.#chat;
    if (!this.#field.value && answer.element.isConnected) this.#field.value = question;
    this.#fit();
    if (error.name === "AbortError") {
      answer.stop();
      say(words.stopped);
      return;
    }
    const trouble = error instanceof Trouble ? error : new Trouble(words.failed, words.askAgain);
    answer.fail(trouble.message, trouble.detail);
    say(`${trouble.message} ${trouble.detail}`);
    if (trouble !== error) console.error(error);
  }

  #busy() {
    this.#fit();
    this.#button.replaceChildren(icon("stop"), this.#chat.words.stop);
  }

  #idle() {
    this.#asking = null;
    this.#button.replaceChildren(icon("send"), this.#chat.words.send);
  }

  // Enter asks, as in every chat; while Chinese is composed, it chooses a word.
  #typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!this.#asking) this.ask(this.#field.value);
  }

  #fit() {
    this.#field.rows = Math.min(5, this.#field.value.split("\n").length + Math.floor(this.#field.value.length / 40));
  }
}
