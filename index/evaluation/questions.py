"""Question files: JSON lines, each a question and what is known of its answer.

The two forms are described for users in docs/evaluation.md.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from index.errors import UnreadableFile

T = TypeVar("T", bound=BaseModel)
_HINT = "两种格式的说明见 docs/evaluation.md；没有开始评测。"


@dataclass(frozen=True, slots=True)
class Article:
    """A clause by its place.

    Attributes:
        file: relative to the folder as ingested, with "/" as separator.
        article: its number as printed, 第五十四条, or its compact path, 四、（六）14.
    """

    file: str
    article: str

    def __str__(self) -> str:
        return f"{self.file} {self.article}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A clause by words that it alone holds.

    Attributes:
        name: what question files call it.
    """

    name: str
    words: str

    def __str__(self) -> str:
        return f"{self.name}“{self.words}”"


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what is known of its answer.

    Attributes:
        turns: what the user asked before, in order.
        gold: the clauses that answer it; none where that is not known, or there are none.
        contains: groups of wordings; of each group the answer must hold one.
    """

    id: str
    kind: str
    question: str
    turns: tuple[str, ...] = ()
    gold: tuple[Article | Anchor, ...] = ()
    contains: tuple[tuple[str, ...], ...] = ()
    answerable: bool = True


class _Place(BaseModel):
    model_config = ConfigDict(strict=True)

    file: str = Field(min_length=1)
    article: str = Field(min_length=1)


class _Line(BaseModel):
    """One line; keys that are not known are other people's notes."""

    model_config = ConfigDict(strict=True)

    question: str = Field(min_length=1)
    gold: list[_Place | str]
    id: str = ""
    kind: str = ""
    turns: list[str] = Field(default_factory=list)
    contains: list[list[str]] = Field(default_factory=list)
    answerable: bool = True


def read_cases(paths: Sequence[Path], anchors: Path | None = None) -> list[Case]:
    """The questions of all files, in order.

    A question without a kind is of the kind that its file's name says.

    Raises:
        UnreadableFile: if a file cannot be read, a line is malformed, an anchor is not in the
            file of anchors, or two questions have the same id.
    """
    words = read_anchors(anchors) if anchors else {}
    cases: dict[str, Case] = {}
    for path in paths:
        for number, text in enumerate(_text(path).split("\n"), 1):
            if not text.strip():
                continue
            place = f"{path.name} 第 {number} 行"
            line = _parsed(_Line, text, place)
            identity = line.id or f"{path.stem}:{number}"
            if identity in cases:
                raise UnreadableFile(f"{place}：编号 {identity} 已经用过。", hint=_HINT)
            gold = tuple(_gold(each, words, place) for each in line.gold)
            cases[identity] = _case(line, identity, path.stem, gold)
    if not cases:
        raise UnreadableFile("没有可以评测的问题。", hint="请给出含有问题的 JSONL 文件。")
    return list(cases.values())


def read_anchors(path: Path) -> dict[str, str]:
    """A JSON object: name → words that the clause alone holds.

    Raises:
        UnreadableFile: if it is anything else.
    """
    try:
        return TypeAdapter(dict[str, str]).validate_json(_text(path))
    except ValidationError as error:
        raise UnreadableFile(f"{path.name} 不是锚点文件：{_wrong(error)}", hint=_HINT) from error


def sampled(cases: Sequence[Case], count: int, seed: int) -> list[Case]:
    """`count` of the cases at random, in their order; all if there are no more."""
    if count >= len(cases):
        return list(cases)
    drawn = Random(seed).sample(range(len(cases)), count)  # noqa: S311 - repeatable, not secret
    return [cases[place] for place in sorted(drawn)]


def as_line(case: Case) -> str:
    """A case as `read_cases` reads it; gold by place alone."""
    gold = [{"file": g.file, "article": g.article} for g in case.gold if isinstance(g, Article)]
    line: dict[str, Any] = {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "gold": gold,
    }
    line |= {"turns": case.turns} if case.turns else {}
    line |= {} if case.answerable else {"answerable": False}
    return json.dumps(line, ensure_ascii=False)


def _case(line: _Line, identity: str, stem: str, gold: tuple[Article | Anchor, ...]) -> Case:
    return Case(
        id=identity,
        kind=line.kind or stem,
        question=line.question,
        turns=tuple(line.turns),
        gold=gold,
        contains=tuple(map(tuple, line.contains)),
        answerable=line.answerable,
    )


def _gold(each: _Place | str, words: dict[str, str], place: str) -> Article | Anchor:
    if isinstance(each, _Place):
        return Article(normalize("NFC", each.file), each.article)
    if each not in words:
        raise UnreadableFile(
            f"{place}：锚点 {each} 没有定义。", hint="请用 --anchors 给出定义它的锚点文件。"
        )
    return Anchor(each, words[each])


def _parsed(model: type[T], text: str, place: str) -> T:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise UnreadableFile(f"{place}不是评测问题：{_wrong(error)}", hint=_HINT) from error


def _wrong(error: ValidationError) -> str:
    first: Any = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path}：无法读取（{error}）", hint="请检查路径和编码。") from error
