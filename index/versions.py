"""Policies of one title → texts, each in all of its versions."""

import re
from collections.abc import Iterable

from index.card.rank import STATUTES
from index.clause import PolicyHead
from index.titles import key, version

# 宪法修正案（1988年） is no version of another amendment.
_VERSION = re.compile(r"(?<!修正案)[（(](?:(?:19|20)\d\d年?)?(?:修正|修订|修改)?(?:本|版)?[）)]$")


def texts(heads: Iterable[PolicyHead]) -> list[tuple[PolicyHead, ...]]:
    """Policies of one title put together, the latest first, unless they cannot be versions.

    No two statutes of one place share a title; other documents do, and are told apart by who
    issued them.
    """
    by_title: dict[str, list[list[PolicyHead]]] = {}
    for head in heads:
        found = by_title.setdefault(title_key(head.name), [])
        for text in found:
            if _one_text(head, text[0]):
                text.append(head)
                break
        else:
            found.append([head])
    return [
        tuple(sorted(text, key=lambda head: (version(head), head.source_file), reverse=True))
        for found in by_title.values()
        for text in found
    ]


def title_key(name: str) -> str:
    """What the versions of a text share: the title without 中华人民共和国 and （2018修正）."""
    return key(_VERSION.sub("", name))


def _one_text(one: PolicyHead, other: PolicyHead) -> bool:
    if _is_statute(one) and _is_statute(other):
        return True
    first = {issuer.value for issuer in one.card.issuers}
    second = {issuer.value for issuer in other.card.issuers}
    return not first or not second or bool(first & second)


def _is_statute(head: PolicyHead) -> bool:
    return head.card.kind is not None and head.card.kind.value in STATUTES
