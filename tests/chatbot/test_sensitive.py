import json
from pathlib import Path

import pytest

from chatbot.answer import Mode, Status
from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.sensitive import SensitiveWords, load
from index.errors import UnreadableFile
from index.ingest import shipped
from tests import makers
from tests.fakes import ScriptedModel

ROOT = Path(__file__).parents[2]
WORDS = SensitiveWords(["代开发票", "Spam", "制毒教程"])


@pytest.mark.parametrize(
    "text",
    [
        "哪里能代开发票",
        "代 开 发 票",
        "代*开.发-票",
        "代\u200b开\u200b发票",
        "代開發票",
        "ｓｐａｍ",
        "有spam吗",
    ],
)
def test_a_word_is_found_however_it_is_hidden(text: str) -> None:
    assert WORDS.found(text)


@pytest.mark.parametrize("text", ["替代。开发票据", "时代，开发票据系统", "spammer", "myspam", ""])
def test_punctuation_and_letters_part_words(text: str) -> None:
    assert not WORDS.found(text)


def test_a_word_that_the_cited_clause_holds_may_be_said() -> None:
    law = makers.quote("传播制毒教程的，依法处罚。")
    other = makers.quote("依法处罚。")
    assert WORDS.allow("传播制毒教程的依法处罚。", [law])
    assert not WORDS.allow("传播制毒教程的依法处罚。", [other])
    assert WORDS.allow("依法处罚。", [])


def test_a_long_list_takes_no_longer_than_a_short_one() -> None:
    """One pass, however many words: the last of 20,000 is found as well."""
    many = SensitiveWords(f"敏感词{number:05}号" for number in range(20_000))
    assert many.found("甲" * 1000 + "敏感词19999号") == {"敏感词19999号"}


def test_own_words_are_added_and_shipped_ones_taken_out(tmp_path: Path) -> None:
    (tmp_path / "sensitive.txt").write_text("# 本单位\n内部代号\n!怎么洗钱\n", encoding="utf-8")
    own = load(tmp_path)
    assert own.found("内部 代号")
    assert load().found("怎么洗钱")
    assert not own.found("怎么洗钱")
    assert own.found("如何洗钱")


@pytest.mark.parametrize("content", ["的\n".encode(), "!。\n".encode(), b"\xff\xfe\xff"])
def test_a_line_that_would_refuse_everything_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sensitive.txt").write_bytes(content)
    with pytest.raises(UnreadableFile):
        load(tmp_path)


def test_what_ships_refuses_no_question_of_the_benchmarks_and_no_policy() -> None:
    words = load()
    for file in (ROOT / "benchmarks").glob("*questions.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert not words.found(json.loads(line)["question"])
    for policy in shipped().iterdir():
        assert not words.found(policy.read_text(encoding="utf-8"))
    assert not words.found("偷税怎么处罚，如何举报代开发票，毒品犯罪的量刑标准")


def test_a_question_with_such_a_word_is_refused_politely(bot: Chatbot) -> None:
    strict = Chatbot(bot.searcher, sensitive=WORDS)
    answer = strict.answer(Question("中试平台代 开 发 票吗"))
    assert answer.status is Status.REFUSED
    assert answer.text.startswith("抱歉")
    assert answer.citations == ()
    assert bot.answer(Question("中试平台怎么建")).status is Status.ANSWERED


def test_a_model_s_sentence_with_such_a_word_is_left_out(bot: Chatbot) -> None:
    """It is supported by the clause, which calls it otherwise."""
    script = "按产业需求建设一批中试和应用验证平台[1]。按产业需求建设一批中试平台[1]。"
    question = Question("同步构筑中试能力有哪些内容")
    free = Chatbot(bot.searcher, ScriptedModel(script=script)).answer(question)
    assert (free.outcome.mode, free.outcome.dropped) == (Mode.GENERATIVE, 0)
    words = SensitiveWords(["一批中试平台"])
    strict = Chatbot(bot.searcher, ScriptedModel(script=script), sensitive=words).answer(question)
    assert strict.outcome.dropped == 1
    assert "一批中试平台" not in strict.text
    assert "应用验证平台" in strict.text
