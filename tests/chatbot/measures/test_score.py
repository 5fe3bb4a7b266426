import pytest

from chatbot.measures.audience import AUDIENCES, Verdict
from chatbot.measures.profile import Profile, Size, Stage
from chatbot.measures.reasons import About, Case, Reason
from chatbot.measures.score import score

SMALL = Profile(size=Size.SMALL)
ROBOTS = Profile(description="人形机器人关节")
AUDIENCE = {each.name: each for each in AUDIENCES}


def of(name: str, verdict: Verdict = Verdict.MET) -> Case:
    return Case((Reason(About.AUDIENCE, verdict, name, audience=AUDIENCE[name]),))


def on(about: About, verdict: Verdict = Verdict.MET, name: str = "机器人") -> Reason:
    return Reason(about, verdict, name, said=name)


def test_whom_a_measure_singles_out_it_fits_better_than_every_enterprise() -> None:
    cases = (
        of("专精特新中小企业"),
        of("中小企业"),
        of("企业"),
        of("中小企业", Verdict.UNKNOWN),
        of("龙头企业", Verdict.INDIRECT),
        of("高校和科研院所", Verdict.NOT_MET),
    )
    scores = [score(SMALL, case, 0.0, 0.5) for case in cases]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_a_perfect_measure_has_the_score_one() -> None:
    profile = Profile(description="机器人", needs=("资金",), stage=Stage.PILOT)
    case = of("专精特新中小企业")._replace(
        content=on(About.CONTENT), needs=(on(About.NEED),), stage=on(About.STAGE)
    )
    assert score(profile, case, 1.0, 1.0) == 1.0


def test_what_a_profile_does_not_speak_to_is_not_weighed() -> None:
    case = of("中小企业")
    assert score(SMALL, case, 0.0, 0.5) == pytest.approx((2 * 0.8 + 0.5) / 3)
    assert score(ROBOTS, case, 0.0, 0.5) == pytest.approx((2 * 0.8 + 0.5) / 6)


def test_the_more_needs_are_met_the_better() -> None:
    profile = Profile(needs=("资金", "人才", "场景"))
    needs = [on(About.NEED, name=need) for need in profile.needs]
    one, two, three = (
        score(profile, of("企业")._replace(needs=tuple(needs[:count])), 0.0, 0.5)
        for count in (1, 2, 3)
    )
    assert one < two == three


def test_a_field_counts_as_most_of_a_description() -> None:
    case = of("企业")
    piece = case._replace(content=on(About.CONTENT, name="机器人"))
    field = case._replace(field=on(About.FIELD))
    whole = case._replace(content=on(About.CONTENT, name=ROBOTS.description))
    scores = [score(ROBOTS, each, 0.0, 0.5) for each in (case, piece, field, whole)]
    assert scores == sorted(scores)
    assert len(set(scores)) == len(scores)


def test_what_may_hold_elsewhere_alone_counts_for_less() -> None:
    here, perhaps = (
        score(SMALL, of("企业")._replace(region=on(About.REGION, verdict)), 0.0, 0.5)
        for verdict in (Verdict.MET, Verdict.UNKNOWN)
    )
    assert perhaps == pytest.approx(here * 0.85)
