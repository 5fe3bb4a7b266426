"""API keys: the secret is shown once, its digest alone is kept.

A secret has 256 random bits, so that a plain SHA-256 cannot be reversed by guessing; slow password
hashes are for secrets that people choose (OWASP Password Storage Cheat Sheet).
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Engine, Row, insert, select, update

from chatbot.errors import KeyNotFound
from chatbot.records.lately import Lately
from chatbot.records.tables import KEYS
from index.database import available, to_write

PREFIX = "pc-"
"""How a secret begins, so that it is recognised where it does not belong."""


class Scope(StrEnum):
    """What a key allows."""

    READ = "read"  # policies, clauses and tables
    ASK = "ask"  # questions, searches, measures, conversations
    ADMIN = "admin"  # what changes the library or reads the records


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret.

    Attributes:
        created: seconds since 1970.
        revoked: seconds since 1970; None while it is good.
    """

    id: str
    name: str
    scopes: frozenset[Scope]
    created: float
    revoked: float | None = None


class Keys:
    """The keys of one database; what another process changes is known a second later."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._now = now
        self._good = Lately(self._read_good)

    def create(self, name: str, scopes: Collection[Scope]) -> tuple[Key, str]:
        """A new key and its secret, which is not kept."""
        key = Key(secrets.token_hex(4), name, frozenset(scopes), self._now())
        secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
        with available(), to_write(self._engine).begin() as connection:
            connection.execute(
                insert(KEYS).values(
                    id=key.id,
                    name=name,
                    digest=_digest(secret),
                    scopes=" ".join(sorted(scopes)),
                    created=key.created,
                )
            )
        self._good.change()
        return key, secret

    def all(self) -> list[Key]:
        """Every key, the oldest first; revoked ones too."""
        with available(), self._engine.connect() as connection:
            rows = connection.execute(select(KEYS).order_by(KEYS.c.created, KEYS.c.id))
            return [_key(row) for row in rows]

    @property
    def at_hand(self) -> bool:
        """Whether the database need not be asked for the good ones."""
        return self._good.at_hand

    def are_used(self) -> bool:
        """Whether there is a good key: from then on nobody is let in without one."""
        return bool(self._good.value())

    def check(self, secret: str) -> Key | None:
        """The good key that a secret belongs to."""
        return self._good.value().get(_digest(secret))

    def revoke(self, key_id: str) -> None:
        """Make a key useless from now on.

        Raises:
            KeyNotFound: if there is no good key with this id.
        """
        with available(), to_write(self._engine).begin() as connection:
            changed = connection.execute(
                update(KEYS)
                .where(KEYS.c.id == key_id, KEYS.c.revoked.is_(None))
                .values(revoked=self._now())
            )
            if not changed.rowcount:
                raise KeyNotFound(
                    f"没有编号为 {key_id!r} 的有效密钥。", hint="编号见 chatbot keys list。"
                )
        self._good.change()

    def _read_good(self) -> dict[str, Key]:
        """Digest → key."""
        with available(), self._engine.connect() as connection:
            rows = connection.execute(select(KEYS).where(KEYS.c.revoked.is_(None)))
            return {row.digest: _key(row) for row in rows}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key(row: Row[tuple[str, str, str, str, float, float | None]]) -> Key:
    scopes = frozenset(map(Scope, row.scopes.split()))
    return Key(row.id, row.name, scopes, row.created, row.revoked)
