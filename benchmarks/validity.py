"""Whether the right version answers, today and as of other days.

    python -m benchmarks.validity DATA [--count 1000]

DATA is a data folder with many policies, some in several versions. The cases are made by rule from
the dates in the names of the files, not from what cards and timeline read. Of each text with two or
more dated files the first article is asked for: today, which the newest must answer without a note;
as of the day before the newest's date, and by the date of the one before, which that must answer,
noting that it was amended. Prints a Markdown table and the failures. A version made public less
than the usual time ago may not be in force yet; it then counts as a failure.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import typer

from chatbot.chain import Chatbot
from chatbot.question import Question
from index.clause import Kind, PolicyHead
from index.embedders import load
from index.filters import Filters
from index.library import Library
from index.snapshot import open_searcher
from index.titles import key

_FILE_DATE = re.compile(r"\((\d{4}-\d\d-\d\d)\)\.\w+$")
NOTED = re.compile(r"自\d{4}-\d\d-\d\d起已修订")


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and the date of the version that is to answer it.

    Attributes:
        noted: whether the answer must say that the version is not in force.
    """

    kind: str
    question: str
    wanted: str
    as_of: str = ""
    noted: bool = False


def main(data: Path, count: int = 1000) -> None:
    """Print the report."""
    bot = Chatbot(open_searcher(data, embedder=load("builtin")))
    failures: list[tuple[Case, str]] = []
    asked: dict[str, list[bool]] = defaultdict(list)
    for case in list(cases(bot.library))[:count]:
        answer = bot.answer(Question(case.question, filters=Filters(as_of=case.as_of)))
        cited = answer.citations[0].quote.policy if answer.citations else None
        got = file_date(cited) if cited else ""
        right = got == case.wanted and bool(NOTED.search(answer.text)) is case.noted
        asked[case.kind].append(right)
        if not right:
            failures.append((case, got or answer.text[:60]))
    print("| asked | right | of |\n|---|--:|--:|")
    for kind, rights in asked.items():
        print(f"| {kind} | {sum(rights)} | {len(rights)} |")
    for case, got in failures:
        print(f"- {case.kind}: {case.question} {case.as_of} wants {case.wanted}, got {got}")
    bot.close()


def cases(library: Library) -> Iterator[Case]:
    """Three questions of each text of two dated versions, by title."""
    by_title: dict[str, dict[str, PolicyHead]] = defaultdict(dict)
    for head in library.heads():
        if dated := file_date(head):
            by_title[key(head.name)][dated] = head
    for versions in by_title.values():
        if len(versions) > 1:
            older, newer = sorted(versions)[-2:]
            yield from _of_versions(library, versions[older], older, newer)


def _of_versions(library: Library, head: PolicyHead, older: str, newer: str) -> Iterator[Case]:
    article = _first_article(library, head)
    before = (date.fromisoformat(newer) - timedelta(1)).isoformat()
    name = f"《{head.name}》"
    yield Case("today", f"{name}{article}", newer)
    if before > older:
        yield Case("as of a day", f"{name}{article}", older, before, noted=True)
    yield Case("by its date", f"{name}（{older}）{article}", older, noted=True)


def file_date(head: PolicyHead) -> str:
    """The date in the name of a policy's file; "" if there is none."""
    found = _FILE_DATE.search(head.source_file)
    return found[1] if found else ""


def _first_article(library: Library, head: PolicyHead) -> str:
    clauses = library.policy(head.id).clauses
    return next((c.number for c in clauses if c.kind is Kind.ARTICLE), "第一条")


if __name__ == "__main__":
    typer.run(main)
