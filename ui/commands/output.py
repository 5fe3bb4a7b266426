"""Files that a command writes: an existing one is only overwritten by force."""

from collections.abc import Iterable
from pathlib import Path

from chatbot.errors import BadOutput


def refuse_existing(output: Path, *, force: bool) -> None:
    """Find out before any work that the file is there already.

    Raises:
        BadOutput: if it is.
    """
    if output.exists() and not force:
        raise _exists(output)


def save(content: Iterable[bytes], output: Path, *, force: bool) -> None:
    """Write a file piece by piece.

    Raises:
        BadOutput: if it exists, or cannot be written.
    """
    try:
        with output.open("wb" if force else "xb") as file:
            file.writelines(content)
    except FileExistsError as error:
        raise _exists(output) from error
    except OSError as error:
        raise BadOutput(
            f"{output} 无法写入：{error.strerror}。",
            hint="请检查文件夹是否存在、是否有写入权限、磁盘是否已满。",
        ) from error


def _exists(output: Path) -> BadOutput:
    return BadOutput(
        f"{output} 已经存在。", kept="原文件没有改动。", hint="请换一个文件名，或加 --force 覆盖。"
    )
