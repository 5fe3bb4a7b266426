from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.records import Records, recorded
from chatbot.records.entry import Right, Verdict, Via
from chatbot.records.keys import Scope
from tests.ui.asked import asked_with
from ui.pages.review import SHOWN, ReviewPage
from ui.pages.strings import Language, strings


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    records = Records.open(tmp_path)
    yield records
    records.close()


@pytest.fixture
def page(records: Records) -> ReviewPage:
    return ReviewPage(records, strings(Language.CHINESE))


def show(page: ReviewPage, which: str = "all", nth: int = 0, key: str | None = None) -> str:
    if key is None:
        key = page.records.keys.create("管理员", [Scope.ADMIN])[1]
    return page.show("", f"review.show_{which}", nth, asked_with(key))


def asked(bot: Chatbot, records: Records, question: str) -> str:
    return recorded(bot, records, Via.PAGE).answer(Question(question)).id


def test_what_was_answered_is_listed_with_its_sources(
    page: ReviewPage, bot: Chatbot, records: Records
) -> None:
    asked(bot, records, "四（六）14<b>")
    shown = show(page)
    assert "四（六）14&lt;b&gt;" in shown
    assert "<li>《工业和信息化部等七部门关于推动未来产业创新发展的实施意见》" in shown


def test_what_was_thought_of_answers_tells_them_apart(
    page: ReviewPage, bot: Chatbot, records: Records
) -> None:
    good, bad = asked(bot, records, "四（六）14"), asked(bot, records, "四（六）15")
    records.feedback.give(good, Verdict.UP)
    records.feedback.give(bad, Verdict.DOWN, "引用不对", "<i>应为16")
    shown = show(page, "down")
    assert "没用：引用不对：&lt;i&gt;应为16" in shown
    assert bad in shown
    assert good not in shown
    assert good in show(page, "up")


def test_an_answer_that_was_reviewed_is_no_longer_to_be(
    page: ReviewPage, bot: Chatbot, records: Records
) -> None:
    bad = asked(bot, records, "四（六）15")
    records.feedback.give(bad, Verdict.DOWN)
    assert bad in show(page, "open")
    head = bot.library.heads()[0]
    clause = next(c for c in bot.library.policy(head.id).clauses if c.reference == "四、（六）16")
    records.reviews.mark(bad, [Right.of(head, clause)])
    assert "没有符合的问答记录" in show(page, "open")
    assert "正确条款：《" in show(page, "reviewed")
    records.reviews.mark(bad, [])
    assert "政策没有规定" in show(page, "reviewed")


def test_answers_come_view_by_view(page: ReviewPage, bot: Chatbot, records: Records) -> None:
    for _ in range(SHOWN + 1):
        asked(bot, records, "四（六）14")
    assert f"第 1–{SHOWN} 条，共 {SHOWN + 1} 条" in show(page)
    assert f"第 {SHOWN + 1}–{SHOWN + 1} 条" in show(page, nth=1)


def test_with_keys_only_an_administrator_sees_it(page: ReviewPage, records: Records) -> None:
    admin = records.keys.create("管理员", [Scope.ADMIN])[1]
    ask = records.keys.create("职员", [Scope.ASK])[1]
    assert "没有符合的问答记录" in show(page, key=admin)
    assert 'name="key"' in show(page, key=ask)
    assert 'name="key"' in show(page, key="")


def test_without_any_key_nobody_sees_it_and_it_says_how_to_make_one(
    page: ReviewPage, bot: Chatbot, records: Records
) -> None:
    asked(bot, records, "四（六）14")
    shown = show(page, key="")
    assert "chatbot keys create" in shown
    assert "中试" not in shown
