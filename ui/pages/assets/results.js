// Gradio (6.31) ends a page's stream of results when nothing is left to be done. What is asked while
// that end is on its way here would wait for ever, on a stream that is gone: it goes on instead.
// No module: those run later, and this is to run before anything is asked.

(() => {
  const END = 'data: {"msg":"close_stream"}';
  const request = window.fetch;
  const waiting = new Set(); // events that were accepted and have no result yet
  const early = new Set(); // and those whose result came before they were known to be accepted

  function accepted(event) {
    if (event && !early.delete(event)) waiting.add(event);
  }

  function heard({ msg, event_id: event }) {
    if (msg === "process_completed" && !waiting.delete(event)) early.add(event);
    if (msg === "unexpected_error") waiting.clear(); // the server knows of none of them
    return msg;
  }

  async function* messages(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        const parts = (text + value).split("\n\n");
        text = parts.pop();
        yield* parts;
      }
    } finally {
      reader.cancel().catch(() => {}); // it may have been broken off
    }
  }

  async function* results(stream, response) {
    let last = null;
    for await (const message of messages(response.body)) {
      last = heard(JSON.parse(message.slice("data:".length)));
      if (last === "close_stream") break;
      yield message;
    }
    if (!waiting.size) yield END;
    else if (last) yield* results(stream, await request(stream));
    else throw new Error("no results came");
  }

  function lasting(stream, response) {
    const [all, encoder] = [results(stream, response), new TextEncoder()];
    const body = new ReadableStream({
      async pull(controller) {
        const { value, done } = await all.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${value}\n\n`));
      },
      cancel: () => all.return(),
    });
    return new Response(body, response);
  }

  window.fetch = async (resource, options) => {
    const response = await request(resource, options);
    const { pathname } = new URL(resource.url ?? resource, document.baseURI);
    if (!response.ok) return response;
    if (pathname.endsWith("/queue/data")) return lasting(resource, response);
    if (pathname.endsWith("/queue/join")) accepted((await response.clone().json()).event_id);
    return response;
  };
})();
