"""Lines on their way to a source."""

from index.clause import Found, Line, Place, Source, Span
from index.readers.text import lines


class Body:
    """Puts lines one below the other into a text, and remembers where each came from.

    Attributes:
        warnings: for the user, a sentence each; said once.
    """

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._lines: list[Line] = []
        self._fields: dict[str, Found[str]] = {}

    def field(self, key: str, value: str) -> None:
        """A value of the file's header, no part of the policy's text; the first of a key stays."""
        value = " ".join(value.split())
        if value and key not in self._fields:
            start = self._append(f"{key}：{value}") + len(key) + 1
            self._fields[key] = Found(value, Span(start, start + len(value)))

    def add(self, text: str, level: int = 0, place: Place | None = None) -> None:
        """One line of the policy, or several if `text` has line breaks; blank ones are left out."""
        for span in lines(text):
            line = span.of(text)
            start = self._append(line)
            self._lines.append(Line(Span(start, start + len(line)), level, place))

    def source(self) -> Source:
        """All that was put together."""
        warnings = tuple(dict.fromkeys(self.warnings))
        return Source("\n".join(self._pieces), tuple(self._lines), self._fields, warnings)

    def _append(self, line: str) -> int:
        start = self._length
        self._pieces.append(line)
        self._length += len(line) + 1
        return start
