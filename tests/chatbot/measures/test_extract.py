"""Measures of the policy that ships against those read by hand, and what holds for any text."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.chain import Chatbot
from chatbot.measures.extract import Extractor
from chatbot.measures.measure import Measure
from chatbot.measures.vocabulary import Term, load
from index.clause import Clause, Policy, Span
from index.policy import read_policy
from tests.makers import clause, clauses

GOLDEN = Path(__file__).parents[2] / "golden" / "measures.txt"
EXTRACTOR = Extractor(load())


def line(measure: Measure) -> str:
    """`words | action | actors | beneficiaries | instruments | fields | conditions`."""
    text = measure.clause.text

    def shown(terms: Sequence[Term]) -> str:
        words = (term.span.of(text) for term in terms)
        return "、".join(
            word if word == term.name else f"{word}={term.name}"
            for term, word in zip(terms, words, strict=True)
        )

    kinds = (measure.actors, measure.beneficiaries, measure.instruments, measure.fields)
    conditions = "；".join(span.of(text) for span in measure.conditions)
    return " | ".join((measure.text, measure.action.name, *map(shown, kinds), conditions))


def read(text: str) -> list[Measure]:
    return list(EXTRACTOR.measures(clause(text)))


def measures(policy: Policy) -> list[Measure]:
    return [found for unit in policy.clauses if unit.unit for found in EXTRACTOR.measures(unit)]


def words(text: str) -> list[str]:
    return [measure.text for measure in read(text)]


def test_the_shipped_policy_has_the_measures_that_were_read_by_hand(bot: Chatbot) -> None:
    policy = bot.library.policy(bot.library.heads()[0].id)
    found: list[str] = []
    last: Clause | None = None
    for measure in measures(policy):
        if measure.clause is not last:
            found.append(f"# {measure.clause.name}")
            last = measure.clause
        found.append(line(measure))
    assert found == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "发布目录，建设大厅，遴选机构。",
            ["发布目录", "建设大厅", "遴选机构"],
            id="each deed is a measure",
        ),
        pytest.param(
            "落实激励政策，加快新产品应用，夯实产业根基。",
            ["落实激励政策，加快新产品应用，夯实产业根基"],
            id="what for belongs to the measure",
        ),
        pytest.param(
            "引导领军企业谋划新赛道，通过内部创业培育新主体。",
            ["引导领军企业谋划新赛道，通过内部创业培育新主体"],
            id="by what means belongs to the measure",
        ),
        pytest.param(
            "鼓励企业创新，结合产业基础等需求，创建先导区。",
            ["鼓励企业创新", "结合产业基础等需求，创建先导区"],
            id="the ground belongs to the measure after it",
        ),
        pytest.param(
            "支持高校针对颠覆性技术，建设试验场景。",
            ["支持高校针对颠覆性技术，建设试验场景"],
            id="a call is not complete without what to do",
        ),
        pytest.param(
            "打造交易平台，打造竞争新优势。",
            ["打造交易平台，打造竞争新优势"],
            id="a making without an instrument is an effect",
        ),
        pytest.param("国家鼓励企业研发。", ["国家鼓励企业研发"], id="who acts comes first"),
        pytest.param("本条例自公布之日起施行。", [], id="no action, no measure"),
    ],
)
def test_a_sentence_is_read_part_by_part(sentence: str, expected: list[str]) -> None:
    assert words(sentence) == expected


def test_everything_is_tied_to_its_words() -> None:
    (measure,) = read("国家支持有条件的地区按产业需求培育人形机器人龙头企业，设立专项资金。")[:1]
    text = measure.clause.text
    assert [term.name for term in measure.actors] == ["国家"]
    assert {term.span.of(text) for term in measure.beneficiaries} == {"有条件的地区", "龙头企业"}
    assert [term.name for term in measure.fields] == ["人形机器人"]
    assert [span.of(text) for span in measure.conditions] == ["有条件的地区", "按产业需求"]


def test_a_country_in_another_word_does_not_act() -> None:
    (measure,) = read("面向国家战略需求，实施攻关工程。")
    assert measure.actors == ()


def test_the_longest_wording_is_meant() -> None:
    (measure,) = read("培育专精特新中小企业。")
    assert [term.name for term in measure.beneficiaries] == ["专精特新中小企业"]


def test_principles_targets_and_preambles_hold_none() -> None:
    policy = clauses(
        "# 意见\n各地要建设平台。\n一、基本原则\n支持企业创新。\n二、发展目标\n建设平台。\n"
        "三、重点任务\n1.平台。建设平台。"
    )
    assert [m.text for c in policy if c.unit for m in EXTRACTOR.measures(c)] == ["建设平台"]


@given(
    st.text(
        alphabet="支持鼓励建设，。；、企业平台资金结合在下有条件的“”（）按照打造\n加快", max_size=80
    )
)
def test_measures_lie_in_their_clause_and_do_not_overlap(text: str) -> None:
    if not text.strip():
        return
    end = 0
    for measure in read(text):
        assert measure.span.start >= end
        end = measure.span.end
        whole = Span(measure.span.start, end)
        terms = (measure.action, *measure.actors, *measure.beneficiaries, *measure.instruments)
        assert all(whole.covers(term.span) for term in (*terms, *measure.fields))
        assert all(whole.covers(span) for span in measure.conditions)


@pytest.mark.corpus
def test_every_law_can_be_read(corpus: Path) -> None:
    found = 0
    for file in sorted(corpus.rglob("*.md"))[::7]:
        found += len(measures(read_policy(file.read_bytes(), file.name)))
    assert found > 1_000
