"""A policy's title as it is compared, and the everyday forms of it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.clause import PolicyHead
from index.query.script import simplified
from index.region import PROVINCES
from index.tokens import fold

_REPUBLIC = "中华人民共和国"
_DATE = re.compile(r"((?:19|20)\d\d)[-年.]?(\d\d)?[-月.]?(\d\d)?")
_SHORTEST = 3
"""Characters of an alias; a title itself may be shorter (刑法)."""
_TITLE_WORD = (
    r"(?:法|法典|编|条例|办法|规定|细则|解释|意见|通知|决定|决议|规则|规程|方案|纲要|规划|计划|公告|批复"
    r"|标准|指引|指南|措施|章程|准则|守则|制度|修正案)"
)
_ENDS_LIKE_A_TITLE = re.compile(rf"{_TITLE_WORD}(?:[（(][^（）()]{{1,12}}[）)])?$")

_VERSION = re.compile(r"[（(](?:试行|暂行|修正|修订|(?:19|20)\d\d[^（）()]*)[）)]$")
_COURTS = re.compile(
    r"^(?:最高人民法院|最高人民检察院|国务院|全国人民代表大会常务委员会|[、和])+关于(?=.{4})"
)
_APPLIES = re.compile(
    r"关于适用《?(.+?)》(.*?)(?:的|若干问题的)?(?:若干)?(?:解释|规定)([（(].[）)])?$"
)
_CARRIES_OUT = re.compile(r"^(.*?)实施《(.+?)》的?(?:若干)?(办法|规定|细则|条例)$")
_PROVINCE = re.compile(rf"^({PROVINCES})(?:省|市|(?:维吾尔|壮族|回族)?自治区)")


@lru_cache(maxsize=65_536)
def key(name: str) -> str:
    """A name as it is compared: simplified, folded, without punctuation and 中华人民共和国."""
    folded = fold(simplified(name))
    return "".join(filter(str.isalnum, folded)).replace(_REPUBLIC, "")


def version(head: PolicyHead) -> str:
    """The date that tells a version: the later of its issue and of what its file is named after.

    Where neither is known, the day from which it is in force.
    """
    issued = head.card.issued.value if head.card.issued else ""
    found = _DATE.search(head.source_file.rsplit("/", 1)[-1])
    dated = max(issued, "-".join(filter(None, found.groups())) if found else "")
    return dated or (head.card.effective.value if head.card.effective else "")


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """A text as `key` writes it, and the place of each of its characters in the text."""
    plain = simplified(text)
    if len(plain) != len(text):
        plain = text
    kept = [(char, at) for at, printed in enumerate(plain) for char in _compared(printed)]
    folded = "".join(char for char, _ in kept)
    places = [at for _, at in kept]
    while (at := folded.find(_REPUBLIC)) >= 0:
        folded = folded[:at] + folded[at + len(_REPUBLIC) :]
        del places[at : at + len(_REPUBLIC)]
    return folded, places


@lru_cache(maxsize=65_536)
def _compared(char: str) -> str:
    """What `key` makes of a single character."""
    return "".join(filter(str.isalnum, fold(char)))


@lru_cache(maxsize=65_536)
def aliases(name: str) -> frozenset[str]:
    """Everyday forms of a title, as `key` writes them."""
    plain = name.replace(_REPUBLIC, "")
    forms = {_VERSION.sub("", plain), _COURTS.sub("", plain), _PROVINCE.sub(r"\1", plain)}
    forms.add(_COURTS.sub("关于", plain))
    if applies := _APPLIES.search(plain):
        law, part, which = applies.groups(default="")
        forms |= {f"{law}{part}解释{which}", f"{law}{part}司法解释{which}"}
    if carries_out := _CARRIES_OUT.match(plain):
        place, law, kind = carries_out.groups()
        forms |= {f"{place}{law}实施{kind}"}
    short = {
        form.replace("人民代表大会", "人大").replace("常务委员会", "常委会")
        for form in (plain, *forms)
    }
    keys = {key(form) for form in forms | short}
    return frozenset(each for each in keys if len(each) >= _SHORTEST)


def of_file(head: PolicyHead) -> Iterator[str]:
    """Names from the file's, if that reads like another title: 人格权编, 民法典人格权编."""
    stem = head.source_file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    stem = re.sub(r"\s*[（(][\d\-.年月日]+[）)]$", "", stem)
    if len(stem) >= _SHORTEST and _ENDS_LIKE_A_TITLE.search(stem) and key(stem) != key(head.name):
        yield key(stem)
        yield key(head.name + stem)
