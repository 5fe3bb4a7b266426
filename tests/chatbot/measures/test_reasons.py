import pytest

from chatbot.measures.audience import Verdict
from chatbot.measures.reasons import About, Case, Reason
from index.clause import Span

OPEN = (Reason(About.AUDIENCE, Verdict.OPEN, "未限定对象"),)
MEANT = (Reason(About.AUDIENCE, Verdict.MET, "高校和科研院所"),)
OTHERS = (Reason(About.AUDIENCE, Verdict.NOT_MET, "高校和科研院所"),)


def on(about: About, verdict: Verdict, said: str = "机器人") -> Reason:
    return Reason(about, verdict, "某个条件", Span(0, 2), said)


ROBOTS = on(About.CONTENT, Verdict.MET)
ELSEWHERE = on(About.REGION, Verdict.NOT_MET)
OTHER_FIELD = on(About.FIELD, Verdict.NOT_MET)
UNSAID_FIELD = on(About.FIELD, Verdict.UNKNOWN, said="")


def test_reasons_stand_in_one_order_the_audience_first() -> None:
    needs = (on(About.NEED, Verdict.MET), on(About.NEED, Verdict.MET))
    case = Case(OPEN, ROBOTS, needs=needs, conditions=(on(About.CONDITION, Verdict.UNKNOWN),))
    assert [each.about for each in case.reasons] == [
        About.AUDIENCE,
        About.CONTENT,
        About.NEED,
        About.NEED,
        About.CONDITION,
    ]


@pytest.mark.parametrize(
    ("case", "applies"),
    [
        (Case(MEANT), True),
        (Case(OPEN), False),
        (Case(OPEN, ROBOTS), True),
        (Case(OTHERS, ROBOTS), False),
        (Case(OPEN, ROBOTS, region=ELSEWHERE), False),
        (Case(MEANT, field=OTHER_FIELD), False),
        (Case(MEANT, ROBOTS, OTHER_FIELD), True),
        (Case(OPEN, field=on(About.FIELD, Verdict.UNKNOWN)), True),
        (Case(OPEN, field=UNSAID_FIELD), False),
        (Case(OPEN, conditions=(on(About.CONDITION, Verdict.MET),)), True),
    ],
)
def test_a_measure_applies_where_something_speaks_for_it_and_nothing_excludes_it(
    case: Case, *, applies: bool
) -> None:
    assert case.applies is applies


@pytest.mark.parametrize(
    ("case", "close"),
    [
        (Case(OPEN, ROBOTS), True),
        (Case(OPEN, field=on(About.FIELD, Verdict.UNKNOWN)), True),
        (Case(OPEN, field=UNSAID_FIELD), False),
        (Case(OPEN, field=OTHER_FIELD), False),
        (Case(MEANT), False),
    ],
)
def test_a_measure_is_close_that_names_what_is_made_or_may_mean_it(
    case: Case, *, close: bool
) -> None:
    assert case.close is close
