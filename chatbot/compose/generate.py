"""Evidence → an answer written by a language model, each sentence checked before it is shown."""

import logging
import secrets
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk

from chatbot import asker
from chatbot.answer import Mode, Outcome, Statement, Status
from chatbot.compose.check import verify
from chatbot.compose.failures import FAILURES, reason
from chatbot.compose.sentences import Sentence, sentences
from chatbot.compose.support import says_something
from chatbot.errors import ModelFailed
from chatbot.evidence import Evidence
from chatbot.sensitive import SensitiveWords
from prompts import load

_LOG = logging.getLogger(__name__)
_CLAUSES = 6
"""Clauses that the model sees."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a model is cut off that does not stop by itself: no answer needs more.

    Attributes:
        characters: that it writes, marks and dropped sentences included.
        sentences: that it writes, kept or not.
        seconds: from the request to the last piece.
    """

    characters: int = 4_000
    sentences: int = 24
    seconds: float = 120


LIMITS = Limits()
_NONE = SensitiveWords(())


class _CutOff(Exception):
    """The model went on beyond a limit."""


def generate(
    evidence: Evidence,
    model: BaseChatModel,
    instead: Sequence[Statement],
    limits: Limits = LIMITS,
    sensitive: SensitiveWords = _NONE,
) -> Iterator[Statement | Outcome]:
    """Yield the model's sentences that hold; when none does, what is to be said `instead`."""
    hits = evidence.hits[:_CLAUSES]
    said: set[str] = set()
    written = dropped = 0
    opens = failure = ""
    cut_off = False
    try:
        for sentence in _limited(sentences(_stream(evidence, model, limits)), limits.sentences):
            if sentence.text in said or not says_something(sentence.text):
                continue
            # A line that a dropped sentence began is begun by the next one that is kept.
            opens = sentence.opens or opens
            statement = verify(sentence, hits)
            if statement and sensitive.allow(sentence.text, statement.quotes):
                begun = opens if written else opens.lstrip("\n")
                yield Statement(begun + statement.text, statement.quotes)
                said.add(sentence.text)
                written, opens = written + 1, ""
            else:
                dropped += 1
    except _CutOff:
        cut_off = True
    except ModelFailed as error:
        failure = error.what
        _LOG.warning("the language model failed: %s", failure)
    yield from _notices(written, dropped, cut_off=cut_off)
    if failure or not written:
        why = failure or "语言模型的回答没有得到条款支持"
        yield Statement(f"\n\n（{why}，以下为条款原文。）\n\n")
        yield from instead
    mode = Mode.GENERATIVE if written else Mode.EXTRACTIVE
    gave_way: Literal["", "failed", "unsupported"] = "" if written else "unsupported"
    yield Outcome(Status.ANSWERED, mode, dropped, gave_way="failed" if failure else gave_way)


def _notices(written: int, dropped: int, *, cut_off: bool) -> Iterator[Statement]:
    if written and dropped:
        yield Statement(f"\n\n（已略去 {dropped} 句无依据的表述。）")
    if written and cut_off:
        yield Statement("\n\n（语言模型的回答过长，其余部分已截去。）")


def _limited(written: Iterator[Sentence], most: int) -> Iterator[Sentence]:
    """At most this many.

    Raises:
        _CutOff: if there are more.
    """
    for count, sentence in enumerate(written):
        if count == most:
            raise _CutOff
        yield sentence


def _stream(evidence: Evidence, model: BaseChatModel, limits: Limits) -> Iterator[str]:
    """The model's text, piece by piece; its stream is closed when nobody asks for more.

    Raises:
        _CutOff: if it goes on beyond a limit.
        ModelFailed: if the server cannot be reached, refuses, times out, or breaks off.
    """
    start, length = time.monotonic(), 0
    # langchain says that it returns an iterator; it is a generator, which can be closed.
    stream = cast("AsyncGenerator[AIMessageChunk]", model.astream(_messages(evidence)))
    try:
        with closing(asker.pieces(stream)) as chunks:
            for chunk in chunks:
                length += len(chunk.text)
                if length > limits.characters or time.monotonic() - start > limits.seconds:
                    raise _CutOff
                yield chunk.text
    except FAILURES as error:
        raise ModelFailed(reason(error)) from error


def _messages(evidence: Evidence) -> list[tuple[str, str]]:
    """The prompt; its delimiters cannot be guessed, so no clause and no question can close them."""
    clauses = "\n\n".join(
        f"[{number}] {hit.clause.text}" for number, hit in enumerate(evidence.hits[:_CLAUSES], 1)
    )
    return load("answer").render(
        key=secrets.token_hex(8), clauses=clauses, question=evidence.understanding.text
    )
