from dataclasses import replace

from index.clause import Card, Found, Span
from index.validity import Named, State, Validity
from tests.makers import head
from ui.pages.card import card
from ui.pages.strings import Language, strings

SAY = strings(Language.CHINESE)


def value(said: str, *, corrected: bool = False) -> Found[str]:
    return Found(said, Span(0, 1), corrected=corrected)


def test_dates_kind_and_validity_are_shown() -> None:
    known = Card(kind=value("意见"), effective=value("2024-07-01"), expires=value("2026-12-31"))
    page = card(head(card=known), SAY)
    assert "<dt>文种</dt><dd>意见</dd>" in page
    assert "<dt>施行日期</dt><dd>2024-07-01</dd>" in page
    assert "<dt>有效期至</dt><dd>2026-12-31</dd>" in page
    assert "<dt>时效性</dt><dd>现行有效</dd>" in page
    assert "In force until" in card(head(card=known), strings(Language.ENGLISH))


def test_what_replaces_a_policy_and_what_it_replaces_are_links() -> None:
    life = Validity(
        State.AMENDED,
        replaced_by=Named("0a1b", "《甲法》（2023-12-29）"),
        replaces=(Named("2c3d", "《甲<法>》（2013-12-28）"), Named("", "《乙法》")),
    )
    page = card(replace(head(), validity=life), SAY)
    assert '<dt>被取代</dt><dd><a href="0a1b">《甲法》（2023-12-29）</a></dd>' in page
    assert '<a href="2c3d">《甲&lt;法&gt;》（2013-12-28）</a>、《乙法》' in page


def test_what_an_administrator_corrected_is_marked() -> None:
    known = Card(kind=value("通知", corrected=True), issued=value("2024-01-01"))
    life = Validity(State.REPEALED, stated=True)
    page = card(replace(head(card=known), validity=life), SAY)
    assert "通知 <small>（更正）</small>" in page
    assert "已废止 <small>（更正）</small>" in page
    assert "<dd>2024-01-01</dd>" in page
