// What is asked of the server, with the token that the site's pages are given.

const EARLY_S = 30; // a token is renewed so long before it ends

// Something went wrong in a way that the visitor is told.
class Trouble extends Error {
  constructor(title, detail) {
    super(title);
    this.detail = detail;
  }
}

class Service {
  #base;
  #site;
  #words;
  #token = null;

  constructor(base, site, words) {
    this.#base = base;
    this.#site = site;
    this.#words = words;
  }

  // The address of a page of the server.
  address(path) {
    return new URL(path, this.#base).href;
  }

  // What there is to ask about; no token is needed to know it.
  async start() {
    const response = await this.#fetch("widget/start", null, {});
    if (!response.ok) throw await this.#trouble(response);
    return response.json();
  }

  async json(path, body, signal) {
    const response = await this.#send(path, body, signal);
    return response.status === 204 ? null : response.json();
  }

  // The events of an answer, as [name, data].
  async *ask(question, history, signal) {
    const response = await this.#send("v1/ask", { question, history, stream: true }, signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Trouble(this.#words.interrupted, this.#words.askAgain);
      const events = (rest + value).split(/\r?\n\r?\n/);
      rest = events.pop();
      for (const event of events) {
        const name = /^event: ?(.*)$/m.exec(event)?.[1];
        const data = /^data: ?(.*)$/m.exec(event)?.[1];
        if (!name || !data) continue; // a comment that keeps the connection open
        yield [name, JSON.parse(data)];
        if (name === "done" || name === "error") return;
      }
    }
  }

  async #send(path, body, signal, again = false) {
    const headers = { ...(this.#site && { Authorization: `Bearer ${await this.#authorised(again)}` }) };
    const response = await this.#fetch(path, body, headers, signal);
    if (response.status === 401 && this.#site && !again) return this.#send(path, body, signal, true);
    if (!response.ok) throw await this.#trouble(response);
    return response;
  }

  async #fetch(path, body, headers, signal) {
    const options = { signal, headers, credentials: "omit", cache: "no-store" };
    if (body) {
      options.method = "POST";
      options.body = JSON.stringify(body);
      headers["Content-Type"] = "application/json";
    }
    try {
      return await fetch(this.address(path), options);
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Trouble(this.#words.unreachable, this.#words.unreachableHint);
    }
  }

  // One request for a token serves all that wait for it.
  #authorised(anew) {
    if (anew || !this.#token || this.#token.until < Date.now()) {
      const given = this.#give();
      this.#token = { until: Infinity, given };
      given.then(
        ({ expires_in: seconds }) => { this.#token.until = Date.now() + (seconds - EARLY_S) * 1000; },
        () => { this.#token = null; },
      );
    }
    return this.#token.given.then(({ token }) => token);
  }

  async #give() {
    const response = await this.#fetch("v1/widget/token", { site: this.#site }, {});
    if (!response.ok) throw await this.#trouble(response);
    return response.json();
  }

  async #trouble(response) {
    const problem = await response.json().catch(() => ({}));
    const wait = response.headers.get("Retry-After");
    if (response.status === 429 || response.status === 503) {
      return new Trouble(this.#words.busy, wait ? this.#words.wait(wait) : this.#words.askAgain);
    }
    if (response.status === 401) return new Trouble(this.#words.closed, this.#words.closedHint);
    return new Trouble(problem.title ?? this.#words.failed, problem.detail ?? this.#words.askAgain);
  }
}
