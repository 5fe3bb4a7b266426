import pytest

from index.query.polite import matter


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("请问中试平台怎么建吗", "中试平台 建"),
        ("麻烦帮我查一下，人才政策有哪些？", ",人才政策 ？"),
        ("怎么办", "怎么办"),
        ("你好", "你好"),
        ("网吧", "网吧"),
        ("开源社区管不管", "开源社区"),
        ("推广网络", "推广网络"),
        ("网吧管理", "网吧管理"),
    ],
)
def test_the_matter_is_what_is_left(asked: str, about: str) -> None:
    assert matter(asked.replace("，", ",")) == about
