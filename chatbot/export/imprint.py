"""What an exported file says of itself: which system made it, when, and from what."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Imprint:
    """The line below whatever is exported.

    Attributes:
        exported: when the file was made, with its time zone; the only thing in a file that
            differs from one export to the next.
        indexed: when the index was made that the content comes from; None if unknown.
        system: what made the file.
    """

    exported: datetime
    indexed: datetime | None = None
    system: str = "政策问答"

    def __str__(self) -> str:
        """The line, in the time of Beijing."""
        exported = self.exported.astimezone(_BEIJING)
        at = f"{_day(exported)}{exported:%H时%M分}"
        basis = f"，依据{_day(self.indexed.astimezone(_BEIJING))}建立的索引" if self.indexed else ""
        return (
            f"本文由“{self.system}”系统于{at}（北京时间）导出{basis}。"
            "内容摘自已收录的政策文件，以原文为准。"
        )


def _day(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"
