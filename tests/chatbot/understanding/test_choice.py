import pytest

from chatbot.question import Question, Turn
from chatbot.understanding.choice import ASKED_BACK, chosen, unclear
from tests import makers

CANDIDATES = [makers.head("上海市安全生产条例"), makers.head("北京市安全生产条例")]
CHOICES = ["《上海市安全生产条例》第三条", "《北京市安全生产条例》第三条"]


@pytest.mark.parametrize(
    ("reply", "choice"),
    [
        ("第一个", CHOICES[0]),
        ("2", CHOICES[1]),
        ("北京市的", CHOICES[1]),
        ("我问的是上海那个", CHOICES[0]),
        ("上海市安全生产条例", CHOICES[0]),
    ],
)
def test_a_reply_picks_a_choice(reply: str, choice: str) -> None:
    assert chosen(reply, CANDIDATES, CHOICES) == choice


@pytest.mark.parametrize("reply", ["第三个", "安全生产", "天津的", "", "好的", "怎么申请补贴"])
def test_a_reply_that_fits_none_or_several_picks_nothing(reply: str) -> None:
    assert chosen(reply, CANDIDATES, CHOICES) is None


def test_only_after_we_asked_back_is_the_question_before_unclear() -> None:
    asked, back = Turn("user", "第三条"), Turn("assistant", f"{ASKED_BACK}可以这样问：")
    before = unclear(Question("北京的", (asked, back)))
    assert before is not None
    assert (before.text, before.turns) == ("第三条", ())
    assert unclear(Question("北京的", (asked, Turn("assistant", "第三条：…")))) is None
    assert unclear(Question("北京的", (back,))) is None
    assert unclear(Question("北京的")) is None
