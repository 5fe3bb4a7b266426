"""A language model behind a server that others wrote: `transformers serve`."""

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from chatbot.answer import Answer, Cited, Delta, Event, Mode, Status
from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot
from tests.speaking import speaker, transformers_server

TRUE = "按产业需求建设一批中试和应用验证平台。[1]"
QUESTION = Question("中试平台怎么建")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with transformers_server() as address:
        yield address


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def opened(server: str, model: str, data: Path) -> Chatbot:
    return open_chatbot(
        Settings(data=data, llm_base_url=server, llm_model=model, llm_max_tokens=16_384)
    )


def answer(server: str, model: str, data: Path) -> Answer:
    bot = opened(server, model, data)
    try:
        return bot.answer(QUESTION)
    finally:
        bot.close()


def connections(server: str) -> int:
    """How many connections to the server are open, as the kernel lists them."""
    port = f":{int(server.rsplit(':', 1)[1].split('/', maxsplit=1)[0]):04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[2].endswith(port) and row[3] == "01" for row in rows)


def test_what_a_model_says_truly_is_the_answer(server: str, models: Path, tmp_path: Path) -> None:
    written = answer(server, speaker(models, TRUE), tmp_path)
    assert (written.outcome.mode, written.text) == (Mode.GENERATIVE, TRUE)
    assert written.citations[0].quote.clause.reference == "四、（六）14"


@pytest.mark.parametrize("said", ["每家补贴5万元。[1]", "到2038年形成千项标志性产品。[1]", "\\<|#"])
def test_what_a_model_makes_up_is_replaced_by_the_clauses(
    said: str, server: str, models: Path, tmp_path: Path
) -> None:
    written = answer(server, speaker(models, said), tmp_path)
    assert (written.outcome.mode, written.status) == (Mode.EXTRACTIVE, Status.ANSWERED)
    assert "语言模型的回答没有得到条款支持，以下为条款原文。" in written.text
    assert said.split("。", maxsplit=1)[0] not in written.text
    assert "同步构筑中试能力" in written.citations[0].quote.clause.text


def test_a_model_that_the_server_does_not_have_is_replaced_by_the_clauses(
    server: str, tmp_path: Path
) -> None:
    written = answer(server, str(tmp_path / "no-such-model"), tmp_path / "data")
    assert written.outcome.mode is Mode.EXTRACTIVE
    assert "语言模型服务出错，以下为条款原文。" in written.text


def test_a_model_that_never_stops_is_cut_off_and_let_go(
    server: str, models: Path, tmp_path: Path
) -> None:
    bot = opened(server, speaker(models, TRUE, again=True), tmp_path)
    written = bot.answer(QUESTION)
    assert written.text.startswith(TRUE)
    assert "语言模型的回答过长，其余部分已截去。" in written.text
    assert closes(server)
    bot.close()


def test_a_reader_who_leaves_hangs_up_on_the_model(
    server: str, models: Path, tmp_path: Path
) -> None:
    bot = opened(server, speaker(models, TRUE, again=True), tmp_path)
    with closing(cast("Generator[Event]", bot.events(QUESTION))) as events:
        assert isinstance(next(events), Cited)
        assert isinstance(next(events), Delta)
        assert connections(server) == 1
    assert closes(server)
    bot.close()


def closes(server: str) -> bool:
    """Whether no connection is left in the end; the kernel takes its time to say so."""
    for _ in range(100):
        if not connections(server):
            return True
        time.sleep(0.05)
    return False
