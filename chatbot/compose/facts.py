"""A field of the document's card → a statement, quoted from where it stands."""

import re
from collections.abc import Iterator, Sequence

from chatbot.answer import Outcome, Quote, Statement, Status
from chatbot.compose.validity import life
from chatbot.markdown import escape
from chatbot.understanding.facts import Fact, FactQuestion, values
from index.clause import Found, Policy, PolicyHead, Span

_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+")
_NAMES: dict[Fact, str] = {
    Fact.NUMBER: "发文字号",
    Fact.ISSUERS: "发文机关",
    Fact.ADDRESSEES: "主送机关",
    Fact.ISSUED: "成文日期",
    Fact.PUBLISHED: "发布日期",
    Fact.URL: "原文链接",
    Fact.TITLE: "标题",
    Fact.VALIDITY: "时效性",
}

_DATED = frozenset({Fact.ISSUED, Fact.PUBLISHED})
_INTRODUCED = (Fact.TITLE, Fact.NUMBER, Fact.ISSUERS, Fact.ISSUED)


def state(asked: FactQuestion, policy: Policy, head: PolicyHead) -> Iterator[Statement | Outcome]:
    """Say what the card knows of it, quoted from where it stands."""
    found = values(asked.fact, policy.card)
    if asked.fact is Fact.VALIDITY:
        yield Statement(life(head), _quotes(found, policy, head))
        yield Outcome(Status.ANSWERED)
        return
    if asked.office:
        yield _membership(asked, found, policy, head)
    name = f"《{escape(policy.name)}》的{_NAMES[asked.fact]}"
    quotes = _quotes(found, policy, head)
    if len(found) == 1:
        yield Statement(f"{name}：{_shown(asked.fact, found[0], policy)}", quotes)
    else:
        listed = "".join(f"- {_shown(asked.fact, value, policy)}\n" for value in found)
        yield Statement(f"{name}（共 {len(found)} 个）", quotes, f"：\n\n{listed}")
    yield Outcome(Status.ANSWERED)


def introduce(policy: Policy, head: PolicyHead) -> Iterator[Statement | Outcome]:
    """Say what the card knows of the policy itself, quoted from where it stands."""
    yield Statement(f"《{escape(policy.name)}》：\n\n")
    for fact in _INTRODUCED:
        if found := values(fact, policy.card):
            shown = "、".join(_shown(fact, value, policy) for value in found)
            yield Statement(f"- {_NAMES[fact]}：{shown}", _quotes(found, policy, head), "\n")
    yield Outcome(Status.ANSWERED)


def _membership(
    asked: FactQuestion, found: tuple[Found[str], ...], policy: Policy, head: PolicyHead
) -> Statement:
    """Whether an office is among the issuers or addressees."""
    kind = _NAMES[asked.fact]
    for value in found:
        if asked.office in value.value:
            quotes = _quotes((value,), policy, head)
            return Statement(f"是，{kind}包括{escape(value.value)}。\n\n", quotes)
    return Statement(f"否，{kind}中没有“{escape(asked.office)}”。\n\n")


def _shown(fact: Fact, value: Found[str], policy: Policy) -> str:
    """Dates as the document prints them; a web address as a link, and no other."""
    if fact in _DATED and not value.corrected:
        return escape(value.span.of(policy.text))
    linked = fact is Fact.URL and _ADDRESS.fullmatch(value.value)
    return f"<{value.value}>" if linked else escape(value.value)


def _quotes(found: Sequence[Found[str]], policy: Policy, head: PolicyHead) -> tuple[Quote, ...]:
    """One piece of each clause that holds values; none for a header outside of the policy."""
    quotes = []
    for clause in policy.clauses:
        read = [each.span for each in found if not each.corrected]
        spans = [span for span in read if clause.own.covers(span)]
        if spans:
            whole = Span(min(s.start for s in spans), max(s.end for s in spans))
            quotes.append(Quote(head, clause, whole.moved(-clause.span.start)))
    return tuple(quotes)
