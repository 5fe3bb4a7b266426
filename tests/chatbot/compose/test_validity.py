"""Versions of a law, a regulation that another repeals, and one that runs out, on one day."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.answer import Answer, Status
from chatbot.chain import Chatbot
from chatbot.question import Question
from index.embedders import load
from index.filters import Filters
from index.ingest import ingest
from index.snapshot import open_searcher

TODAY = "2024-03-01"
FILES = {
    "渔业法(2013-12-28).md": (
        "# 中华人民共和国渔业法\n2013年12月28日 全国人民代表大会常务委员会修正\n"
        "第一条 渔业捕捞许可证由县级人民政府核发，有效期三年。\n"
        "第二条 本法自1986年7月1日起施行。"
    ),
    "渔业法(2023-06-28).md": (
        "# 中华人民共和国渔业法\n2023年6月28日 全国人民代表大会常务委员会修订\n"
        "第一条 渔业捕捞许可证由省级人民政府核发，有效期五年。\n"
        "第二条 本法自2023年9月1日起施行。"
    ),
    "渔业法(2024-02-20).md": (
        "# 中华人民共和国渔业法\n2024年2月20日 全国人民代表大会常务委员会修订\n"
        "第一条 渔业捕捞许可证由国务院核发，有效期十年。\n"
        "第二条 本法自2024年7月1日起施行。"
    ),
    "旧渔船办法.md": (
        "# 渔船登记暂行办法\n2001年5月1日 国务院批准\n"
        "第一条 渔船登记费每艘一百元。\n第二条 本办法自2001年6月1日起施行。"
    ),
    "渔船条例.md": (
        "# 渔船登记条例\n2022年5月1日 中华人民共和国国务院令第700号公布\n"
        "第一条 渔船登记不收取费用。\n"
        "第二条 本条例自2022年6月1日起施行。《渔船登记暂行办法》同时废止。"
    ),
    "补贴.md": (
        "# 某市渔民转产补贴办法\n2020年1月2日 某市人民政府令第5号公布\n"
        "第一条 渔民转产补贴每人一万元。\n"
        "第二条 本办法自2020年2月1日起施行，有效期至2024年12月31日。"
    ),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, data = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("data")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    ingest(data, [folder], embedder=load("builtin"))
    return data


@pytest.fixture(scope="module")
def bot(data: Path) -> Iterator[Chatbot]:
    opened = Chatbot(open_searcher(data, embedder=load("builtin"), today=lambda: TODAY))
    yield opened
    opened.close()


def ask(bot: Chatbot, text: str, as_of: str = "") -> Answer:
    return bot.answer(Question(text, filters=Filters(as_of=as_of)))


def files(answer: Answer) -> set[str]:
    return {citation.quote.policy.source_file for citation in answer.citations}


def test_the_version_in_force_answers_neither_the_old_one_nor_the_coming_one(bot: Chatbot) -> None:
    answer = ask(bot, "核发渔业捕捞许可证")
    assert files(answer) == {"渔业法(2023-06-28).md"}
    assert "注意" not in answer.text


def test_so_does_it_where_a_clause_is_named(bot: Chatbot) -> None:
    assert files(ask(bot, "渔业法第一条")) == {"渔业法(2023-06-28).md"}


@pytest.mark.parametrize(
    ("day", "file"),
    [
        ("2020-01-01", "渔业法(2013-12-28).md"),
        ("2023-08-31", "渔业法(2013-12-28).md"),
        ("2023-09-01", "渔业法(2023-06-28).md"),
        ("2024-07-01", "渔业法(2024-02-20).md"),
    ],
)
@pytest.mark.parametrize("text", ["核发渔业捕捞许可证", "渔业法第一条"])
def test_as_of_a_day_the_version_of_that_day_answers(
    bot: Chatbot, text: str, day: str, file: str
) -> None:
    answer = ask(bot, text, day)
    assert files(answer) == {file}
    assert f"以上依据{day}有效的文本" in answer.text


def test_before_a_law_was_in_force_there_is_no_answer(bot: Chatbot) -> None:
    answer = ask(bot, "渔船登记收取费用吗", "1990-01-01")
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations


def test_an_old_version_that_is_named_answers_and_says_which_is_in_force(bot: Chatbot) -> None:
    answer = ask(bot, "渔业法（2013年）第一条")
    assert files(answer) == {"渔业法(2013-12-28).md"}
    assert (
        "（注意：《中华人民共和国渔业法》（2013-12-28）自2023-09-01起已修订，"
        "现行有效的是《中华人民共和国渔业法》（2023-06-28）。）" in answer.text
    )


def test_an_ordinary_question_that_names_an_old_version_is_answered_from_it(bot: Chatbot) -> None:
    answer = ask(bot, "2013年的渔业法规定渔业捕捞许可证有效期多久")
    assert files(answer) == {"渔业法(2013-12-28).md"}


def test_a_version_that_is_not_in_force_yet_says_so(bot: Chatbot) -> None:
    answer = ask(bot, "渔业法（2024年）第一条")
    assert "自2024-07-01起施行，目前尚未生效" in answer.text


def test_what_was_repealed_gives_way_to_what_repealed_it(bot: Chatbot) -> None:
    assert files(ask(bot, "渔船登记费每艘多少")) <= {"渔船条例.md"}
    assert "现行有效的是《渔船登记条例》" in ask(bot, "渔船登记暂行办法第一条").text


def test_a_policy_that_ends_says_until_when(bot: Chatbot) -> None:
    assert (
        "（《某市渔民转产补贴办法》有效期至2024-12-31。）" in ask(bot, "渔民转产补贴每人多少").text
    )


def test_after_its_last_day_it_says_that_it_has_run_out(data: Path) -> None:
    later = Chatbot(open_searcher(data, embedder=load("builtin"), today=lambda: "2025-01-01"))
    assert "自2025-01-01起已失效" in ask(later, "渔民转产补贴每人多少").text
    later.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "渔业法现在还有效吗",
            "现行有效，自2023-09-01起施行；2024-07-01起已修订",
        ),
        ("渔船登记暂行办法废止了吗", "《渔船登记暂行办法》已废止"),
        ("某市渔民转产补贴办法有效期到什么时候", "有效期至2024-12-31"),
    ],
)
def test_whether_a_policy_is_in_force_is_answered(bot: Chatbot, text: str, said: str) -> None:
    answer = ask(bot, text)
    assert said in answer.text
    assert answer.citations
