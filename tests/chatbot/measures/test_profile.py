import pytest

from chatbot.errors import BadQuestion
from chatbot.measures.profile import Organisation, Ownership, Profile, Size
from chatbot.question import MAX_QUESTION


def test_a_profile_that_says_nothing_is_refused_with_an_example() -> None:
    with pytest.raises(BadQuestion) as refused:
        Profile(description="  ")
    assert "例如" in refused.value.hint


@pytest.mark.parametrize("said", ["关节\x07", "关" * (MAX_QUESTION + 1)])
def test_what_no_question_may_hold_no_profile_may(said: str) -> None:
    with pytest.raises(BadQuestion):
        Profile(description=said)


def test_one_word_on_anything_is_enough() -> None:
    assert Profile(region="深圳").words == "深圳"
    assert Profile(needs=("资金",)).words == "资金"


def test_who_does_not_say_what_it_is_is_an_enterprise() -> None:
    assert Profile(description="脑机接口").organisation is Organisation.ENTERPRISE
    institute = Profile(qualifications=("新型研发机构",))
    assert institute.organisation is Organisation.INSTITUTE


def test_some_qualifications_say_that_an_enterprise_is_not_large() -> None:
    assert Profile(qualifications=("小巨人",)).scale is Size.NOT_LARGE
    assert Profile(qualifications=("高新技术企业",)).scale is None
    assert Profile(size=Size.MICRO, qualifications=("小巨人",)).scale is Size.MICRO


def test_a_central_enterprise_is_large_unless_it_says_otherwise() -> None:
    assert Profile(ownership=Ownership.CENTRAL).scale is Size.LARGE
    assert Profile(ownership=Ownership.CENTRAL, size=Size.MEDIUM).scale is Size.MEDIUM
