"""A wire to a port of this machine that can be cut: what is sent over it then gets no answer."""

import ctypes
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from typing import Self

_ATTACH_FILTER, _DETACH_FILTER = 26, 27
_NOTHING = struct.pack("HBBI", 0x06, 0, 0, 0)
"""BPF's program that lets no byte through; the kernel then acknowledges none."""


class Wire:
    """Passes on what comes to `port` to the port `to`, and back, while the block runs."""

    def __init__(self, to: int) -> None:
        self.to = to
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends = [self._listener]
        self._changing = Lock()

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changing:
            for end in self._ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Drop whatever arrives at either end, while the block runs."""
        program = ctypes.create_string_buffer(_NOTHING)
        drop = struct.pack("HL", 1, ctypes.addressof(program))
        with self._changing:
            cut = [end for end in self._ends if end.fileno() >= 0]
            for end in cut:
                end.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, drop)
        try:
            yield
        finally:
            for end in cut:
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, _DETACH_FILTER, 0)

    def _accept(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                self._connect(self._listener.accept()[0])

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            near.close()
            return
        with self._changing:
            self._ends += [near, far]
        for one, other in ((near, far), (far, near)):
            Thread(target=self._pass, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)
