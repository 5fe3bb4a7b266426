"""What an answer says of the validity of the texts that it cites, beside what they say."""

from collections.abc import Iterable, Iterator

from chatbot.answer import Outcome, Statement
from chatbot.markdown import escape
from chatbot.question import Question
from index.clause import PolicyHead
from index.titles import version
from index.validity import State, Validity


def noted(
    pieces: Iterable[Statement | Outcome], question: Question
) -> Iterator[Statement | Outcome]:
    """The pieces of an answer, and before its end a note on each cited text that needs one."""
    cited: dict[str, PolicyHead] = {}
    as_of = question.filters.as_of
    for piece in pieces:
        if isinstance(piece, Statement):
            cited.update((quote.policy.id, quote.policy) for quote in piece.quotes)
        else:
            notes = [note for head in cited.values() if (note := notice(head))]
            if as_of and cited:
                notes.insert(0, f"以上依据{as_of}有效的文本。")
            if notes:
                yield Statement("\n\n" + "\n\n".join(f"（{note}）" for note in notes) + "\n")
        yield piece


def life(head: PolicyHead) -> str:
    """How a policy stands today, from when and until when: the answer to 还有效吗."""
    validity = head.validity
    # Where the text is silent, the day on which it was issued stands in: no day to be told.
    days = [f"自{validity.begins}起施行"] if head.card.effective else []
    if validity.state is not State.NOT_YET and validity.ends and validity.after is State.EXPIRED:
        days.append(f"有效期至{head.card.expires.value if head.card.expires else validity.ends}")
    elif validity.ends:
        days.append(f"{validity.ends}起{validity.after}{_instead(validity)}")
    said = f"，{'；'.join(days)}" if days and not validity.stated else ""
    return f"{escape(f'《{head.name}》')}{validity.state}{said}。"


def notice(head: PolicyHead) -> str:
    """What a reader of the text must know of its validity, in a sentence; "" if nothing."""
    life = head.validity
    name = escape(f"《{head.name}》")
    if life.state is State.IN_FORCE:
        last = head.card.expires.value if head.card.expires else ""
        return f"{name}有效期至{last}。" if last and not life.stated else ""
    dated = f"（{version(head)}）" if version(head) else ""
    return f"注意：{name}{dated}{_since(life)}{life.state}{_instead(life)}。"


def _since(life: Validity) -> str:
    if life.stated:
        return ""
    if life.state is State.NOT_YET:
        return f"自{life.begins}起施行，目前"
    return f"自{life.ends}起"


def _instead(life: Validity) -> str:
    if life.state is State.NOT_YET or life.replaced_by is None:
        return ""
    by = life.replaced_by.policy_id
    found = "现行有效的是" if by and life.instead == by else "取代它的是"
    return f"，{found}{escape(life.replaced_by.title)}"
