"""What is known of a policy, above its text."""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote as percent

from index.clause import Found, PolicyHead
from index.validity import Named
from ui.pages.strings import Strings


def card(head: PolicyHead, say: Strings) -> str:
    """A list of what is known; what an administrator corrected is marked."""
    listed = "".join(
        f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in _rows(head, say) if value
    )
    return f'<dl aria-label="{say("reader.card")}">{listed}</dl>'


def _rows(head: PolicyHead, say: Strings) -> Iterator[tuple[str, str]]:
    known, life = head.card, head.validity
    yield say("reader.number"), _value(known.number, say)
    yield say("reader.issuers"), "、".join(_value(issuer, say) for issuer in known.issuers)
    yield say("reader.kind"), _value(known.kind, say)
    yield say("reader.issued"), _value(known.issued, say)
    yield say("reader.published"), _value(known.published, say)
    yield say("reader.effective"), _value(known.effective, say)
    yield say("reader.expires"), _value(known.expires, say)
    yield say("reader.validity"), escape(life.state) + (_mark(say) if life.stated else "")
    yield say("reader.replaces"), "、".join(map(_link, life.replaces))
    yield say("reader.replaced_by"), _link(life.replaced_by) if life.replaced_by else ""
    yield say("reader.source"), _source(known.url)


def _value(found: Found[str] | None, say: Strings) -> str:
    if found is None:
        return ""
    return escape(found.value) + (_mark(say) if found.corrected else "")


def _mark(say: Strings) -> str:
    return f" <small>（{say('reader.corrected')}）</small>"


def _link(named: Named) -> str:
    """A link to another policy beside this one; plain text where that is not on file."""
    title = escape(named.title)
    return f'<a href="{percent(named.policy_id)}">{title}</a>' if named.policy_id else title


def _source(url: Found[str] | None) -> str:
    """A link for a web address, plain text for anything else (`javascript:` for one)."""
    if url is None:
        return ""
    text = escape(url.value)
    if not url.value.startswith(("https://", "http://")):
        return text
    return f'<a href="{text}" target="_blank" rel="noopener noreferrer">{text}</a>'
