"""The words by which measures are recognised: files that an administrator can extend."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from index.clause import Span
from index.errors import UnreadableFile
from index.query.lexicon import read_rows

FOLDER = "measures"
"""An administrator's folder below the data folder; its files are named as those that ship."""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a vocabulary, and where the clause says it.

    Attributes:
        name: the entry's name in the vocabulary: 中小企业.
        span: of the words that stand for it in `clause.text`: “小巨人”企业.
    """

    name: str
    span: Span


@dataclass(frozen=True)
class Words:
    """One vocabulary: wording → name."""

    names: Mapping[str, str]

    @cached_property
    def pattern(self) -> str:
        """A regular expression for every wording, the longest first."""
        return "|".join(map(re.escape, sorted(self.names, key=len, reverse=True)))

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern or r"(?!)")

    def terms(self, text: str, within: Span) -> Iterator[Term]:
        """The terms in a piece of `text`, the longest first where they overlap."""
        for match in self._compiled.finditer(text, within.start, within.end):
            yield Term(self.names[match.group()], Span(*match.span()))


@dataclass(frozen=True)
class Vocabulary:
    """The words of every kind.

    Attributes:
        calls: actions that call upon somebody: 支持, 鼓励, 引导.
        deeds: actions that begin a measure wherever they stand: 建设, 实施, 遴选.
        makings: actions that do so where they name an instrument: 打造, 构建.
        effects: what a measure is for, unless a sentence begins with it: 加快, 提升.
    """

    calls: Words
    deeds: Words
    makings: Words
    effects: Words
    actors: Words
    beneficiaries: Words
    instruments: Words
    fields: Words


def load(data: Path | None = None) -> Vocabulary:
    """The vocabulary that ships, with what files in `data/measures` add or rename.

    Raises:
        UnreadableFile: if a line of them is malformed.
    """
    own = data / FOLDER if data else None
    return Vocabulary(**{kind: _words(kind, own) for kind in Vocabulary.__annotations__})


def _words(kind: str, own: Path | None) -> Words:
    name = f"{kind}.txt"
    shipped = files("chatbot.measures").joinpath("vocabulary", name)
    rows = list(read_rows(shipped.read_text(encoding="utf-8"), name))
    if own and (file := own / name).exists():
        rows += read_rows(_text(file), str(file))
    return Words({wording: term for term, wording in rows})


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{file}：无法读取（{error}）", hint="请存为 UTF-8 编码的文本文件。"
        ) from error
