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


def test_a_need_is_met_in_the_words_of_policies() -> None:
    assert wording("资金").search("国家中小企业发展基金")
    assert wording("贷款").search("风险补偿")
    assert not wording("人才").search("国家中小企业发展基金")


def test_a_need_that_nothing_is_known_of_is_met_by_its_own_words() -> None:
    assert wording("频谱").search("分配频谱")
    assert not wording("频谱").search("频率")
