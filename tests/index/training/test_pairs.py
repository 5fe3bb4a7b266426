"""Passages → pairs that need no label."""

from index.training.pairs import Wordings, make_pairs, shipped_wordings
from index.training.passages import Passage

WORDINGS = Wordings({"用人单位": ("公司",), "劳动报酬": ("工资",)}, ("请问",), ("怎么办",))
WAGES = Passage(
    "劳动法.md",
    "第五条",
    "中华人民共和国劳动法",
    ("第一章 总则",),
    "用人单位应当按月支付劳动报酬，不得克扣。违反的，依照《测试条例》第九条处罚。",
    whole="第五条全文",
)
FINE = Passage("条例.md", "第九条", "测试条例", (), "克扣工资的，处一万元以下罚款。", "第九条全文")


def test_a_span_goes_with_the_rest_of_its_clause() -> None:
    passage = Passage(
        "a.md", "第一条", "法", (), "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", "全文"
    )
    span, rest = make_pairs([passage], Wordings({"无": ("没",)}, ("",), ("",)), seed=0)[0]
    before, after = rest.removeprefix("法\n").split("\n")
    assert before + span + after == passage.text


def test_a_clause_goes_with_the_one_it_cites() -> None:
    pairs = make_pairs([WAGES, FINE], WORDINGS, seed=0)
    assert (WAGES.text.replace("《测试条例》第九条", ""), FINE.whole) in pairs


def test_a_citation_of_an_unknown_law_makes_no_pair() -> None:
    assert all(right != FINE.whole for _, right in make_pairs([WAGES], WORDINGS, seed=0))


def test_questions_are_asked_in_everyday_words() -> None:
    """Neither 公司 nor 工资 stands in the clause that they must find."""
    wages = Passage("劳动法.md", "第五条", "劳动法", (), "用人单位支付劳动报酬。", "全文")
    asked = [left for left, right in make_pairs([wages], WORDINGS, seed=1) if right == wages.whole]
    assert any("公司支付工资" in question for question in asked)
    assert any(question.endswith("怎么办") for question in asked)


def test_the_same_seed_makes_the_same_pairs() -> None:
    first = make_pairs([WAGES, FINE], WORDINGS, seed=3)
    assert first == make_pairs([WAGES, FINE], WORDINGS, seed=3)
    assert first != make_pairs([WAGES, FINE], WORDINGS, seed=4)


def test_every_shipped_term_has_an_everyday_wording_other_than_itself() -> None:
    everyday = shipped_wordings().everyday
    assert len(everyday) > 400
    assert [term for term, put in everyday.items() if not put or term in put] == []
