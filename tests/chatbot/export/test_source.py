import pytest

from chatbot.export.source import address, key, note
from tests.makers import quote


def test_a_note_is_one_line() -> None:
    assert note(quote("甲。\n  乙。")) == "《关于测试的意见》1：「甲。 乙。」"


def test_a_long_quotation_is_cut_and_says_so() -> None:
    assert note(quote("长" * 1000)).endswith("长" * 400 + "……」")


@pytest.mark.parametrize("url", ["https://www.gov.cn/a?b=1&c=2#d", "http://例子.cn/政策"])
def test_a_web_address_may_be_opened(url: str) -> None:
    assert address(quote("甲", url)) == url


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "file:///etc/passwd", "https://a b", "https://a>b", "ftp://a"],
)
def test_anything_else_may_not(url: str) -> None:
    assert address(quote("甲", url)) is None


def test_quotations_of_the_same_words_are_one() -> None:
    assert key(quote("甲")) == key(quote("甲"))
    assert key(quote("甲")) != key(quote("甲乙"))
