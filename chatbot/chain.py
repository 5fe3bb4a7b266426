"""The map of the product: understand | retrieve | compose | cite."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from copy import copy
from dataclasses import replace
from itertools import chain

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda

from chatbot import asker
from chatbot.answer import Answer, Done, Event, Outcome, Statement, Status, fold
from chatbot.asker import Stage
from chatbot.cite import cite
from chatbot.compose.decline import absent, decline
from chatbot.compose.extract import extract, is_ordinary
from chatbot.compose.facts import introduce, state
from chatbot.compose.measures import recommend
from chatbot.compose.validity import noted
from chatbot.evidence import Evidence, gather
from chatbot.measures.extract import Extractor
from chatbot.measures.match import Match, MeasuresOf, match
from chatbot.measures.profile import Profile
from chatbot.measures.vocabulary import load
from chatbot.question import Question
from chatbot.remembered import Found, Pieces, Remembered
from chatbot.sensitive import SensitiveWords
from chatbot.sensitive import load as load_sensitive
from chatbot.telemetry.stages import milliseconds, stage, yielding
from chatbot.understanding import Intent, Understanding, understand
from index.edition import Policies, Revision
from index.library import Library
from index.search import Searcher

Tap = Callable[[Question, Iterator[Event]], Iterator[Event]]
"""Sees each question and its events pass, and passes them on."""


def _unseen(_question: Question, events: Iterator[Event]) -> Iterator[Event]:
    """Nobody looks on."""
    return events


class Chatbot:
    """Answers questions from one library of policies.

    Args:
        searcher: finds clauses, and knows the library.
        model: writes the answers; without one they are put together from the clauses' sentences.
        measures_of: finds the measures of a clause; by the vocabulary that ships if None.
        sensitive: is neither answered nor said; the words that ship if None.
        remembered: questions of which it is remembered what the library says to them.
    """

    def __init__(
        self,
        searcher: Searcher,
        model: BaseChatModel | None = None,
        measures_of: MeasuresOf | None = None,
        sensitive: SensitiveWords | None = None,
        remembered: int = 0,
    ) -> None:
        self.searcher = searcher
        self.library: Library = searcher.library
        self.measures_of = measures_of or Extractor(load()).measures
        self._sensitive = sensitive or load_sensitive()
        self._model = model
        self._tap: Tap = _unseen
        self._remembered = Remembered(remembered)

    def through(self, tap: Tap) -> "Chatbot":
        """The same chatbot, of which every answer, streamed or whole, passes through `tap` too."""

        def both(question: Question, events: Iterator[Event]) -> Iterator[Event]:
            return tap(question, self._tap(question, events))

        tapped = copy(self)
        tapped._tap = both  # noqa: SLF001 - of the same class
        return tapped

    def events(self, question: Question) -> Iterator[Event]:
        """The answer piece by piece; closing the iterator stops the work."""
        return self._tap(question, self._made(question))

    def _made(self, question: Question) -> Iterator[Event]:
        """What the library says is read of one revision, before the first word is said."""
        timings: dict[str, float] = {}
        start = time.perf_counter()
        with ExitStack() as opened:
            with stage("understand", timings):
                asker.current().hear(Stage.UNDERSTANDING)
                question = self._completed(question)
                reading = opened.enter_context(self.searcher.reading())
                kept = self._remembered.get(question, reading.library)
                understanding = (
                    kept.evidence.understanding
                    if kept
                    else self._understand(question, reading.library)
                )
            with stage("retrieve", timings):
                asker.current().hear(Stage.SEARCHING)
                evidence = (
                    kept.evidence if kept else gather(understanding, reading, self.measures_of)
                )
            composing = time.perf_counter()
            with yielding("compose"):
                asker.current().hear(Stage.WRITING)
                own = kept.own if kept else tuple(_in_its_words(evidence, reading.library))
                self._remembered.keep(question, reading.library, Found(evidence, own))
                opened.close()  # a model is slow, and so may be whoever hears the answer
                for event in cite(self._composed(evidence, own)):
                    if isinstance(event, Done):
                        took = {"compose": milliseconds(composing), "total": milliseconds(start)}
                        revision = reading.library.revision
                        yield Done(event.id, event.outcome, timings | took, revision)
                    else:
                        yield event

    def matches(self, question: Question, profile: Profile) -> tuple[Match, ...]:
        """The measures that fit a profile, best first; taps hear the answer that tells them."""
        found, revision = self._matches(question, profile)
        fold(self._tap(question, _recommended(profile, found, revision)))
        return found

    def recommendation(self, question: Question, profile: Profile) -> Iterator[Event]:
        """The same as an answer, piece by piece."""
        return self._tap(question, _recommended(profile, *self._matches(question, profile)))

    def _matches(self, question: Question, profile: Profile) -> tuple[tuple[Match, ...], Revision]:
        with self.searcher.reading() as reading:
            found = match(profile, reading, self.measures_of, filters=question.filters)
            return found, reading.library.revision

    def answer(self, question: Question) -> Answer:
        """The whole answer, folded from the same events."""
        return fold(self.events(question))

    def chain(self) -> Runnable[Question, Answer]:
        """The same as a step of a langchain program; its overhead is not in the way of others."""
        return RunnableLambda(self.answer)

    def close(self) -> None:
        """Let go of the index and the database."""
        self.searcher.close()

    def _completed(self, question: Question) -> Question:
        """The question as a model completes it, where it leans on the turns before."""
        if self._model is None or not question.turns or self._sensitive.found(question.text):
            return question
        with self.library.edition() as edition:
            meant = understand(question, edition)
        if meant.intent is not Intent.SEARCH or meant.text == question.text.strip():
            return question
        from chatbot.compose.rewrite import rewrite

        return replace(question, text=rewrite(question, meant.text, self._model))

    def _understand(self, question: Question, library: Policies) -> Understanding:
        if self._sensitive.found(question.text):
            return Understanding(question, question.text, Intent.ABUSE)
        meant = understand(question, library)
        if meant.text != question.text and self._sensitive.found(meant.text):
            return replace(meant, intent=Intent.ABUSE)
        return meant

    def _composed(self, evidence: Evidence, own: Pieces) -> Iterator[Statement | Outcome]:
        """The answer by a model, if there is one and it may, or in the clauses' `own` words."""
        pieces = chain(_notices(evidence), self._written(evidence, own))
        for piece in noted(pieces, evidence.understanding.question):
            if isinstance(piece, Outcome):
                yield replace(piece, understood=evidence.understanding.text)
            else:
                yield piece

    def _written(self, evidence: Evidence, own: Pieces) -> Iterable[Statement | Outcome]:
        if self._model is None or evidence.status is not Status.ANSWERED:
            return own
        if not is_ordinary(evidence):
            return own
        from chatbot.compose.generate import generate

        instead = [piece for piece in own if isinstance(piece, Statement)]
        return generate(evidence, self._model, instead, sensitive=self._sensitive)


