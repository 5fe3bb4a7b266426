"""Evidence → an answer in the clauses' own words: the decisive ones first, then the passage."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.answer import Outcome, Quote, Statement
from chatbot.compose.clauses import lead, mentions, named_clauses, place, whole
from chatbot.compose.decisive import decisive
from chatbot.compose.passage import passage, weights
from chatbot.compose.targets import tabulate, targets_asked
from chatbot.evidence import Evidence
from chatbot.markdown import blockquote, emphasised, escape
from chatbot.tables.targets import targets_in
from chatbot.understanding import Intent, Understanding
from chatbot.understanding.followup import Ask, leans
from index.clause import Clause, Hit, PolicyHead, Span
from index.edition import Policies
from index.tokens import cut, fold, folded, terms

_WIDE = re.compile(
    r"哪些|哪几|几[个项条种]|有什么|都有|分别|所有|全部|措施|支持|适用|享受|对比|比较|区别"
)
_MOST = {True: 4, False: 2}
"""Clauses quoted at most: for a question that asks for several, and for any other."""
_NEAR = {True: 0.4, False: 0.55}
"""Share of the best score that a further clause must reach to be quoted."""
_FURTHER = 3
"""Clauses offered as further reading."""
_RELATED = 0.25
"""Share of the best score that they must reach."""


def is_ordinary(evidence: Evidence) -> bool:
    """Whether an answer is sentences, which a language model may write.

    Clauses by number, places, lists of mentions and tables are what they are.
    """
    understanding = evidence.understanding
    plain = understanding.ask in {Ask.ANSWER, Ask.CHILDREN} and not understanding.words
    return understanding.intent is Intent.SEARCH and plain and not targets_asked(evidence)


def extract(evidence: Evidence, library: Policies) -> Iterator[Statement | Outcome]:
    """Quote what answers the question, verbatim, best clause first."""
    understanding, best = evidence.understanding, evidence.hits[0]
    further: tuple[Quote, ...] = ()
    if targets := targets_asked(evidence):
        yield from tabulate(targets)
    elif understanding.intent is Intent.REFERENCE or understanding.ask in {Ask.NEXT, Ask.PREVIOUS}:
        yield from named_clauses(evidence, library)
    elif understanding.words:
        yield from mentions(evidence)
        return
    elif understanding.ask is Ask.PLACE:
        yield from place(best, _Found.of(evidence).quote(best).span)
    elif understanding.ask is Ask.TEXT:
        yield from whole(best, understanding.policy)
    elif understanding.sides:
        yield from _compared(evidence)
    else:
        found = _Found.of(evidence)
        if evidence.nearly:
            yield Statement("（文件没有用这样的说法，以下规定意思最为接近。）\n\n")
        yield from _several(found) if found.wide and len(found.answering) > 1 else _single(found)
        further = tuple(found.quote(hit) for hit in found.related)
    yield Outcome(evidence.status, further=further)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for an ordinary question, and how telling each of its words is.

    Attributes:
        said: of `weight`, what the question itself says, not what it takes from the turns before.
    """

    asked: str
    about: PolicyHead | None
    wide: bool
    answering: Sequence[Hit]
    related: Sequence[Hit]
    weight: dict[str, float]
    said: dict[str, float]

    @classmethod
    def of(cls, evidence: Evidence) -> "_Found":
        understanding, hits = evidence.understanding, evidence.hits
        text = understanding.text
        wide = bool(_WIDE.search(text))
        best = hits[0].score
        near = [hit for hit in hits if hit.score >= best * _NEAR[wide]][: _MOST[wide]]
        rest = [hit for hit in hits if hit.score >= best * _RELATED and hit not in near]
        own = understanding.question.text if leans(understanding.question.text) else text
        if understanding.within:  # its title tells nothing of its sentences apart
            own = text = text.replace(understanding.within.title, " ")
        ground = "\n".join(folded(hit.clause.text) for hit in hits)
        terms = [term for term in evidence.terms if fold(term) in ground]
        own = " ".join((own, *terms))
        weight = weights(f"{text} {own}", own, [hit.clause for hit in hits])
        said = {token: weight[token] for token in cut(own) if token in weight}
        return cls(text, understanding.policy, wide, near, rest[:_FURTHER], weight, said)

    def quote(self, hit: Hit) -> Quote:
        """The passage of a clause that answers."""
        return Quote(hit.policy, hit.clause, passage(hit.clause, self.weight))

    def answer_in(self, quote: Quote) -> Span:
        """The decisive words of a passage, in the clause's text."""
        weight = self.weight if terms(quote.text).isdisjoint(self.said) else self.said
        return decisive(quote.clause, quote.span, self.asked, weight)


def _single(found: _Found) -> Iterator[Statement]:
    """The decisive words, then the passage around them; other clauses after it."""
    for hit in found.answering:
        quote = found.quote(hit)
        answer = found.answer_in(quote)
        words = answer.of(hit.clause.text)
        due = "".join(f"{date}；" for date in _due(hit.clause, answer) if date not in words)
        yield Statement(f"{escape(words)}（{due}{lead(hit, found.about)}）", (quote,), "\n\n")
        if len(words) < len(quote.text.rstrip("。；")):
            within = answer.moved(-quote.span.start)
            yield Statement(f"{blockquote(quote.text, within)}\n\n")


def _due(clause: Clause, answer: Span) -> set[str]:
    """By when the target is to be reached that an answer is, where the clause says so before it."""
    return {
        target.date.of(clause.text)
        for target in targets_in(clause)
        if answer.start < target.span.end and target.span.start < answer.end
    }


def _several(found: _Found) -> Iterator[Statement]:
    """One numbered item a clause, the decisive words set off."""
    yield Statement(f"有 {len(found.answering)} 条相关规定：\n\n")
    for number, hit in enumerate(found.answering, 1):
        quote = found.quote(hit)
        answer = found.answer_in(quote)
        sentence = next(s for s in hit.clause.sentences() if s.covers(answer))
        shown = emphasised(sentence.of(hit.clause.text), [answer.moved(-sentence.start)])
        yield Statement(f"{number}. {shown}（{lead(hit, found.about)}）", (quote,), "\n")


def _compared(evidence: Evidence) -> Iterator[Statement]:
    """What each side says, one after the other."""
    understanding: Understanding = evidence.understanding
    for side, hit in zip(understanding.sides, evidence.hits, strict=True):
        weight = weights(" ".join((side.text, *evidence.terms)), side.text, [hit.clause])
        quote = Quote(hit.policy, hit.clause, passage(hit.clause, weight))
        name = f"**{escape(side.name)}**（{lead(hit, understanding.policy)}）"
        yield Statement(name, (quote,), "：\n\n")
        yield Statement(f"{blockquote(quote.text)}\n\n")
