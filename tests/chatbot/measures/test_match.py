from collections.abc import Iterator

import pytest

from chatbot.chain import Chatbot
from chatbot.measures.audience import Verdict
from chatbot.measures.match import Match, fitting, grouped, match, questions
from chatbot.measures.measure import Measure
from chatbot.measures.profile import Organisation, Profile, Size, Stage
from chatbot.measures.reading import read
from chatbot.measures.reasons import About
from chatbot.question import Question
from index.clause import Clause
from index.embedders import load
from index.filters import Filters
from index.ingest import ingest
from index.search import Searcher
from index.snapshot import open_searcher
from tests.chatbot.measures.conftest import Matched
from tests.measuring import measure, shipped_measures

ROBOTS = "我们是做人形机器人关节的专精特新小企业，缺资金和试验场地，有哪些措施适用"


def the(words: str, matches: tuple[Match, ...]) -> Match:
    (found,) = (each for each in matches if words in each.measure.text)
    return found


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("新型研发机构能得到哪些支持", "四、（四）7"),
        ("做区块链的企业看哪一条", "四、（三）5"),
        ("无人船企业能享受什么", "四、（三）6"),
        ("我们做设计仿真软件，有哪些措施适用", "四、（六）14"),
        ("我们是高新技术企业，做智能网联汽车，有哪些措施适用", "四、（三）4"),
        ("我们是银行，有哪些措施适用", "五、（二）"),
        ("我们是行业协会，有哪些措施适用", "五、（一）"),
        ("跨国公司在我国建研发中心，适用哪些措施", "五、（四）"),
    ],
)
def test_the_measure_that_names_who_asks_or_what_they_make_is_best(
    matched: Matched, text: str, reference: str
) -> None:
    assert matched(text)[0].measure.clause.reference == reference


def test_every_need_and_qualification_finds_its_measure(matched: Matched) -> None:
    best = matched(ROBOTS)[:8]
    for words in ("试验场", "人形机器人", "中小企业孵化基地", "中小企业发展基金", "专精特新"):
        assert the(words, best).applies


def test_what_is_for_others_is_not_offered_and_stands_last(matched: Matched) -> None:
    matches = matched(ROBOTS)
    for words in ("跨国公司", "支持高校和科研院所", "支持新型研发机构", "脑机接口"):
        assert not the(words, matches).applies
    offered = [each.applies for each in matches]
    assert offered == sorted(offered, reverse=True)


def test_what_calls_upon_others_is_offered_as_indirect_below_the_same_for_all(
    matched: Matched,
) -> None:
    matches = matched(ROBOTS)
    called, direct = the("地方设立未来产业专项资金", matches), the("国家中小企业发展基金", matches)
    assert (called.audience, direct.audience) == (Verdict.INDIRECT, Verdict.MET)
    assert called.applies
    assert called.score < direct.score


def test_the_same_measures_are_the_authority_s_own(matched: Matched) -> None:
    matches = fitting(Profile(kind=Organisation.AUTHORITY), matched("我们是工信局，应该看哪一条"))
    assert {each.audience for each in matches} == {Verdict.MET}
    assert all("地" in each.measure.text for each in matches)


def test_what_is_for_every_enterprise_comes_after_what_fits_this_one(matched: Matched) -> None:
    matches = [each for each in matched("我们做区块链，缺资金、人才和出海渠道") if each.applies]
    telling = [each.telling for each in matches]
    assert telling == sorted(telling, reverse=True)
    assert not the("引导企业对标达标", tuple(matches)).telling


def test_groups_keep_the_best_first(matched: Matched) -> None:
    matches = [each for each in matched(ROBOTS) if each.applies]
    groups = grouped(matches)
    assert groups[0].matches[0] is matches[0]
    assert sum(len(group.matches) for group in groups) == len(matches)
    assert [group.matches[0].score for group in groups] == sorted(
        (group.matches[0].score for group in groups), reverse=True
    )


def test_a_measure_of_several_instruments_stands_with_the_one_that_is_needed(
    matched: Matched,
) -> None:
    text = "我们是小企业，缺{}，有哪些措施适用"
    grouped_as = [
        the("打造产品交易平台", matched(text.format(need))).instrument
        for need in ("成果对接渠道", "平台")
    ]
    assert grouped_as == ["成果转化", "平台"]


def test_a_trade_that_no_measure_is_about_fits_nothing(matched: Matched) -> None:
    text = "我们是养猪场，缺资金，有哪些措施适用"
    matches = matched(text)
    assert matches
    assert fitting(read(text), matches) == ()


def test_a_qualification_fits_whatever_the_trade(matched: Matched) -> None:
    text = "我们是做光刻胶的小巨人企业，有哪些措施适用"
    fit = fitting(read(text), matched(text))
    assert "小巨人" in fit[0].measure.text


