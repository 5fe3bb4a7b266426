"""What a comparison searches in: clauses of a folder, as many as asked for, and the same for all.

A folder with too few is tiled: each further copy has half of its words replaced by words drawn
from the vocabulary of the built-in embedder, so that its tokens and its vectors are new ones.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from index.clause import PolicyHead
from index.context import in_context
from index.embedders.builtin import BuiltinEmbedder
from index.errors import SourceError
from index.policy import read_policy
from index.readers import READERS

NOISE = 0.5
"""Share of the words of a further copy that are replaced."""
_COPY = "copy-"
_WORD = re.compile(r"[㐀-鿿]{2}")
_STRUCTURE = re.compile(r"[第条款项目编章节附件录一二三四五六七八九十百千零〇年月日]")
"""Characters that number clauses: none is replaced or drawn, so that a copy has as many clauses."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause as every system indexes it.

    Attributes:
        text: with its context, see `index.context`.
        own: its own words alone.
        file, number: source file and printed number, which questions name as their answer.
    """

    id: str
    text: str
    own: str
    file: str
    number: str


@dataclass(frozen=True, slots=True)
class Material:
    """Clauses of one size on disk: as files, and as the units that parsing them gives."""

    folder: Path

    @property
    def files(self) -> Path:
        """The folder of policies."""
        return self.folder / "files"

    def units(self) -> list[Unit]:
        """Every unit clause of the files."""
        with (self.folder / "units.jsonl").open(encoding="utf-8") as lines:
            return [Unit(**json.loads(line)) for line in lines]


def prepare(folder: Path, corpus: Path, size: int, first: Iterable[str]) -> Material:
    """Material of at most `size` clauses, and about as many, made from whole files of `corpus`.

    Files named in `first`, those that hold answers, come before the others; each group is in
    random order with a fixed seed. A file that would make it more than `size` is passed over.

    Raises:
        ValueError: if no file has a clause, or every file has more than `size`.
    """
    material = Material(folder)
    material.files.mkdir(parents=True)
    kept = 0
    with (folder / "units.jsonl").open("w", encoding="utf-8") as out:
        for name, data in _files(corpus, frozenset(first)):
            copied = name.startswith(_COPY)
            units = _units(data, name)
            if kept + len(units) > size and not copied:
                continue
            if kept + len(units) > size or (copied and not kept):
                break
            kept += len(units)
            target = material.files / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            out.writelines(json.dumps(asdict(unit), ensure_ascii=False) + "\n" for unit in units)
            if kept > 0.995 * size:
                break
    if not kept:
        raise ValueError(f"{corpus}: no file there has between 1 and {size:,} clauses")
    return material


def _files(corpus: Path, first: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of the corpus, then of noised copies of them, without end."""
    names = sorted(
        path.relative_to(corpus).as_posix()
        for path in corpus.rglob("*")
        if path.is_file() and path.suffix.lower() in READERS
    )
    chance = random.Random(0)
    chance.shuffle(names)
    names.sort(key=lambda name: name not in first)
    for name in names:
        yield name, (corpus / name).read_bytes()
    words = _vocabulary()
    for copy in count(1) if names else ():
        for name in names:
            text = (corpus / name).read_text(encoding="utf-8", errors="ignore")
            yield f"{_COPY}{copy}/{name}", noised(text, words, chance).encode()


def noised(text: str, words: Sequence[str], chance: random.Random) -> str:
    """`text` with `NOISE` of its pairs of Chinese characters replaced by some of `words`."""

    def other(match: re.Match[str]) -> str:
        kept = _STRUCTURE.search(match[0]) or chance.random() > NOISE
        return match[0] if kept else words[int(chance.random() * len(words))]

    return _WORD.sub(other, text)


def _vocabulary() -> list[str]:
    tokens = BuiltinEmbedder().tokens
    return [token for token in tokens if _WORD.fullmatch(token) and not _STRUCTURE.search(token)]


def _units(data: bytes, name: str) -> list[Unit]:
    """The unit clauses of a file; none of one that cannot be read."""
    try:
        policy = read_policy(data, name)
    except SourceError:
        return []
    head = PolicyHead(policy.id, name, policy.sha256, policy.name, policy.card)
    return [
        Unit(clause.id, in_context(head, clause), clause.text, name, clause.number)
        for clause in policy.clauses
        if clause.unit
    ]