def _recommended(profile: Profile, matches: Sequence[Match], revision: Revision) -> Iterator[Event]:
    for event in cite(recommend(profile, matches)):
        yield replace(event, revision=revision) if isinstance(event, Done) else event


def _notices(evidence: Evidence) -> Iterator[Statement]:
    """What is said before any answer."""
    if any(hit.text_only for hit in evidence.hits):
        yield Statement("（向量模型暂时不可用，这次只按文字检索，结果可能不全。）\n\n")
    if evidence.corrections:
        meant = "、".join(f"“{each.meant}”" for each in evidence.corrections)
        yield Statement(f"（已按{meant}查找。）\n\n")


def _in_its_words(evidence: Evidence, library: Policies) -> Iterator[Statement | Outcome]:
    """The answer in the clauses' own words."""
    understanding = evidence.understanding
    policy = understanding.policy
    if evidence.matches and understanding.profile:
        yield from recommend(understanding.profile, evidence.matches)
    elif evidence.status is not Status.ANSWERED or understanding.intent is Intent.GREETING:
        yield from decline(evidence, library)
    elif understanding.intent is Intent.CARD and policy:
        yield from introduce(library.policy(policy.id), policy)
    elif understanding.fact and policy:
        yield from state(understanding.fact, library.policy(policy.id), policy)
    else:
        yield from absent(understanding)
        yield from extract(evidence, library)
