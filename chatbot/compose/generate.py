"""Evidence → an answer written by a language model, each sentence checked before it is shown."""

import re
from collections.abc import Iterator

import httpx
from langchain_core.language_models import BaseChatModel
from openai import OpenAIError

from chatbot.answer import Mode, Outcome, Statement, Status
from chatbot.compose.check import verify
from chatbot.compose.extract import extract
from chatbot.errors import ModelFailed
from chatbot.evidence import Evidence
from index.library import Library
from prompts import load

_CLAUSES = 6
"""Clauses that the model sees."""
_LONGEST = 4_000
"""Characters after which the model is cut off: no answer needs more."""
# A sentence ends only where the next begins: until then its citation mark may still be coming.
_BOUNDARY = re.compile(
    r"[。！？!?\n][”’」』）)]*(?:\s*[\[［【〔]\s*\d{1,3}\s*[\]］】〕])*(?=\s*[^\s\[［【〔”’」』）)])"
)


def generate(
    evidence: Evidence, model: BaseChatModel, library: Library
) -> Iterator[Statement | Outcome]:
    """Yield the model's sentences that hold; the clauses' own words when none does."""
    written = dropped = 0
    failure = ""
    try:
        for sentence in _sentences(_stream(evidence, model)):
            if statement := verify(sentence, evidence.hits[:_CLAUSES]):
                written += 1
                yield statement
            else:
                dropped += 1
    except ModelFailed as error:
        failure = error.what
    if written and dropped:
        yield Statement(f"\n\n（已略去 {dropped} 句无依据的表述。）")
    if failure or not written:
        reason = failure or "语言模型的回答没有得到条款支持"
        yield Statement(f"\n\n（{reason}，以下为条款原文。）\n\n")
        for piece in extract(evidence, library):
            if isinstance(piece, Statement):
                yield piece
    mode = Mode.GENERATIVE if written else Mode.EXTRACTIVE
    yield Outcome(Status.ANSWERED, mode, dropped)


def _stream(evidence: Evidence, model: BaseChatModel) -> Iterator[str]:
    """The model's text, piece by piece.

    Raises:
        ModelFailed: if the server cannot be reached, refuses, times out, or breaks off.
    """
    clauses = "\n\n".join(
        f"[{number}] {hit.clause.text}" for number, hit in enumerate(evidence.hits[:_CLAUSES], 1)
    )
    messages = load("answer").render(clauses=clauses, question=evidence.understanding.text)
    length = 0
    try:
        for chunk in model.stream(messages):
            length += len(chunk.text)
            yield chunk.text
            if length > _LONGEST:
                return
    # langchain says with a plain ValueError that a stream held nothing at all.
    except (OpenAIError, httpx.HTTPError, TimeoutError, ValueError) as error:
        raise ModelFailed(f"语言模型暂时不可用（{type(error).__name__}）") from error


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Whole sentences, each with the citation marks that follow its full stop."""
    rest = ""
    for piece in pieces:
        rest += piece
        while boundary := _BOUNDARY.search(rest):
            yield rest[: boundary.end()]
            rest = rest[boundary.end() :]
    if rest.strip():
        yield rest
