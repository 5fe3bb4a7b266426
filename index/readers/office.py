"""Older office documents (.doc, .wps, .rtf, .odt) → Source, through LibreOffice.

No library reads these formats with their numbering; LibreOffice does, and writes .docx.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from index.clause import Source
from index.errors import UnreadableFile, UnsupportedFormat
from index.readers.docx import document

_SECONDS = 180
"""For one document, LibreOffice's start included."""


def read(data: bytes, name: str) -> Source:
    """What LibreOffice makes of it, read as a Word document.

    Raises:
        UnsupportedFormat: if LibreOffice is not installed.
        UnreadableFile: if it cannot read the file, or not in time.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnsupportedFormat(
            f"{name}：读取这种格式需要 LibreOffice，本机没有安装",
            hint="请安装 LibreOffice（apt install libreoffice-writer-nogui），"
            "或用 Word、WPS 另存为 .docx 后再导入。",
        )
    with TemporaryDirectory(prefix="policy-", ignore_cleanup_errors=True) as folder:
        return document.read(_converted(program, data, name, Path(folder)), name)


def _converted(program: str, data: bytes, name: str, folder: Path) -> bytes:
    # LibreOffice goes by the content, but knows nothing of .wps.
    suffix = PurePosixPath(name).suffix.lower().replace(".wps", ".doc")
    (folder / f"file{suffix}").write_bytes(data)
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation=file://{folder}/profile",
    ]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/made"]
    process = subprocess.Popen(  # noqa: S603  no shell; the file's own name is not in it
        [*command, f"{folder}/file{suffix}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(folder)},
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _unreadable(name, f"用时超过 {_SECONDS} 秒") from error
    finally:
        _end(process)
    made = folder / "made" / "file.docx"
    if not made.is_file():
        raise _unreadable(name, "文件已损坏、已加密，或不是文字文档")
    return made.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with the processes that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _unreadable(name: str, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}：LibreOffice 无法转换（{reason}）",
        hint="请用 Word 或 WPS 打开，去掉密码并另存为 .docx 后再导入。",
    )
