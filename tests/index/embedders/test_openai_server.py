"""A model behind HTTP: a real server on this machine that does what servers do on bad days."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from index.embedders import Embedder, Options, load
from index.errors import EmbedderUnavailable
from tests.embedding import KEY, MODEL, EmbeddingServer
from tests.serving import running

TEXTS = ["建设中试平台", "引进海外人才", "修建公路"]


@contextmanager
def remote(
    server: EmbeddingServer,
    *,
    key: str = KEY,
    model: str = MODEL,
    batch: int = 32,
    timeout_s: float = 60,
) -> Iterator[Embedder]:
    """The embedder over a server that runs meanwhile."""
    options = Options(api_key=key, timeout_s=timeout_s, batch=batch)
    with running(server.app()) as url:
        yield load(f"openai:{model}", replace(options, base_url=url))


def failure(
    server: EmbeddingServer, *, key: str = KEY, timeout_s: float = 60
) -> EmbedderUnavailable:
    """What is said when three documents are embedded."""
    reached = remote(server, key=key, timeout_s=timeout_s)
    with reached as embedder, pytest.raises(EmbedderUnavailable) as caught:
        embedder.documents(TEXTS)
    return caught.value


def test_vectors_are_those_of_the_model_behind_it_in_the_order_of_the_texts() -> None:
    """The server sends them backwards, three times as long."""
    with remote(EmbeddingServer()) as embedder:
        assert np.allclose(embedder.documents(TEXTS), load("builtin").documents(TEXTS), atol=1e-6)


def test_no_request_holds_more_texts_than_allowed() -> None:
    server = EmbeddingServer()
    with remote(server, batch=2) as embedder:
        assert len(embedder.documents(TEXTS)) == 3
    assert server.asked[1:] == [TEXTS[:2], TEXTS[2:]]


def test_nothing_is_asked_of_the_server_before_there_is_a_text() -> None:
    server = EmbeddingServer()
    with remote(server) as embedder:
        assert embedder.name == f"openai:{MODEL}"
        assert server.asked == []


@pytest.mark.parametrize("trouble", ["429", "500", "503"])
def test_a_server_that_is_busy_is_asked_again(trouble: str) -> None:
    server = EmbeddingServer(trouble, trouble)
    with remote(server) as embedder:
        assert embedder.documents(TEXTS).shape == (3, embedder.dim)
    assert len(server.asked) == 4


def test_a_query_is_not_asked_again_for_somebody_waits() -> None:
    server = EmbeddingServer(always="503")
    with remote(server) as embedder, pytest.raises(EmbedderUnavailable, match="503"):
        embedder.query("平台")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (["429"] * 9, "429"),
        (["500"] * 9, "500"),
        (["404"], "404"),
        (["html"], "没有可用的向量"),
        (["null"], "没有可用的向量"),
        (["", "fewer"], "收到 3 段文字，返回 2 个向量"),
        (["", "wide"], "257 维的向量，此前是 256 维"),
        (["nan"], "无效的数值"),
    ],
)
def test_a_server_that_fails_is_named_with_what_to_do(
    plan: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedders.openai_server._RETRIES", 1)
    error = failure(EmbeddingServer(*plan))
    assert said in error.what
    assert "127.0.0.1" in error.what
    assert error.kept
    assert error.hint


def test_a_server_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embedders.openai_server._RETRIES", 1)
    error = failure(EmbeddingServer(always="hang"), timeout_s=0.5)
    assert "没有回答" in error.what
    assert "CHATBOT_EMBEDDER_TIMEOUT_S" in error.hint


def test_a_wrong_key_is_said_without_showing_it() -> None:
    error = failure(EmbeddingServer(), key="sk-wrong")
    assert "CHATBOT_EMBEDDER_API_KEY" in error.hint
    assert "sk-wrong" not in "".join(traceback.format_exception(error))


def test_what_the_server_says_is_repeated_without_the_key() -> None:
    error = failure(EmbeddingServer("400"))
    assert "too much for ***" in error.what
    assert KEY not in "".join(traceback.format_exception(error))


def test_an_empty_key_is_like_none() -> None:
    error = failure(EmbeddingServer(), key="")
    assert "拒绝了密钥（401）" in error.what


@pytest.mark.parametrize("address", ["http://me:secret@127.0.0.1:1/v1", "127.0.0.1:1"])
def test_a_server_that_is_not_there_is_said_with_its_address(address: str) -> None:
    embedder = load("openai:m", Options(base_url=address, timeout_s=1))
    with pytest.raises(EmbedderUnavailable, match="无法连接") as caught:
        embedder.query("平台")
    assert "CHATBOT_EMBEDDER_BASE_URL" in caught.value.hint
    assert "secret" not in str(caught.value)


def test_prompts_stand_before_query_and_document_and_in_the_name() -> None:
    server = EmbeddingServer()
    with running(server.app()) as url:
        options = Options(base_url=url, api_key=KEY, query_prompt="问：", document_prompt="文：")
        embedder = load(f"openai:{MODEL}", options)
        embedder.query("平台")
        embedder.documents(["人才"])
    assert server.asked[0] == ["问：平台"]
    assert server.asked[-1] == ["文：人才"]
    assert embedder.name == f"openai:{MODEL}|query='问：'|document='文：'"
    assert KEY not in repr(options)


def test_a_blank_text_is_not_sent_as_such() -> None:
    """Servers refuse it, and would have the whole batch fail."""
    server = EmbeddingServer()
    with remote(server) as embedder:
        embedder.documents(["", "\n"])
    assert all(text.strip() for texts in server.asked for text in texts)