def test_what_would_decide_is_asked_first_and_then_what_was_not_said(matched: Matched) -> None:
    text = "我们做人形机器人，有哪些措施适用"
    asked = questions(read(text), matched(text))
    assert asked[0] == "贵单位是否为中小企业？"
    assert "最需要哪方面的支持" in asked[-1]
    assert len(asked) <= 3


def test_nobody_is_asked_whether_they_are_the_people(bot: Chatbot) -> None:
    profile = read("高校实验室，研究脑机接口，缺场景")
    asked = questions(profile, bot.matches(Question(profile.words), profile))
    assert asked
    assert not any("人民群众" in each for each in asked)


def test_what_was_said_is_not_asked_again(matched: Matched) -> None:
    asked = "".join(questions(read(ROBOTS), matched(ROBOTS)))
    assert not any(words in asked for words in ("中小企业", "专精特新", "行业", "支持"))


def test_nobody_is_asked_for_what_few_are_and_one_measure_wants(matched: Matched) -> None:
    text = "我们是小型企业，做区块链，有哪些措施适用"
    assert "跨国公司" not in "".join(questions(read(text), matched(text)))
    unsaid = "我们做区块链，缺研发平台，有哪些措施适用"
    assert "跨国公司" not in "".join(questions(read(unsaid), matched(unsaid)))


def test_a_bank_is_not_asked_for_its_products(matched: Matched) -> None:
    text = "我们是银行，有哪些措施适用"
    assert questions(read(text), matched(text)) == ()


def test_every_match_says_whom_it_is_for_with_words_of_its_clause(matched: Matched) -> None:
    for each in matched(ROBOTS):
        assert each.reasons[0].about is About.AUDIENCE
        assert 0 <= each.score <= 1
        spans = [reason.span for reason in each.reasons if reason.span]
        assert all(span.of(each.measure.clause.text) for span in spans)


def test_the_limit_and_the_filter_are_kept(bot: Chatbot) -> None:
    profile = Profile(size=Size.SMALL)
    assert len(match(profile, bot.searcher, shipped_measures, limit=3)) == 3
    elsewhere = Filters(policy_ids=("0123456789ab",))
    assert match(profile, bot.searcher, shipped_measures, filters=elsewhere) == ()


def test_a_library_without_measures_has_no_match(bot: Chatbot) -> None:
    assert match(Profile(size=Size.SMALL), bot.searcher, lambda _: ()) == ()


@pytest.fixture(scope="module")
def two_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A policy of the country and one of a province that says it more to the point."""
    folder = tmp_path_factory.mktemp("places")
    for name, more in (
        ("关于支持机器人产业的意见", "加强组织领导，做好宣传引导，完善统计监测。"),
        ("广东省支持机器人产业的意见", "机器人。"),
    ):
        text = f"# {name}\n一、支持。支持企业研发机器人。{more}"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    ingest(folder / "data", [folder], embedder=load("builtin"))
    opened = open_searcher(folder / "data", embedder=load("builtin"))
    yield opened
    opened.close()


def supporting_robots(clause: Clause) -> tuple[Measure, ...]:
    text = "支持企业研发机器人。"
    return (measure(clause, text, "支持", beneficiaries="企业"),) if text in clause.text else ()


@pytest.mark.parametrize(
    ("region", "names"),
    [
        ("", ["关于支持机器人产业的意见", "广东省支持机器人产业的意见"]),
        ("湖南", ["关于支持机器人产业的意见"]),
    ],
)
def test_a_regional_policy_follows_the_country_s_unless_it_is_elsewhere(
    two_places: Searcher, region: str, names: list[str]
) -> None:
    profile = Profile(description="机器人", region=region)
    matches = match(profile, two_places, supporting_robots)
    assert [each.policy.name for each in matches if each.applies] == names


def test_a_place_that_decides_is_asked_for(two_places: Searcher) -> None:
    profile = Profile(description="机器人")
    asked = questions(profile, match(profile, two_places, supporting_robots))
    assert asked[0] == "贵单位是否在广东？"


def test_a_filter_leaves_the_other_policies_out(two_places: Searcher) -> None:
    (_, chosen) = two_places.library.heads()
    filters = Filters(policy_ids=(chosen.id,))
    profile = Profile(description="机器人")
    (found,) = match(profile, two_places, supporting_robots, filters=filters)
    assert found.policy == chosen


def test_what_helps_in_the_stage_scores_higher(bot: Chatbot) -> None:
    scores = [
        the("首台（套）", match(profile, bot.searcher, shipped_measures)).score
        for profile in (
            Profile(description="高端装备", stage=Stage.INDUSTRIAL),
            Profile(description="高端装备", stage=Stage.START),
        )
    ]
    assert scores[0] > scores[1]
