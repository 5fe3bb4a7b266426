"""What an index holds of each policy, so that the next one takes up only what is new."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexDamaged

_FILE = "policies.json"


@dataclass(frozen=True, slots=True)
class Held:
    """A policy in an index.

    Attributes:
        sha256: of the file that it was read from: another version has another.
        cites: names of the policies that it cites, see `index.prominence`.
    """

    sha256: str
    cites: tuple[str, ...]


def read(folder: Path) -> dict[str, Held]:
    """Policy id → what the index in a folder holds of it.

    Raises:
        IndexDamaged: if that is missing or unreadable.
    """
    try:
        listed = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexDamaged(
            f"{folder / _FILE}：无法读取", hint="请运行 chatbot ingest --rebuild 重建索引。"
        ) from error
    return {policy_id: Held(sha256, tuple(cites)) for policy_id, (sha256, cites) in listed.items()}


def write(folder: Path, contents: Mapping[str, Held]) -> None:
    """Write what the index in a folder holds."""
    listed = {policy_id: (held.sha256, held.cites) for policy_id, held in contents.items()}
    (folder / _FILE).write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
