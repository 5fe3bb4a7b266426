import pytest

from chatbot.measures.audience import Verdict
from chatbot.measures.fields import Field, Trade
from chatbot.measures.vocabulary import Term
from index.clause import Span

ROBOTS = Trade.of("人形机器人关节")


def field(words: str, name: str = "") -> Field:
    return Field.of(Term(name or words, Span(2, 2 + len(words))), f"突破{words}等产品")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("人形机器人", Verdict.MET),
        ("工业机器人", Verdict.UNKNOWN),
        ("量子计算机", Verdict.NOT_MET),
        ("智能装备", Verdict.NOT_MET),
        ("未来制造", None),
    ],
)
def test_a_trade_is_in_a_field_that_says_the_same(words: str, verdict: Verdict | None) -> None:
    assert field(words).standing(ROBOTS) is verdict


def test_the_vocabulary_s_name_counts_as_the_clause_s_words_do() -> None:
    assert field("量子计算机", "量子信息").standing(Trade.of("量子信息")) is Verdict.MET


def test_width_and_case_make_no_difference() -> None:
    assert field("ＶＲ头显").standing(Trade.of("vr头显")) is Verdict.MET


def test_whoever_says_no_trade_may_be_in_every_field() -> None:
    assert field("量子计算机").standing(Trade.of("")) is Verdict.UNKNOWN


def test_what_policies_may_call_a_trade_may_be_the_field() -> None:
    assert field("元宇宙").standing(Trade.of("VR头显")) is Verdict.NOT_MET
    assert field("元宇宙").standing(Trade.of("VR头显", also=["元宇宙"])) is Verdict.UNKNOWN
