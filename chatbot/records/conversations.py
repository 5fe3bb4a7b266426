"""Conversations by an id that cannot be guessed: whoever knows it may go on, read and delete."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, insert, select, update

from chatbot.errors import ConversationNotFound
from chatbot.question import MAX_TURN, MAX_TURNS, Turn
from chatbot.records.retention import Retention
from chatbot.records.tables import CONVERSATIONS, TURNS
from index.database import available, to_write

_KEPT = MAX_TURNS - 2
"""Turns handed on with the next question."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation so far.

    Attributes:
        begun: seconds since 1970.
        used: when the last turn was added, seconds since 1970.
    """

    id: str
    begun: float
    used: float
    turns: tuple[Turn, ...]


class Conversations:
    """The conversations of one database.

    Args:
        retention_days: days without a new turn after which one is deleted.
        now: the time in seconds since 1970.
        passed: seconds that passed, see `chatbot.records.retention`.
    """

    def __init__(
        self,
        engine: Engine,
        retention_days: float,
        now: Callable[[], float] = time.time,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._retention = Retention(retention_days, now, passed)
        self._now = now

    def begin(self) -> Conversation:
        """A new one, without turns; those past their retention time go."""
        now = self._now()
        conversation = Conversation(secrets.token_hex(16), now, now, ())
        with available(), to_write(self._engine).begin() as connection:
            connection.execute(
                delete(CONVERSATIONS).where(CONVERSATIONS.c.used < self._retention.deleted())
            )
            connection.execute(
                insert(CONVERSATIONS).values(id=conversation.id, begun=now, used=now)
            )
        return conversation

    def read(self, conversation_id: str) -> Conversation:
        """One with all its turns.

        Raises:
            ConversationNotFound: if there is none, or none any more.
        """
        with available(), self._engine.connect() as connection:
            head = connection.execute(
                select(CONVERSATIONS).where(
                    CONVERSATIONS.c.id == conversation_id,
                    CONVERSATIONS.c.used >= self._retention.oldest(),
                )
            ).first()
            if head is None:
                raise _missing(conversation_id)
            turns = connection.execute(
                select(TURNS.c.role, TURNS.c.content)
                .where(TURNS.c.conversation_id == conversation_id)
                .order_by(TURNS.c.ordinal)
            )
            said = tuple(Turn(row.role, row.content) for row in turns)
        return Conversation(head.id, head.begun, head.used, said)

    def recent(self, conversation_id: str) -> tuple[Turn, ...]:
        """The last turns, as many as a question may carry.

        Raises:
            ConversationNotFound: if there is none, or none any more.
        """
        return self.read(conversation_id).turns[-_KEPT:]

    def append(self, conversation_id: str, turns: Sequence[Turn]) -> None:
        """Add turns at the end, all or none.

        Raises:
            ConversationNotFound: if it was deleted meanwhile.
        """
        with available(), to_write(self._engine).begin() as connection:
            changed = connection.execute(
                update(CONVERSATIONS)
                .where(CONVERSATIONS.c.id == conversation_id)
                .values(used=self._now())
            )
            if not changed.rowcount:
                raise _missing(conversation_id)
            last = connection.execute(
                select(func.max(TURNS.c.ordinal)).where(TURNS.c.conversation_id == conversation_id)
            ).scalar()
            connection.execute(
                insert(TURNS),
                [
                    {
                        "conversation_id": conversation_id,
                        "ordinal": ordinal,
                        "role": turn.role,
                        "content": turn.content[:MAX_TURN],
                    }
                    for ordinal, turn in enumerate(turns, (last or 0) + 1)
                ],
            )

    def delete(self, conversation_id: str) -> None:
        """Delete one with its turns.

        Raises:
            ConversationNotFound: if there is none.
        """
        with available(), to_write(self._engine).begin() as connection:
            gone = connection.execute(
                delete(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id)
            )
            if not gone.rowcount:
                raise _missing(conversation_id)


def _missing(conversation_id: str) -> ConversationNotFound:
    return ConversationNotFound(
        f"没有编号为 {conversation_id!r} 的对话，可能已过保存期或已被删除。",
        hint="请用 POST /v1/conversations 开始新的对话。",
    )
