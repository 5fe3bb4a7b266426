"""`chatbot ingest --watch`."""

import signal
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from chatbot.settings import Settings
from chatbot.wiring import open_embedder, open_ingest
from index.embedders import Embedder
from index.errors import PolicyChatError
from index.report import IngestReport
from index.watching import keep_looking
from ui.commands import console, settings, tell, told
from ui.commands.ingest import summary


def run(data: Path | None, folders: list[Path]) -> None:
    """Keep the library in step with folders until interrupted."""
    signal.signal(signal.SIGTERM, _interrupt)
    with told():
        chosen = settings(data)
        console().print("关注这些文件夹，有变化就导入；按 Ctrl+C 停止。")
        try:
            keeper = _Keeper(chosen, open_embedder(chosen), folders)
            keep_looking(folders, chosen.data, keeper.look)
        except KeyboardInterrupt:
            console().print("已停止关注；导入的内容都已保存。")


def _interrupt(*_: object) -> NoReturn:
    """SIGTERM is to us what Ctrl+C is."""
    raise KeyboardInterrupt


@dataclass(slots=True)
class _Keeper:
    """Brings the library in step, and says what is new of it.

    Attributes:
        said: what is wrong, as it was said last.
    """

    settings: Settings
    embedder: Embedder
    folders: list[Path]
    said: tuple[str, ...] | None = None

    def look(self) -> bool:
        """Ingest what has changed; whether that could be done."""
        try:
            with closing(open_ingest(self.settings, self.embedder)) as opened:
                report = opened.sync(self.folders)
        except PolicyChatError as error:
            if self._is_new((str(error),)):
                tell(error)
            return False
        first = self.said is None
        wrong = self._is_new(tuple(str(error) for _, error in report.failed))
        if first or wrong or _changed(report):
            summary(report)
        return True

    def _is_new(self, wrong: tuple[str, ...]) -> bool:
        new = wrong != self.said
        self.said = wrong
        return new


def _changed(report: IngestReport) -> bool:
    return bool(report.added or report.replaced or report.removed)
