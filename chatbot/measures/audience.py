"""Whom a measure means, and whether an organisation is one of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from chatbot.measures.profile import Organisation, Ownership, Profile, Size
from chatbot.measures.vocabulary import Term
from index.clause import Span


class Verdict(StrEnum):
    """Whether something holds for an organisation; the better for it, the earlier."""

    MET = "符合"
    OPEN = "普惠"  # the measure names nobody
    UNKNOWN = "待确认"
    INDIRECT = "间接"  # others are called upon, to the benefit of this one
    NOT_MET = "不符合"


@dataclass(frozen=True, slots=True)
class Audience:
    """Those whom a measure may mean.

    Attributes:
        wording: what policies call them.
        kinds: of organisation that can be one.
        sizes: that one can have; every size where empty.
        ownerships: that one can have; every one where empty.
        qualification: that one must have.
        acts: called upon for the good of others, who benefit indirectly.
        general: so wide that it says little of a measure that it is met.
    """

    name: str
    wording: re.Pattern[str]
    kinds: frozenset[Organisation] = frozenset({Organisation.ENTERPRISE})
    sizes: frozenset[Size] = frozenset()
    ownerships: frozenset[Ownership] = frozenset()
    qualification: str = ""
    acts: bool = False
    general: bool = False

    @property
    def singles_out(self) -> bool:
        """Whether only a certain owner or qualification makes an organisation one of them."""
        return bool(self.qualification or self.ownerships)

    def standing(self, profile: Profile) -> Verdict:
        """Whether an organisation is one of them."""
        if self.qualification and self.qualification in profile.qualifications:
            return Verdict.MET
        if self._excluded(profile):
            return Verdict.INDIRECT if self.acts else Verdict.NOT_MET
        if self.qualification:
            return Verdict.UNKNOWN
        # Who owns it says more than its size: a 跨国公司 needs no size to be one.
        unsaid = not profile.ownership if self.ownerships else self.sizes and not profile.scale
        return Verdict.UNKNOWN if unsaid else Verdict.MET

    def said(self, profile: Profile) -> str:
        """The words of an organisation that make it one of them."""
        if self.qualification:
            return self.qualification
        if self.ownerships and profile.ownership:
            return profile.ownership.value
        if self.sizes and profile.scale:
            return profile.size.value if profile.size else _implying(profile)
        return profile.organisation.value

    def _excluded(self, profile: Profile) -> bool:
        return (
            profile.organisation not in self.kinds
            or bool(self.ownerships and profile.ownership not in {None, *self.ownerships})
            or bool(self.sizes and profile.scale not in {None, *self.sizes})
        )


def _implying(profile: Profile) -> str:
    """What says the size of an organisation that does not say it itself."""
    return "、".join(profile.qualifications) or (
        profile.ownership.value if profile.ownership else ""
    )


_RESEARCH = frozenset({Organisation.UNIVERSITY, Organisation.INSTITUTE})
_SMALLER = frozenset({Size.MEDIUM, Size.SMALL, Size.MICRO, Size.NOT_LARGE})
_LARGER = frozenset({Size.LARGE, Size.MEDIUM})
_STATE = frozenset({Ownership.CENTRAL, Ownership.LOCAL_STATE})
AUDIENCES = (
    Audience(
        "跨国公司",
        re.compile(r"跨国(?:公司|企业)"),
        sizes=_LARGER,
        ownerships=frozenset({Ownership.FOREIGN}),
    ),
    Audience(
        "外资企业",
        re.compile(r"外资|外商投资|外企|国外企业"),
        ownerships=frozenset({Ownership.FOREIGN}),
    ),
    Audience(
        "国外科研机构",
        re.compile(r"国外.{0,4}机构"),
        kinds=frozenset({Organisation.INSTITUTE}),
        ownerships=frozenset({Ownership.FOREIGN}),
    ),
    Audience("小巨人企业", re.compile(r"小巨人"), sizes=_SMALLER, qualification="小巨人"),
    Audience("专精特新中小企业", re.compile(r"专精特新"), sizes=_SMALLER, qualification="专精特新"),
    Audience("高新技术企业", re.compile(r"高新技术企业|高企"), qualification="高新技术企业"),
    Audience(
        "新型研发机构",
        re.compile(r"新型研发机构"),
        kinds=frozenset({Organisation.INSTITUTE}),
        qualification="新型研发机构",
    ),
    Audience(
        "龙头企业",
        re.compile(r"龙头|领军企业(?!家)|链主|骨干企业|主导型"),
        sizes=_LARGER,
        qualification="龙头企业",
        acts=True,
    ),
    Audience(
        "中央企业",
        re.compile(r"中央企业|央企"),
        sizes=_LARGER,
        ownerships=frozenset({Ownership.CENTRAL}),
        acts=True,
    ),
    Audience("国有企业", re.compile(r"国有企业|国企"), ownerships=_STATE, acts=True),
    Audience("民营企业", re.compile(r"民营|民企"), ownerships=frozenset({Ownership.PRIVATE})),
    Audience("中小企业", re.compile(r"中小(?:微|型)?企业|小微|初创企业"), sizes=_SMALLER),
    Audience(
        "高校和科研院所",
        re.compile(r"高校|高等(?:学校|院校)|院所|科研(?:机构|单位)|研究(?:机构|院|所)|学院|大学"),
        kinds=_RESEARCH,
    ),
    Audience(
        "人才",
        re.compile(r"企业家|科学家|人才|科研人员|创业者|工程师|团队"),
        kinds=frozenset({Organisation.PERSON}),
        acts=True,
    ),
    Audience(
        "金融机构",
        re.compile(r"银行|金融机构|基金|保险|资本"),
        kinds=frozenset({Organisation.FINANCE}),
        acts=True,
    ),
    Audience(
        "行业协会等社会组织",
        re.compile(r"协会|商会|社会组织|学会|联盟"),
        kinds=frozenset({Organisation.ASSOCIATION}),
        acts=True,
    ),
    Audience(
        "专业服务机构",
        re.compile(r"服务机构|专业机构|孵化器|转化.{0,4}机构|评价.{0,4}机构"),
        kinds=frozenset({Organisation.SERVICE}),
        acts=True,
    ),
    Audience("企业", re.compile(r"企业|公司|市场主体|经营主体|厂商"), general=True),
    Audience(
        "地方",
        re.compile(r"地方|各地|地区|各[省市区县级]|园区|示范区|开发区|政府|部门"),
        kinds=frozenset({Organisation.AUTHORITY}),
        acts=True,
    ),
)
"""Narrower before wider: the first whose wording is used is meant."""


_BEFORE = 6
"""Characters before a word that may narrow it: 生态主导型企业."""


class Meant(NamedTuple):
    """Someone whom a measure means.

    Attributes:
        name: of the audience, or the clause's words where that is not known.
        span: of those words in the clause's text.
    """

    name: str
    span: Span
    audience: Audience | None


def meant(beneficiaries: Sequence[Term], text: str) -> tuple[Meant, ...]:
    """Whom a measure's beneficiaries mean in the text of its clause, each once."""
    found: dict[str, Meant] = {}
    for term in _widest(beneficiaries):
        known = audience(term, text)
        name = known.name if known else term.span.of(text)
        found.setdefault(name, Meant(name, term.span, known))
    return tuple(found.values())


def _widest(terms: Sequence[Term]) -> list[Term]:
    """The terms that are no part of another: not 企业 in 中央企业."""
    return [
        term
        for term in terms
        if not any(each.span != term.span and each.span.covers(term.span) for each in terms)
    ]


def audience(term: Term, text: str) -> Audience | None:
    """Whom a beneficiary means: by its clause's own words, then by the vocabulary's name."""
    return next(
        (
            known
            for words in (*_wordings(term.span, text), term.name)
            for known in AUDIENCES
            if known.wording.search(words)
        ),
        None,
    )


def _wordings(span: Span, text: str) -> Iterator[str]:
    """The words, after what narrows them where they stand: 领军 before 企业, 家 after it."""
    for start in range(max(0, span.start - _BEFORE), span.start):
        for known in AUDIENCES:
            found = known.wording.match(text, start, span.end)
            if found and found.end() >= span.start:
                yield text[start : span.end + 1]
    yield (
        text[span.start : span.end + 1] if text[span.end : span.end + 1] == "家" else span.of(text)
    )
