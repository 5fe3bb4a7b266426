"""Gold as written → clauses."""

from dataclasses import replace

from index.clause import Clause
from index.evaluation.gold import Target, laws, locate, missing
from index.evaluation.questions import Anchor, Article, Case
from index.search import Searcher
from tests import makers
from tests.makers import POLICY_ID

FILE = "法/工资法(2020-01-01).md"


def case(*gold: Article | Anchor) -> Case:
    return Case("1", "kind", "问？", gold=gold)


def clauses(searcher: Searcher) -> list[Clause]:
    heads = searcher.library.heads()
    return [clause for head in heads for clause in searcher.library.policy(head.id).clauses]


def text_of(searcher: Searcher, unit: str) -> str:
    return searcher.library.clause(unit).text


def test_a_place_is_found_by_number_or_path_and_a_part_stands_for_its_unit(
    searcher: Searcher,
) -> None:
    for place in (
        Article(FILE, "第二条"),
        Article("林木.md", "一、（一）"),
        Article("林木.md", "（一）"),
    ):
        (unit,) = locate([case(place)], searcher.library)[place].units
        assert ("克扣" if place.file == FILE else "申请许可") in text_of(searcher, unit)


def test_an_anchor_stands_for_every_unit_that_holds_it(searcher: Searcher) -> None:
    anchor = Anchor("a", "工资")
    target = locate([case(anchor)], searcher.library)[anchor]
    assert ["工资" in text_of(searcher, unit) for unit in target.units] == [True, True]


def test_gold_that_the_library_lacks_is_told_and_can_never_be_found(searcher: Searcher) -> None:
    absent = (
        Article(FILE, "第九条"),
        Article("别的法(2020-01-01).md", "第一条"),
        Article("林木.md", "一、"),
        Anchor("a", "无此文字"),
    )
    targets = locate([case(*absent, Article(FILE, "第一条"))], searcher.library)
    assert set(missing(targets)) == set(absent)
    found = {hit.clause.id for hit in searcher.search("工资林木采伐", 100)}
    assert all(targets[gold].ids and found.isdisjoint(targets[gold].ids) for gold in absent)


def test_the_laws_of_a_case_are_those_of_its_gold_found_or_not(searcher: Searcher) -> None:
    asked = case(Article(FILE, "第一条"), Article("新/别的法(2020-01-01).md", "第一条"))
    assert laws(asked, locate([asked], searcher.library)) == {"工资法", "别的法"}


def test_citing_a_clause_its_part_or_what_holds_it_cites_it(searcher: Searcher) -> None:
    place = Article(FILE, "第二条")
    target = locate([case(place)], searcher.library)[place]
    cited = [clause for clause in clauses(searcher) if target.is_in(clause)]
    assert [clause.reference for clause in cited if clause.unit] == ["第二条"]
    assert any(not clause.unit for clause in cited)
    anchor = Anchor("a", "克扣")
    by_words = locate([case(anchor)], searcher.library)[anchor]
    assert {c.id for c in clauses(searcher) if by_words.is_in(c)} >= {c.id for c in cited if c.unit}


def test_an_id_that_only_begins_like_another_names_another_clause() -> None:
    target = Target(Article("a.md", "第一条"), (f"{POLICY_ID}.a1",), ())
    apart = replace(makers.clause("第十条"), id=f"{POLICY_ID}.a10")
    part = replace(makers.clause("第一条第一款"), id=f"{POLICY_ID}.a1.p1")
    assert (target.is_in(apart), target.is_in(part)) == (False, True)
