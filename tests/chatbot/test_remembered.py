from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from chatbot.answer import Answer
from chatbot.chain import Chatbot
from chatbot.question import Question, Turn
from index.embedders import Vectors, load
from index.embedders.builtin import BuiltinEmbedder
from index.errors import EmbedderUnavailable
from index.filters import Filters
from index.ingest import ingest
from index.snapshot import open_searcher

OLD = "# 关于平台的意见\n一、任务\n建设十个中试平台。"
NEW = "# 关于平台的意见\n一、任务\n建设百个中试平台。"
ASKED = Question("建设多少个中试平台")


class Fragile(BuiltinEmbedder):
    """An embedder whose server may be gone."""

    gone = False

    def query(self, text: str) -> Vectors:
        if self.gone:
            raise EmbedderUnavailable("没有回答。")
        return super().query(text)


@pytest.fixture
def embedder() -> Fragile:
    return Fragile()


@pytest.fixture
def remembering(tmp_path: Path, embedder: Fragile) -> Iterator[Chatbot]:
    publish(tmp_path, OLD)
    bot = Chatbot(open_searcher(tmp_path / "data", embedder=embedder), remembered=10)
    yield bot
    bot.close()


def publish(folder: Path, text: str) -> None:
    (folder / "意见.md").write_text(text, encoding="utf-8")
    ingest(folder / "data", [folder / "意见.md"], embedder=load("builtin"))


def hits() -> float:
    return REGISTRY.get_sample_value("chatbot_remembered_total", {"result": "hit"}) or 0.0


def content(answer: Answer) -> Answer:
    """The answer without what each one has of its own."""
    return replace(answer, id="", timings_ms={})


def test_the_same_question_gets_the_same_answer_with_an_id_of_its_own(
    remembering: Chatbot,
) -> None:
    before = hits()
    first, again = remembering.answer(ASKED), remembering.answer(ASKED)
    assert hits() == before + 1
    assert content(again) == content(first)
    assert again.id != first.id
    assert "十个" in first.text


def test_what_is_published_is_answered_at_once(remembering: Chatbot, tmp_path: Path) -> None:
    remembering.answer(ASKED)
    publish(tmp_path, NEW)
    assert "百个" in remembering.answer(ASKED).text


@pytest.mark.parametrize(
    "other",
    [
        Question(ASKED.text, filters=Filters(levels=("法律",))),
        Question(ASKED.text, (Turn("user", "平台"), Turn("assistant", "什么"))),
        Question("建设多少个验证平台"),
    ],
)
def test_another_question_is_another_and_a_talk_is_not_remembered(
    remembering: Chatbot, other: Question
) -> None:
    remembering.answer(ASKED)
    before = hits()
    for _ in range(2 if other.turns else 1):
        remembering.answer(other)
    assert hits() == before


def test_what_was_found_without_the_embedder_is_not_remembered(
    remembering: Chatbot, embedder: Fragile
) -> None:
    embedder.gone = True
    assert "只按文字检索" in remembering.answer(ASKED).text
    embedder.gone = False
    assert "只按文字检索" not in remembering.answer(ASKED).text
