"""What an ingest did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.changes import Change
from index.clause import Policy
from index.errors import SourceError
from index.warnings import warnings


@dataclass(slots=True)
class IngestReport:
    """What an ingest did; files are named as the library calls them.

    Attributes:
        described: their cards were read again, and are others now.
        skipped: no reader knows their format.
        failed: file and what is wrong with it; the rest went on.
        warnings: file and what looks odd in it.
        policies: in the library afterwards.
        units: clauses in the index afterwards.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[tuple[str, SourceError]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    policies: int = 0
    units: int = 0

    def note(self, changes: Iterable[Change]) -> None:
        """Enter what became of policies."""
        for change in changes:
            if change.before == change.after:
                self.unchanged.append(change.source_file)
            elif change.before is None:
                self.added.append(change.source_file)
            elif change.after is None:
                self.removed.append(change.source_file)
            else:
                self.replaced.append(change.source_file)

    def warn(self, policies: Iterable[Policy], known: Mapping[str, tuple[str, str]]) -> None:
        """Say what looks odd in policies that were put.

        Args:
            policies: as they are now.
            known: source file → SHA-256 and name of what was there before.
        """
        for policy in policies:
            name, (sha, title) = policy.source_file, known.get(policy.source_file, ("", ""))
            if sha and title != policy.name:
                self.warnings.append((name, f"取代了同名文件中的《{title}》。"))
            self.warnings.extend((name, warning) for warning in warnings(policy))
