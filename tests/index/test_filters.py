import pytest

from index.clause import Card, Found, PolicyHead, Span
from index.filters import Filters, Scope
from index.validity import State, Validity


def value(said: str) -> Found[str]:
    return Found(said, Span(0, 1))


HEADS = {
    "a": PolicyHead(
        "a",
        "a.md",
        "",
        "宁波市条例",
        Card(
            issuers=(value("宁波市人民代表大会常务委员会"),),
            issued=value("2020-05-06"),
            kind=value("地方性法规"),
            level=value("市"),
            region=value("浙江省宁波市"),
        ),
        Validity(State.AMENDED, "2020-06-01", "2023-01-01", State.AMENDED, instead="b"),
    ),
    "b": PolicyHead(
        "b",
        "b.md",
        "",
        "某部通知",
        Card(issued=value("2024-01"), kind=value("通知"), level=value("国家")),
        Validity(begins="2024-01"),
    ),
}


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(policy_ids=("b", "unknown")), ("b",)),
        (Filters(issuers=("人民代表大会",)), ("a",)),
        (Filters(regions=("山东", "宁波")), ("a",)),
        (Filters(levels=("国家", "市")), ("a", "b")),
        (Filters(kinds=("规范性文件",)), ("b",)),
        (Filters(kinds=("通知", "地方性法规")), ("a", "b")),
        (Filters(issued_from="2020-05-07"), ("b",)),
        (Filters(issued_from="2024-01-15", issued_to="2024-01-20"), ("b",)),
        (Filters(issued_to="2020-05-06"), ("a",)),
        (Filters(validities=("已修订",)), ("a",)),
        (Filters(as_of="2022-01-01"), ("a",)),
        (Filters(as_of="2022-01-01", validities=("尚未生效",)), ("b",)),
        (Filters(regions=("浙江",), kinds=("通知",)), ()),
    ],
)
def test_a_filter_lets_pass_what_it_names(filters: Filters, ids: tuple[str, ...]) -> None:
    assert Scope(HEADS).ids(filters) == ids


def test_an_empty_filter_lets_everything_pass() -> None:
    assert Scope(HEADS).ids(Filters()) is None


def test_what_was_replaced_is_out_unless_versions_are_asked_for() -> None:
    scope = Scope(HEADS)
    assert scope.out(Filters()) == scope.out(Filters(kinds=("通知",))) == {"a"}
    assert scope.out(Filters(policy_ids=("a",))) == scope.out(Filters(as_of="2022-01-01")) == set()
