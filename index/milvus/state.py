"""Which rows of a collection make one revision of an index: what its folder says of them.

Rows are written once and never changed. Keys grow with time, so a revision is all rows up to its
last key, but those of policies that went and that readers of the revision before may still see.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import NamedTuple

from index.candidates import Standing
from index.errors import IndexDamaged
from index.milvus.options import Kind
from index.milvus.server import EDITION, KEY

_FILE = "milvus.json"


class Edition(NamedTuple):
    """One version of a policy in the collection: its rows follow each other.

    Attributes:
        key: of its first row, which the field `edition` of all of them holds.
        rows: how many it has.
    """

    key: int
    rows: int


@dataclass(slots=True)
class State:
    """One revision.

    Attributes:
        dim: of the vectors.
        kind: of the index of the vectors.
        end: every key of the revision is below; those from here on are of none.
        policies: id → its edition.
        standings: id → what is known of the policy.
        gone: editions that went with this revision; readers of the one before see them.
        long_gone: editions that went with the one before; nobody sees them.
        loose: rows added since the server last made a segment of them.
    """

    collection: str
    dim: int
    kind: Kind = "FLAT"
    end: int = 0
    policies: dict[str, Edition] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    gone: list[Edition] = field(default_factory=list)
    long_gone: list[Edition] = field(default_factory=list)
    loose: int = 0

    def __len__(self) -> int:
        return sum(edition.rows for edition in self.policies.values())

    def everything(self) -> str:
        """An expression that is true of the rows of this revision."""
        return self._up_to(())

    def of(self, policy_ids: Sequence[str]) -> str:
        """An expression that is true of the rows of these policies; "" if there are none."""
        keys = {self.policies[each].key for each in policy_ids if each in self.policies}
        if len(keys) <= len(self.policies) / 2:
            return f"{EDITION} in {sorted(keys)}" if keys else ""
        return self._up_to(
            edition.key for edition in self.policies.values() if edition.key not in keys
        )

    def _up_to(self, without: Iterable[int]) -> str:
        left_out = [*without, *(edition.key for edition in (*self.gone, *self.long_gone))]
        up_to = f"{KEY} < {self.end}"
        return f"{up_to} and {EDITION} not in {left_out}" if left_out else up_to

    def write(self, folder: Path) -> None:
        """Write it into a folder."""
        listed = asdict(self) | {
            "standings": {key: astuple(told) for key, told in self.standings.items()}
        }
        (folder / _FILE).write_text(json.dumps(listed), encoding="utf-8")


def written(folder: Path) -> bool:
    """Whether a folder describes a revision in a collection, and not files of its own."""
    return (folder / _FILE).exists()


def read(folder: Path) -> State:
    """The revision that a folder describes.

    Raises:
        IndexDamaged: if the description is missing or unreadable.
    """
    try:
        listed = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexDamaged(
            f"{folder / _FILE}：无法读取", hint="请运行 chatbot ingest --rebuild 重建索引。"
        ) from error
    return State(
        **listed
        | {
            "policies": {key: Edition(*each) for key, each in listed["policies"].items()},
            "standings": {key: Standing(*each) for key, each in listed["standings"].items()},
            "gone": [Edition(*each) for each in listed["gone"]],
            "long_gone": [Edition(*each) for each in listed["long_gone"]],
        }
    )
