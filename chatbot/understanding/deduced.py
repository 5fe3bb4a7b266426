"""Which policy is meant where none is named: the only one that has the clause asked for."""

import re
from dataclasses import replace

from chatbot.understanding.reference import in_policies
from chatbot.understanding.subject import Subject
from index.edition import Policies
from index.validity import State

_OF_A_KIND = re.compile(r"办法|条例|规定(?!了|什么)|细则|意见|通知|方案|法")
"""What a policy that is not named is called all the same: 本条例第三条."""


def deduced(text: str, about: Subject, library: Policies) -> Subject:
    """Of the few policies that may be meant, those that have all clauses that a text names.

    If one alone does, it is meant; if none does, or that one is not in force, any may be. A text
    that says more of the policy than the number leaves it open.
    """
    if about.end or _OF_A_KIND.search(text):
        return about
    named_of = ((head, in_policies(text, [head], library)) for head in about.candidates)
    have = tuple(head for head, found in named_of if found and all(r.clauses for r in found[1]))
    if len(have) > 1:
        return replace(about, candidates=have)
    return replace(about, policies=tuple(h for h in have if h.validity.state is State.IN_FORCE))
