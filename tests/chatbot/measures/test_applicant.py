import pytest

from chatbot.measures.applicant import Applicant
from chatbot.measures.audience import Verdict
from chatbot.measures.measure import Measure
from chatbot.measures.profile import Profile, Size, Stage
from chatbot.measures.reasons import About, Reason
from tests.makers import clause, head
from tests.measuring import measure

NATIONAL = head("关于测试的意见")
ROBOTS = Profile(description="人形机器人关节")


def of(text: str, **named: str) -> Measure:
    return measure(clause(f"引言。{text}"), text, text[:2], **named)


def on(
    about: About, found: Measure, profile: Profile, name: str = "关于测试的意见"
) -> list[Reason]:
    case = Applicant(profile).case(found, head(name))
    return [each for each in case.reasons if each.about is about]


def test_an_audience_that_is_met_comes_with_the_words_of_both_sides() -> None:
    found = of("支持中小企业发展", beneficiaries="中小企业")
    (reason,) = on(About.AUDIENCE, found, Profile(size=Size.SMALL))
    assert (reason.verdict, reason.name, reason.said) == (Verdict.MET, "中小企业", "小型")
    assert reason.span
    assert reason.span.of(found.clause.text) == "中小企业"


def test_of_several_audiences_the_one_that_is_met_comes_first() -> None:
    found = of("培育中小企业、高新技术企业", beneficiaries="中小企业 高新技术企业")
    named = on(About.AUDIENCE, found, Profile(qualifications=("高新技术企业",)))
    assert [(each.name, each.verdict) for each in named] == [
        ("高新技术企业", Verdict.MET),
        ("中小企业", Verdict.UNKNOWN),
    ]


def test_a_word_inside_of_another_is_no_audience_of_its_own() -> None:
    found = of("支持中央企业发展", beneficiaries="中央企业 企业")
    assert [each.name for each in on(About.AUDIENCE, found, ROBOTS)] == ["中央企业"]


def test_a_measure_that_names_nobody_is_open_to_all() -> None:
    (reason,) = on(About.AUDIENCE, of("建设平台"), ROBOTS)
    assert (reason.verdict, reason.span) == (Verdict.OPEN, None)


def test_what_is_made_is_found_in_the_measure_s_words() -> None:
    found = of("突破人形机器人、量子计算机")
    (reason,) = on(About.CONTENT, found, ROBOTS)
    assert reason.span
    assert reason.span.of(found.clause.text) == reason.said == "人形机器人"


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("智能仓储", "发展智能装备产品"),
        ("设计仿真软件", "面向设计、检测等环节"),
        ("人形机器人关节", "突破量子计算机"),
    ],
)
def test_common_words_and_small_parts_are_no_content(description: str, text: str) -> None:
    assert on(About.CONTENT, of(text), Profile(description=description)) == []


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ("人形机器人 量子计算机", Verdict.MET),
        ("量子计算机", Verdict.NOT_MET),
        ("工业机器人", Verdict.UNKNOWN),
    ],
)
def test_a_field_is_met_when_one_of_those_named_is(fields: str, verdict: Verdict) -> None:
    found = of("突破人形机器人、量子计算机、工业机器人", fields=fields)
    (reason,) = on(About.FIELD, found, ROBOTS)
    assert reason.verdict is verdict


def test_a_field_is_unknown_where_nothing_is_said_or_policies_may_call_it_so() -> None:
    found = of("突破元宇宙入口", fields="元宇宙")
    (unsaid,) = on(About.FIELD, found, Profile(size=Size.SMALL))
    assert (unsaid.verdict, unsaid.said) == (Verdict.UNKNOWN, "")
    goggles = Applicant(Profile(description="VR头显"), also=["元宇宙"])
    called = goggles.case(found, NATIONAL).field
    assert called
    assert (called.verdict, called.said) == (Verdict.UNKNOWN, "VR头显")


def test_a_wide_field_excludes_nobody() -> None:
    assert on(About.FIELD, of("发展未来制造", fields="未来制造"), ROBOTS) == []


def test_a_need_is_met_by_an_instrument_or_by_the_words() -> None:
    profile = Profile(needs=("融资", "场地"))
    found = of("推动发展基金加大投入，打造应用试验场", instruments="资金=发展基金")
    money, place = on(About.NEED, found, profile)
    assert money.span
    assert place.span
    assert money.span.of(found.clause.text) == "发展基金"
    assert place.span.of(found.clause.text) == "试验场"
    assert on(About.NEED, of("建设平台"), profile) == []


def test_a_need_without_a_name_is_met_by_its_own_words() -> None:
    profile = Profile(needs=("转型智能制造",))
    (reason,) = on(About.NEED, of("推广智能制造"), profile)
    assert reason.name == "转型智能制造"
    assert on(About.NEED, of("推广绿色产品"), profile) == []


def test_a_stage_is_met_by_what_helps_in_it() -> None:
    profile = Profile(stage=Stage.START)
    (reason,) = on(About.STAGE, of("带动资本投早投小"), profile)
    assert (reason.name, reason.said) == ("投早", "初创")
    assert on(About.STAGE, of("推动规模化应用"), profile) == []


@pytest.mark.parametrize(
    ("region", "verdict"),
    [
        ("广东省", Verdict.MET),
        ("湖南长沙", Verdict.NOT_MET),
        ("深圳", Verdict.UNKNOWN),
        ("", Verdict.UNKNOWN),
    ],
)
def test_a_regional_policy_holds_in_its_region(region: str, verdict: Verdict) -> None:
    profile = Profile(description="机器人", region=region)
    (reason,) = on(About.REGION, of("建设平台"), profile, "广东省机器人产业促进条例")
    assert (reason.verdict, reason.name) == (verdict, "广东")


def test_a_city_s_policy_holds_in_the_city() -> None:
    name = "深圳经济特区人工智能产业促进条例"
    (reason,) = on(About.REGION, of("建设平台"), Profile(region="深圳市"), name)
    assert (reason.verdict, reason.name) == (Verdict.MET, "深圳经济特区")


def test_a_national_policy_holds_everywhere() -> None:
    assert on(About.REGION, of("建设平台"), Profile(region="深圳")) == []


def test_a_condition_is_met_where_the_profile_says_its_words() -> None:
    found = of("对设有院士工作站的企业给予补助", conditions="设有院士工作站")
    (unsaid,) = on(About.CONDITION, found, ROBOTS)
    (said,) = on(About.CONDITION, found, Profile(description="机器人，设有院士工作站"))
    assert (unsaid.verdict, unsaid.name) == (Verdict.UNKNOWN, "设有院士工作站")
    assert said.verdict is Verdict.MET
