"""A reader that does what a hostile file might have a parser do; the file's name says what."""

import ctypes
import os
import socket
import sys
import time
from collections.abc import Callable

from index.clause import Line, Source, Span
from index.errors import FileTooLarge

CLOUDFLARE = ("1.1.1.1", 53)


def read(data: bytes, name: str) -> Source:
    """Misbehave; where nothing came of it, say so as a source."""
    deeds: dict[str, Callable[[], object]] = {
        "loop": loop,
        "sleep": lambda: time.sleep(600),
        "memory": lambda: str(len(bytearray(8 * 1024**3))),
        "crash": crash,
        "exit": lambda: os._exit(0),
        "bug": bug,
        "refuse": refuse,
        "chatter": chatter,
        "environment": lambda: " ".join(sorted(os.environ)),
        "file": lambda: str(write()),
        "network": connect,
        "process": lambda: str(os.getpid()),
        "size": lambda: str(len(data)),
    }
    text = str(deeds[name]())
    end = len(text) + (name == "size" and data.startswith(b"too far"))
    return Source(text, (Line(Span(0, end)),))


def loop() -> None:
    while True:
        pass


def bug() -> str:
    return dict[str, str]()["missing"]


def crash() -> str:
    return str(ctypes.CDLL(None).strlen(None))


def refuse() -> None:
    raise FileTooLarge("太大", hint="请拆分。")


def chatter() -> str:
    os.write(1, b"17\n{}")
    sys.stdout.write("parsing…\n")
    return "said"


def write() -> int:
    import tempfile

    with tempfile.TemporaryFile() as file:
        return sum(file.write(b"\0" * 1024**2) for _ in range(512))


def connect() -> str:
    try:
        socket.create_connection(CLOUDFLARE, timeout=1).close()
    except OSError as error:
        return str(error.errno)
    return "connected"
