// Thumbs up and down below an answer; down asks for a reason.

const MAX_COMMENT = 500;

function feedbackNodes(chat, id) {
  const { words } = chat;
  const send = async (verdict, said = {}) => {
    try {
      await chat.service.json("v1/feedback", { answer_id: id, verdict, ...said });
      show(h("p.thanks", {}, words.thanks));
      chat.say(words.thanks);
    } catch (error) {
      show(h("p.failed", {}, `${error.message} ${error.detail ?? ""}`));
      chat.say(`${error.message} ${error.detail ?? ""}`);
    }
  };
  const up = verdictButton("up", words.helpful, () => choose(up) && send("up"));
  const down = verdictButton("down", words.unhelpful, () => choose(down) && ask());
  const below = h("div.feedback");

  function choose(chosen) {
    for (const button of [up, down]) button.setAttribute("aria-pressed", String(button === chosen));
    return true;
  }

  function show(...nodes) {
    below.replaceChildren(...nodes);
  }

  function ask() {
    const form = reasonsForm(words, (said) => {
      down.focus();
      send("down", said);
    }, () => {
      down.setAttribute("aria-pressed", "false");
      down.focus();
      show();
    });
    show(form);
    form.querySelector("input").focus();
  }

  return [up, down, below];
}

function verdictButton(shape, label, onclick) {
  return h("button.verdict-button.quiet", { type: "button", "aria-pressed": "false", onclick }, icon(shape), h("span", {}, label));
}

// Reasons are sent in Chinese, whatever the visitor reads, so that they can be counted.
function reasonsForm(words, send, cancel) {
  const group = named(h("span"), "reason").id;
  const choices = words.reasons.map((reason, at) =>
    h("label.choice", {}, h("input", { type: "radio", name: group, value: WORDS.zh.reasons[at] }), reason),
  );
  const comment = h("textarea", { rows: 2, maxlength: MAX_COMMENT });
  const submit = (event) => {
    event.preventDefault();
    const reason = form.querySelector("input:checked")?.value ?? null;
    send({ reason, comment: comment.value.trim() || null });
  };
  const form = h(
    "form.reasons",
    { onsubmit: submit },
    h("fieldset", {}, h("legend", {}, words.why), choices),
    h("label.field", {}, words.comment, comment),
    h("div.actions", {}, h("button.main", { type: "submit" }, words.sendFeedback), h("button", { type: "button", onclick: cancel }, words.cancel)),
  );
  return form;
}
