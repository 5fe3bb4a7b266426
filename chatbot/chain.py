"""The map of the product: understand | retrieve | compose | cite."""

import time
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace

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
from chatbot.measures.match import MeasuresOf
from chatbot.measures.vocabulary import load
from chatbot.question import Question
from chatbot.retriever import PolicyRetriever
from chatbot.sensitive import SensitiveWords
from chatbot.sensitive import load as load_sensitive
from chatbot.telemetry.stages import milliseconds, stage, yielding
from chatbot.understanding import Intent, Understanding, understand
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
        measures_of: finds the measures of a policy; by the vocabulary that ships if None.
        sensitive: is neither answered nor said; the words that ship if None.
    """

    def __init__(
        self,
        searcher: Searcher,
        model: BaseChatModel | None = None,
        measures_of: MeasuresOf | None = None,
        sensitive: SensitiveWords | None = None,
    ) -> None:
        self.searcher = searcher
        self.library: Library = searcher.library
        self.measures_of = measures_of or Extractor(load()).measures
        self._sensitive = sensitive or load_sensitive()
        self._model = model
        self._tap: Tap = _unseen
        self._retriever = PolicyRetriever(searcher=searcher)

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
        timings: dict[str, float] = {}
        start = time.perf_counter()
        with stage("understand", timings):
            understanding = self._understand(question)
        with stage("retrieve", timings):
            evidence = self._retrieve(understanding)
        composing = time.perf_counter()
        with yielding("compose"):
            for event in cite(self._compose(evidence)):
                if isinstance(event, Done):
                    timings |= {"compose": milliseconds(composing), "total": milliseconds(start)}
                    yield replace(event, timings_ms=timings)
                else:
                    yield event

    def answer(self, question: Question) -> Answer:
        """The whole answer, folded from the same events."""
        return fold(self.events(question))

    def chain(self) -> Runnable[Question, Answer]:
        """The same as a step of a langchain program; its overhead is not in the way of others."""
        return RunnableLambda(self.answer)

    def close(self) -> None:
        """Let go of the index and the database."""
        self.searcher.close()

    def _understand(self, question: Question) -> Understanding:
        asker.current().hear(Stage.UNDERSTANDING)
        if self._sensitive.found(question.text):
            return Understanding(question, question.text, Intent.ABUSE)
        meant = self._completed(question)
        return replace(meant, intent=Intent.ABUSE) if self._sensitive.found(meant.text) else meant

    def _completed(self, question: Question) -> Understanding:
        """What is meant, by what the turns before say; a model may complete it."""
        meant = understand(question, self.library)
        leant = meant.intent is Intent.SEARCH and meant.text != question.text.strip()
        if self._model is None or not leant or not question.turns:
            return meant
        from chatbot.compose.rewrite import rewrite

        whole = rewrite(question, meant.text, self._model)
        return understand(replace(question, text=whole), self.library)

    def _retrieve(self, understanding: Understanding) -> Evidence:
        asker.current().hear(Stage.SEARCHING)
        return gather(understanding, self._retriever, self.measures_of)

    def _compose(self, evidence: Evidence) -> Iterator[Statement | Outcome]:
        asker.current().hear(Stage.WRITING)
        understood = evidence.understanding.text
        for piece in noted(self._answer_from(evidence), evidence.understanding.question):
            yield replace(piece, understood=understood) if isinstance(piece, Outcome) else piece

    def _answer_from(self, evidence: Evidence) -> Iterator[Statement | Outcome]:
        understanding = evidence.understanding
        policy = understanding.policy
        if any(hit.text_only for hit in evidence.hits):
            yield Statement("（向量模型暂时不可用，这次只按文字检索，结果可能不全。）\n\n")
        if evidence.corrections:
            meant = "、".join(f"“{each.meant}”" for each in evidence.corrections)
            yield Statement(f"（已按{meant}查找。）\n\n")
        if evidence.matches and understanding.profile:
            yield from recommend(understanding.profile, evidence.matches)
        elif evidence.status is not Status.ANSWERED or understanding.intent is Intent.GREETING:
            yield from decline(evidence, self.library)
        elif understanding.intent is Intent.CARD and policy:
            yield from introduce(self.library.policy(policy.id), policy)
        elif understanding.fact and policy:
            yield from state(understanding.fact, self.library.policy(policy.id), policy)
        elif self._model and is_ordinary(evidence):
            from chatbot.compose.generate import generate

            yield from generate(evidence, self._model, self.library, sensitive=self._sensitive)
        else:
            yield from absent(understanding)
            yield from extract(evidence, self.library)
