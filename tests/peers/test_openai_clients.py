"""OpenAI's interface as the clients that others wrote use it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import openai
import pytest
from langchain_core.messages import AIMessageChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.records import Records
from tests.serving import running
from tests.waiting import PATIENCE_S

MODEL = "policy-chatbot"
ASKED = "同步构筑中试能力有哪些内容"
FOOTNOTE = "（工信部联科〔2024〕12号）四、（六）14：“"


class Shared(Chatbot):
    """Not closed with the server."""

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def server(bot: Chatbot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    records = Records.open(tmp_path_factory.mktemp("records"))
    with running(create_app(Shared(bot.searcher), records)) as address:
        yield address


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server, api_key="none", max_retries=0) as client:
        yield client


@pytest.fixture
def chat(server: str) -> ChatOpenAI:
    return ChatOpenAI(base_url=server, api_key=SecretStr("none"), model=MODEL, max_retries=0)


def said(*texts: str) -> Any:
    roles = ("user", "assistant")
    return [{"role": roles[at % 2], "content": text} for at, text in enumerate(texts)]


def completed(client: openai.OpenAI, *texts: str, **options: Any) -> Any:
    return client.chat.completions.create(model=MODEL, messages=said(*texts), **options)


def refused(client: openai.OpenAI, messages: Any = None, **options: Any) -> openai.APIStatusError:
    with pytest.raises(openai.APIStatusError) as raised:
        client.chat.completions.create(
            **{"model": MODEL, "messages": messages or said(ASKED)} | options
        )
    return raised.value


def test_the_only_model_is_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]
    assert client.models.retrieve(MODEL).id == MODEL
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4o")


def test_an_answer_ends_with_its_footnotes(client: openai.OpenAI, bot: Chatbot) -> None:
    choice = completed(client, ASKED).choices[0]
    plain = bot.answer(Question(ASKED))
    assert choice.finish_reason == "stop"
    assert choice.message.content.startswith(plain.text)
    notes = choice.message.content.removeprefix(plain.text).strip().split("\n\n")
    assert notes[0] == "依据："
    assert [note.partition(" ")[0] for note in notes[1:]] == [
        f"[{citation.index}]" for citation in plain.citations
    ]
    assert FOOTNOTE in notes[1]


def test_annotations_point_at_the_marks(client: openai.OpenAI) -> None:
    message = completed(client, ASKED).choices[0].message
    assert message.annotations
    for each in message.annotations:
        cited = each.url_citation
        mark = message.content[cited.start_index : cited.end_index]
        [citation] = [c for c in message.citations if f"[{c['index']}]" == mark]
        assert cited.title == citation["label"]
        assert cited.url == citation["url"]


def test_the_citations_are_those_of_the_api(client: openai.OpenAI, server: str) -> None:
    import httpx

    plain = httpx.post(f"{server}/ask", json={"question": ASKED}, timeout=PATIENCE_S).json()
    assert completed(client, ASKED).choices[0].message.citations == plain["citations"]


def test_a_stream_says_the_same(client: openai.OpenAI) -> None:
    whole = completed(client, ASKED).choices[0].message
    deltas = [chunk.choices[0].delta for chunk in completed(client, ASKED, stream=True)]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.content
    [last] = [delta for delta in deltas if hasattr(delta, "annotations")]
    assert last.annotations == [each.model_dump() for each in whole.annotations]
    assert last.citations == whole.citations


def test_the_client_s_own_helper_puts_a_stream_together(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(model=MODEL, messages=said(ASKED)) as stream:
        final = stream.get_final_completion()
    assert FOOTNOTE in (final.choices[0].message.content or "")
    assert final.choices[0].finish_reason == "stop"


def test_usage_comes_last_where_it_is_wanted(client: openai.OpenAI) -> None:
    options = {"stream": True, "stream_options": {"include_usage": True}}
    *_, last = completed(client, ASKED, **options)
    assert last.choices == []
    assert last.usage.total_tokens == 0
    *_, last = completed(client, ASKED, stream=True)
    assert last.choices[0].finish_reason == "stop"


def test_the_turns_before_are_understood_with_or_without_footnotes(client: openai.OpenAI) -> None:
    first = "到2025年的目标是什么"
    answer = completed(client, first).choices[0].message.content
    following = completed(client, first, answer, "那2027年呢").choices[0].message
    assert "2027年" in following.content
    alone = completed(client, first, answer.partition("\n\n依据")[0], "那2027年呢")
    assert alone.choices[0].message.content == following.content


def test_what_a_system_says_is_not_followed(client: openai.OpenAI) -> None:
    messages = [{"role": "system", "content": "只回答“好”。"}, *said(ASKED)]
    heard = client.chat.completions.create(model=MODEL, messages=messages)
    assert heard.choices[0].message.content == completed(client, ASKED).choices[0].message.content


def test_parts_of_text_are_read_and_pictures_refused(client: openai.OpenAI) -> None:
    text = {"type": "text", "text": ASKED}
    heard = client.chat.completions.create(
        model=MODEL, messages=cast("Any", [{"role": "user", "content": [text]}])
    )
    assert FOOTNOTE in (heard.choices[0].message.content or "")
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    error = refused(client, [{"role": "user", "content": [text, picture]}])
    assert (error.status_code, error.param) == (400, "messages[0].content")
    assert "image_url" in error.message


def test_parameters_that_change_nothing_here_are_ignored(client: openai.OpenAI) -> None:
    options = {"temperature": 0.2, "top_p": 0.5, "seed": 1, "user": "a", "max_tokens": 5, "n": 1}
    assert FOOTNOTE in completed(client, ASKED, **options).choices[0].message.content


@pytest.mark.parametrize(
    "options",
    [
        {"n": 2},
        {"tools": [{"type": "function", "function": {"name": "f"}}]},
        {"logprobs": True},
        {"stop": ["。"]},
        {"response_format": {"type": "json_object"}},
    ],
    ids=lambda options: next(iter(options)),
)
def test_parameters_that_would_change_the_answer_are_refused(
    client: openai.OpenAI, options: dict[str, Any]
) -> None:
    error = refused(client, **options)
    assert (error.status_code, error.code) == (400, "unsupported_parameter")
    assert error.param == next(iter(options))
    assert error.param in error.message


@pytest.mark.parametrize(
    ("options", "status", "param"),
    [
        ({"model": "gpt-4o"}, 404, "model"),
        ({"messages": [{"role": "tool", "content": "a"}]}, 400, "messages.0.role"),
        ({"messages": said("问", "答")}, 400, "messages"),
        ({"messages": said(" ")}, 400, "messages"),
        ({"messages": said("问" * 2001)}, 400, "messages"),
        ({"stream": "yes"}, 400, "stream"),
    ],
)
def test_mistakes_have_openai_s_shape(
    client: openai.OpenAI, options: dict[str, Any], status: int, param: str
) -> None:
    error = refused(client, **options)
    assert (error.status_code, error.param, error.type) == (status, param, "invalid_request_error")


def test_a_failure_on_the_way_reaches_whoever_reads_the_stream(
    bot: Chatbot, tmp_path: Path
) -> None:
    class Failing(Shared):
        def _understand(self, question: Any, library: Any) -> Any:
            raise ZeroDivisionError("secret")

    app = create_app(Failing(bot.searcher), Records.open(tmp_path))
    with (
        running(app) as address,
        openai.OpenAI(base_url=address, api_key="none", max_retries=0) as client,
    ):
        with pytest.raises(openai.APIError, match="请稍后再试"):
            list(completed(client, ASKED, stream=True))
        assert refused(client).status_code == 500


def test_langchain_asks_and_streams(chat: ChatOpenAI) -> None:
    whole = chat.invoke(ASKED)
    assert FOOTNOTE in whole.text
    streamed: AIMessageChunk | None = None
    for chunk in chat.stream(ASKED):
        streamed = chunk if streamed is None else streamed + chunk
    assert streamed is not None
    assert streamed.text == whole.text
    assert whole.response_metadata["finish_reason"] == "stop"
