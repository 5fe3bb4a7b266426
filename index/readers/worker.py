"""The process in which files are read: a task on standard input, its reply on standard output."""

import ctypes
import json
import os
import resource
import sys
from importlib import import_module
from typing import Any

from index.errors import SourceError
from index.readers.sandbox import SOURCES, Reply

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000  # sched.h
_MEGABYTE = 1024 * 1024
_LARGEST_FILE = 256 * _MEGABYTE
_OPEN_FILES = 256


def main() -> None:
    """Read files until there are no more."""
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    _shut_off()
    while line := inbox.readline():
        task = json.loads(line)
        _limit(task["seconds"], task["megabytes"])
        reply = _reply(task, inbox.read(task["size"])).model_dump_json().encode()
        outbox.write(f"{len(reply)}\n".encode() + reply)
        outbox.flush()


def _reply(task: dict[str, Any], data: bytes) -> Reply:
    try:
        source = import_module(task["module"]).read(data, task["name"])
        return Reply(source=SOURCES.dump_json(source).decode())
    except SourceError as error:
        return Reply(refusal=(type(error).__name__, error.what, error.hint))
    except Exception as error:  # noqa: BLE001  whatever a file does to its parser is told, not died of
        return Reply(failure=type(error).__name__)


def _shut_off() -> None:
    """No network, where the system lets a process leave it; no core files."""
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(_CLONE_NEWNET):
        unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)


def _limit(seconds: int, megabytes: int) -> None:
    """For the next file: so much more processor time, so much address space in all."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)
    _lower(resource.RLIMIT_AS, megabytes * _MEGABYTE)


def _lower(limit: int, value: int) -> None:
    """Set a soft limit, below the hard one that the process was given."""
    hard = resource.getrlimit(limit)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (soft, hard))


if __name__ == "__main__":
    main()
