"""Connections to PostgreSQL that give up a server which hangs.

TCP notices a network that is cut (`index.database`). A server that is stopped, or waits for its
disk, is another matter: its kernel goes on to acknowledge what is sent, and a `statement_timeout`
would be its own to keep. So whoever waits looks at the clock, as with the socket time-outs of
other drivers; psycopg has none of its own.

A server that is well, but waits for a lock, does not notice that it was given up: then the
`statement_timeout` ends what nobody waits for, and the connections that it serves do not pile up.
"""

from collections.abc import Sequence
from threading import Lock, Semaphore
from time import monotonic
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.errors import ConnectionTimeout
from psycopg.waiting import Ready
from sqlalchemy import Connection as Work
from sqlalchemy import Dialect, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")

_LATER_S = 1
"""So much after whoever waited the server, too, gives up."""

_MOMENT_S = 0.5
"""How long those who come to a server that hung wait for the one who asks whether it still does."""

_WAITING = 4
"""How many: each holds a place of the engine's pool, for which others wait much longer."""


class Watched(Connection[Any]):
    """A connection that is closed when nothing is heard for too long while it waits.

    Attributes:
        silence_s: seconds without a byte from the server; infinite for any time.
        watch: is told.
    """

    silence_s: float
    watch: "_Watch"

    def wait(self, gen: PQGen[T], *arguments: Any, **more: Any) -> T:  # noqa: ANN401 - as psycopg has them
        """What the work of `gen` on this connection results in.

        Raises:
            OperationalError: if the server is silent.
        """
        return super().wait(self._heard(gen), *arguments, **more)

    def _heard(self, gen: PQGen[T]) -> PQGen[T]:
        heard, said = monotonic(), False
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard, said = monotonic(), bool(ready & Ready.R)
                elif monotonic() - heard > self.silence_s:
                    self._give_up()
                wanted = gen.send(ready)
        except StopIteration as end:
            if said:  # something that makes sense, as an end of the connection would not
                self.watch.hangs = False
            result: T = end.value
            return result

    def _give_up(self) -> None:
        self.close()
        self.watch.hangs = True
        raise OperationalError(f"the server has said nothing for {self.silence_s:g} s")


def watch(engine: Engine) -> None:
    """Have the connections of an engine notice that their server hangs.

    How long is waited for a sign of life says libpq's `tcp_user_timeout` (ms), as it does where
    the network is cut; or the execution option `silence_s`, where one statement may take longer.
    """
    kept = _Watch()
    event.listen(engine, "do_connect", kept.connect)
    event.listen(engine, "begin", kept.begin)
    event.listen(engine, "checkin", kept.back)


class _Watch:
    """What an engine knows of its server.

    Attributes:
        hangs: whether it did not answer, and has said nothing since; then one new connection at a
            time is tried.
    """

    def __init__(self) -> None:
        self.hangs = False
        self._turn = Lock()
        self._room = Semaphore(_WAITING)
        self._silence_s = float("inf")

    def connect(
        self,
        _dialect: Dialect,
        _entry: ConnectionPoolEntry,
        _arguments: Sequence[str],
        options: dict[str, Any],
    ) -> Watched:
        """A new connection; where all who ask would wait, one of them does, the others a moment."""
        if self.hangs:
            if not self._has_turn():
                raise OperationalError("the server does not answer, and is being asked")
            try:
                if self.hangs:
                    return self._connected(options)
            finally:
                self._turn.release()
        return self._connected(options)

    def _has_turn(self) -> bool:
        """Whether whoever asked the server before is done within a moment; few wait for that."""
        if not self._room.acquire(blocking=False):
            return False
        try:
            return self._turn.acquire(timeout=_MOMENT_S)
        finally:
            self._room.release()

    def begin(self, work: Work) -> None:
        """A transaction begins, which may be one at length."""
        driven = work.connection.driver_connection
        silence_s = work.get_execution_options().get("silence_s")
        if isinstance(driven, Watched) and silence_s:
            driven.silence_s = silence_s
            work.exec_driver_sql(f"SET LOCAL statement_timeout = {_milliseconds(silence_s)}")

    def back(self, driven: object, _entry: ConnectionPoolEntry) -> None:
        """A connection is given back; whoever has it next is as impatient as all."""
        if isinstance(driven, Watched):
            driven.silence_s = self._silence_s

    def _connected(self, options: dict[str, Any]) -> Watched:
        try:
            made = Watched.connect(**options)
        except ConnectionTimeout:
            self.hangs = True
            raise
        self.hangs = False
        patience_ms = int(options.get("tcp_user_timeout", 0))
        self._silence_s = patience_ms / 1000 or float("inf")
        made.silence_s, made.watch = self._silence_s, self
        if patience_ms:
            limit = str(_milliseconds(self._silence_s))
            with made.transaction():
                made.execute("SELECT set_config('statement_timeout', %s, false)", [limit])
        return made


def _milliseconds(silence_s: float) -> int:
    """After how many the server ends a statement that is given up after so many seconds."""
    return int(1000 * (silence_s + _LATER_S))
