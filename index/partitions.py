"""Partitions: what of a bulk of work is done already, in files, whatever became of the rest.

A file is whole or not there. What it holds is found by its content: a policy by name and bytes of
its file, tokens and vectors by the texts and the embedder. So nothing that is there is done again,
however the work is divided the next time. JSON and safetensors, because a pickle can do anything.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter
from safetensors import safe_open
from safetensors.numpy import load_file, save

from index.clause import Policy
from index.embedders import Vectors
from index.errors import SourceError, UnreadableFile
from index.preparing import Group, Prepared
from index.reading import Content

_POLICIES, _UNITS = ".jsonl", ".safetensors"
_KEY = 64
"""Characters of a key: a SHA-256."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a file: a policy, or class, text and hint of the `SourceError`."""

    policy: Policy | None = None
    refusal: tuple[str, str, str] | None = None


_OUTCOMES = TypeAdapter(Outcome)


def key_of_file(content: Content) -> str:
    """Of what is read from a file: the same name and bytes make the same policy."""
    return sha256(content.name.encode() + b"\0" + content.data).hexdigest()


def key_of_group(embedder: str, group: Group) -> str:
    """Of what is indexed of a policy: the same texts and embedder make the same vectors."""
    digest = sha256()
    for text in (embedder, *group):
        data = text.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def policies_file(read: Iterable[tuple[str, Policy | SourceError]]) -> bytes:
    """A partition of files: what came of each, by its key, a line each."""
    return b"".join(
        key.encode() + _OUTCOMES.dump_json(_outcome(result)) + b"\n" for key, result in read
    )


def policies_in(data: bytes) -> Iterator[Policy]:
    """The policies in a partition of files."""
    for line in data.split(b"\n")[:-1]:
        if policy := _OUTCOMES.validate_json(line[_KEY:]).policy:
            yield policy


def units_file(embedder: str, prepared: Sequence[tuple[Group, Prepared]]) -> bytes:
    """A partition of policies: tokens and vectors of their units, by the keys of their texts."""
    bags = [bag for _, each in prepared for bag in each.bags]
    words = {word: number for number, word in enumerate(dict.fromkeys(w for b in bags for w in b))}
    tensors = {
        "vectors": np.concatenate([each.vectors for _, each in prepared]),
        "tokens": np.array([words[word] for bag in bags for word in bag], dtype=np.uint32),
        "starts": np.cumsum([0, *map(len, bags)], dtype=np.int64),
    }
    listed = {
        "embedder": embedder,
        "keys": json.dumps([key_of_group(embedder, group) for group, _ in prepared]),
        "counts": json.dumps([len(each.bags) for _, each in prepared]),
        "words": json.dumps([*words], ensure_ascii=False),
    }
    return save(tensors, listed)


class Partitions:
    """The files of partitions in a folder, which need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._policies: dict[str, tuple[Path, int]] = {}
        self._units: dict[str, tuple[Path, int, int]] = {}
        self._opened = lru_cache(maxsize=4)(_opened)
        for path in sorted(folder.glob("*")):
            self._note(path)

    def has_file(self, key: str) -> bool:
        """Whether a file was read, see `key_of_file`."""
        return key in self._policies

    def has_group(self, key: str) -> bool:
        """Whether a policy's units were embedded, see `key_of_group`."""
        return key in self._units

    def policy(self, key: str) -> Policy | SourceError:
        """What came of a file that was read."""
        path, start = self._policies[key]
        with path.open("rb") as file:
            file.seek(start + _KEY)
            outcome = _OUTCOMES.validate_json(file.readline())
        return outcome.policy or _refused(outcome)

    def group(self, key: str) -> Prepared:
        """Tokens and vectors of a policy's units that were embedded."""
        path, start, end = self._units[key]
        vectors, bags = self._opened(path)
        return Prepared(bags[start:end], vectors[start:end])

    def keep_policies(self, data: bytes) -> None:
        """Keep a partition of files, see `policies_file`."""
        self._keep(data, _POLICIES)

    def keep_units(self, data: bytes) -> None:
        """Keep a partition of policies, see `units_file`."""
        self._keep(data, _UNITS)

    def clear(self) -> None:
        """Let go of everything, once it is published."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _keep(self, data: bytes, suffix: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / (sha256(data).hexdigest() + suffix)
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        self._note(path)

    def _note(self, path: Path) -> None:
        """Note what is in a file; what a killed run left half written goes."""
        if path.suffix == _POLICIES:
            start = 0
            with path.open("rb") as file:
                for line in file:
                    self._policies[line[:_KEY].decode()] = path, start
                    start += len(line)
        elif path.suffix == _UNITS:
            start = 0
            with safe_open(path, "numpy") as file:
                listed = file.metadata()
            for key, count in zip(
                *map(json.loads, (listed["keys"], listed["counts"])), strict=True
            ):
                self._units[key] = path, start, start + count
                start += count
        else:
            path.unlink()


def _outcome(result: Policy | SourceError) -> Outcome:
    if isinstance(result, SourceError):
        return Outcome(refusal=(type(result).__name__, result.what, result.hint))
    return Outcome(policy=result)


def _refused(outcome: Outcome) -> SourceError:
    kind, what, hint = outcome.refusal or ("", "", "")
    refusals = {error.__name__: error for error in SourceError.__subclasses__()}
    return refusals.get(kind, UnreadableFile)(what, hint=hint)


def _opened(path: Path) -> tuple[Vectors, list[list[str]]]:
    """Vectors and tokens of all units in a file."""
    tensors = load_file(path)
    with safe_open(path, "numpy") as file:
        words = np.array(json.loads(file.metadata()["words"]), dtype=object)
    tokens, starts = words[tensors["tokens"]], tensors["starts"]
    bags = [tokens[start:end].tolist() for start, end in pairwise(starts.tolist())]
    return tensors["vectors"], bags
