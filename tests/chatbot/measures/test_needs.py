import pytest

from chatbot.measures.needs import needed, wording


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("融资", ("资金",)),
        ("资金和试验场地", ("资金", "场景", "平台")),
        ("招人", ("人才",)),
        ("午餐", ()),
    ],
)
def test_what_is_needed_is_known_by_everyday_words(text: str, names: tuple[str, ...]) -> None:
    assert needed(text) == names


@pytest.mark.parametrize(
    ("need", "words"), [("资金", "国家中小企业发展基金"), ("贷款", "风险补偿"), ("招人", "引才")]
)
def test_a_need_is_met_in_the_words_of_policies(need: str, words: str) -> None:
    met = wording(need)
    assert met
    assert met.search(words)
    assert not met.search("频谱")


def test_of_other_needs_nothing_is_known() -> None:
    assert wording("频谱") is None
