"""From when until when a policy says that it is in force: 自…起施行, 有效期…."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.card.dates import DATE, Event, first_date
from index.clause import Clause, Found, Kind, Span
from index.numerals import CHARACTERS
from index.numerals import parse as parse_numeral

_IN_FORCE = r"(?:正式)?(?:施行|实施|执行|生效|试行)"
_ITSELF = (
    r"本(?:法典?|条例|办法|规定|决定|决议|解释|细则|规则|规程|规范|通知|意见|方案|准则|章程|规划"
    r"|公告|通告|批复|标准|修正案|纲要|计划|措施|制度|指南|指引|守则|安排|政策|文件)"
)
_FROM_DATE = re.compile(
    rf"(?P<itself>{_ITSELF}[^，。；\n]{{0,12}}?)?[自于从](?P<date>{DATE})(?:零时)?起?(?:开始)?{_IN_FORCE}"
)
_FROM_ISSUE = re.compile(
    rf"(?:{_ITSELF}[^，。；\n]{{0,12}}?)?自(?:公布|发布|颁布|印发|下发|通过|批准)之日(?:起|后)"
    rf"(?P<days>[{CHARACTERS}]{{1,5}})?(?:(?:个工作)?日(?:以?后|起))?{_IN_FORCE}"
)
_NOTED = re.compile(rf"^\s*(?:起|开始)?{_IN_FORCE}|自(?P<date>{DATE})起{_IN_FORCE}")
_LASTS = (
    rf"有效期限?(?:为|是|：|:)?\s*(?:自[^，。；\n]{{2,30}}?(?:起)?[，,]?)?"
    rf"(?:(?:截)?至(?P<until>{DATE})"
    rf"|(?P<years>[{CHARACTERS}]{{1,3}})年|(?P<months>[{CHARACTERS}]{{1,3}})个月)"
)
_TERM = re.compile(
    rf"(?:{_ITSELF}(?:的)?(?!.{{0,6}}(?:许可|证))|起{_IN_FORCE}[，,；;、]?\s*(?:试行期)?)"
    rf"(?:{_LASTS}|(?:执行|实施|施行)(?:期限?为?)?(?:截)?至(?P<to>{DATE}))"
)
_LAST_UNITS = 4
"""Unit clauses at the end among which a policy says from when it is in force."""
_SURE, _READ, _RECKONED, _LIKELY = 1.0, 0.9, 0.8, 0.6


def effective(
    clauses: Sequence[Clause], happened: Sequence[Event], issued: Found[str] | None
) -> Found[str] | None:
    """The first day of the version at hand, as sure as what says it.

    Amendments leave 自…起施行 as it was first adopted: where that is before the latest of the
    notes, the amended text is in force from that on, if the notes give no other day.
    """
    stated = next(_stated(clauses, issued), None)
    noted = [_noted(event) for event in happened if _NOTED.search(event.said)]
    latest = issued.value if issued else ""
    for found in (*reversed(noted), stated):
        if found and found.value >= latest:
            return found
    if issued and (stated or noted):
        return replace(issued, confidence=_LIKELY)
    return None


def expires(clauses: Sequence[Clause], begins: Found[str] | None) -> Found[str] | None:
    """The last day on which the policy is in force, where it says so."""
    for clause in reversed(_closing(clauses)):
        for match in _TERM.finditer(clause.text):
            span = Span(*match.span()).moved(clause.span.start)
            if until := match["until"] or match["to"]:
                last = first_date(until, 0)
                return last and Found(last.value, span)
            first = begins.value if begins else ""
            if last_day := _last_day(first, match["years"], match["months"]):
                return Found(last_day, span, _RECKONED)
    return None


def _stated(clauses: Sequence[Clause], issued: Found[str] | None) -> Iterator[Found[str]]:
    for clause in reversed(_closing(clauses)):
        found = list(_FROM_DATE.finditer(clause.text))
        own = [match for match in found if match["itself"]]
        for match in own or found:
            if day := first_date(match["date"], clause.span.start + match.start("date")):
                yield replace(day, confidence=_SURE if own else _READ)
        on_issue = _FROM_ISSUE.search(clause.text)
        if on_issue and issued:
            days = parse_numeral(on_issue["days"] or "") or 0
            span = Span(*on_issue.span()).moved(clause.span.start)
            yield Found(_later(issued.value, days), span, _RECKONED)


def _noted(event: Event) -> Found[str]:
    """The day of a note such as 2023年1月1日 施行, or …公布 自2023年1月1日起施行."""
    match = _NOTED.search(event.said)
    return event.date if match is None or not match["date"] else _inside(event, match["date"])


def _inside(event: Event, words: str) -> Found[str]:
    return first_date(words, event.span.start + event.said.index(words)) or event.date


def _closing(clauses: Sequence[Clause]) -> list[Clause]:
    """The first unit and the last ones of the body: there, and nowhere else, it is said."""
    body = [c for c in clauses if c.unit and not c.path[0].startswith("x")]
    ending = [c for c in body if c.kind is not Kind.ATTACHMENT]
    return [*ending[:1], *ending[1:][-_LAST_UNITS:]]


def _later(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except ValueError:
        return day  # a month alone


def _last_day(first: str, years: str | None, months: str | None) -> str:
    """The day before the same day so many years or months later."""
    count = parse_numeral(years or months or "")
    try:
        begin = date.fromisoformat(first)
    except ValueError:
        return ""
    if not count:
        return ""
    later = begin.month - 1 + (count * 12 if years else count)
    year, month = begin.year + later // 12, later % 12 + 1
    day = min(begin.day, monthrange(year, month)[1])
    return (date(year, month, day) - timedelta(1)).isoformat()
