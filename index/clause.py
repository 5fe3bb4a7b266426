"""The data that everything passes along: spans, clauses 条款, cards 元数据, policies 政策, hits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from index.sentences import sentence_spans
from index.validity import Validity

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points `[start, end)` in a text.

    Raises:
        ValueError: if it is empty, backwards or negative.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The piece of `text` that this span marks."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def moved(self, by: int) -> "Span":
        """The same range, `by` code points further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and the place in the source text where it was read.

    Attributes:
        confidence: that it is right, in [0, 1]; 1 where the text says it in so many words.
        corrected: an administrator gave the value; it was read nowhere, and its span is void.
    """

    value: T
    span: Span
    confidence: float = 1.0
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file that it was read from, as far as the format can say.

    Attributes:
        page: counted from 1.
        box: left, top, right and bottom as fractions of the page, in [0, 1] from its upper left.
        paragraph: counted from 1 through the whole file.
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None

    @property
    def name(self) -> str:
        """As a reader is told of it: 第 3 页, else 第 12 段; "" if neither is known."""
        if self.page is not None:
            return f"第 {self.page} 页"
        return f"第 {self.paragraph} 段" if self.paragraph is not None else ""


class Kind(StrEnum):
    """What a clause is in its document (GB/T 9704 for 公文, 立法技术规范 for statutes)."""

    TITLE = "title"  # 标题
    DOCUMENT_NUMBER = "document_number"  # 发文字号
    NOTE = "note"  # 题注: adoption, promulgation, amendments
    ADDRESSEES = "addressees"  # 主送机关
    BOOK = "book"  # 编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    HEADING1 = "heading1"  # 一、
    HEADING2 = "heading2"  # （一）
    HEADING3 = "heading3"  # 1.
    HEADING4 = "heading4"  # （1）
    ITEM = "item"  # 项: （一） inside an article
    SUBITEM = "subitem"  # 目: 1. inside an item
    PARAGRAPH = "paragraph"  # 自然段, 款
    HEADING = "heading"  # a heading without a number, known by the format's markup alone
    ATTACHMENT = "attachment"  # 附件
    SIGNATORY = "signatory"  # 落款
    DATE = "date"  # 成文日期


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause 条款 of a policy, with all that stands below it.

    Attributes:
        id: stable and URL-safe, `{policy_id}.{path}`: "a1b2c3d4e5f6.h4.k6.n14".
        number: as printed: 第五十四条, 14., （二）, 四、; "" if unnumbered.
        title: the heading, or the lead of a run-in heading, without the number:
            同步构筑中试能力; "" if none.
        path: machine path, one segment a level: ("h4", "k6", "n14").
        trail: human path, one entry a level:
            ("四、重点任务", "（六）优化产业支撑体系", "14. 同步构筑中试能力").
        reference: compact path as an official writes it: 四、（六）14 or
            第五十四条第二款第（三）项.
        text: the clause's whole text, a slice of the source: `policy.text[span.start:span.end]`.
        span: place of `text` in the source, children included.
        own: the part of `span` before the first child; the `own` spans of all clauses
            tile every non-blank character of the body.
        parent: id of the clause above, None at the top.
        unit: whether retrieval returns this clause: an article, the lowest numbered
            heading, or a paragraph outside of both. Units never nest.
        place: where its first line stands in the file; None for a file that is its text.
    """

    id: str
    policy_id: str
    kind: Kind
    number: str
    title: str
    path: tuple[str, ...]
    trail: tuple[str, ...]
    reference: str
    text: str
    span: Span
    own: Span
    parent: str | None
    unit: bool
    place: Place | None = None

    @property
    def heading(self) -> str:
        """The human path in one line: 四、重点任务 › （六）优化产业支撑体系."""
        return " › ".join(self.trail)

    @property
    def name(self) -> str:
        """Number and title, as one refers to it in passing: 四、（六）14“同步构筑中试能力”."""
        # A paragraph without a number is referred to by its lead already.
        return f"{self.reference}“{self.title}”" if self.number and self.title else self.reference

    def sentences(self) -> Iterator[Span]:
        """Spans of the sentences, relative to `text`."""
        return iter(_sentences(self.text))


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a clause; remembered, as many questions meet it."""
    return tuple(Span(start, end) for start, end in sentence_spans(text))


@dataclass(frozen=True, slots=True)
class Card:
    """What a policy says of itself; unknown is None or empty.

    Dates are ISO 8601, as precise as the source: "2024-01-18" or "2024-01".

    Attributes:
        issued: 成文日期; of a statute the latest adoption, promulgation or amendment.
        published: 发布日期.
        effective: 施行日期, the first day in force, of this version.
        expires: 有效期至, the last day in force.
        kind: one of `index.card.rank.KINDS`.
        level: one of `index.card.rank.LEVELS`.
        region: the part of the country, 浙江省宁波市; None for the whole.
        subjects: words of the title that say what it is about.
        repeals: titles of what it repeals as a whole.
        attachments: their titles, or numbers.
        validity: one of `index.validity.State`; an administrator's word alone.
        replaced_by: title or id of what took its place; an administrator's word alone.
    """

    title: Found[str] | None = None
    number: Found[str] | None = None
    issuers: tuple[Found[str], ...] = ()
    addressees: tuple[Found[str], ...] = ()
    issued: Found[str] | None = None
    published: Found[str] | None = None
    url: Found[str] | None = None
    collected: Found[str] | None = None
    effective: Found[str] | None = None
    expires: Found[str] | None = None
    kind: Found[str] | None = None
    level: Found[str] | None = None
    region: Found[str] | None = None
    subjects: tuple[Found[str], ...] = ()
    repeals: tuple[Found[str], ...] = ()
    attachments: tuple[Found[str], ...] = ()
    validity: Found[str] | None = None
    replaced_by: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy 政策 as read from one file.

    Attributes:
        id: 12 hex digits derived from `source_file`, so that a new version replaces the old one.
        source_file: path as ingested, relative to the folder given, with "/" as separator.
        sha256: of the file's bytes.
        text: the whole source text; every span of the card and of the clauses points into it.
        clauses: in document order, each parent before its children.
        warnings: of its reader, for whoever brings the file; they are not kept with the policy.
    """

    id: str
    source_file: str
    sha256: str
    text: str
    card: Card
    clauses: tuple[Clause, ...]
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        """The title, or the file's name where the title is unknown."""
        if self.card.title:
            return self.card.title.value
        return self.source_file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


@dataclass(frozen=True, slots=True)
class PolicyHead:
    """A policy without its text and clauses: enough to list it and to write a citation.

    Attributes:
        corrected: the fields of the card that an administrator gave, emptied ones too.
    """

    id: str
    source_file: str
    sha256: str
    name: str
    card: Card
    validity: Validity = field(default_factory=Validity)
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved unit clause.

    Attributes:
        score: how likely it is to answer, in [0, 1], see `index.ranking`.
        coverage: share of the question that it holds, in [0, 1], see `index.coverage`.
        cosine: of question and clause, in [-1, 1].
        text_only: found by full text alone, because the embedder failed.
    """

    clause: Clause
    policy: PolicyHead
    score: float
    coverage: float
    cosine: float
    text_only: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line of a source, without markup and outer blanks.

    Attributes:
        level: heading level that the format itself gives, 1 (highest) to 6; 0 for body text.
        place: where it stands in the file; None for a file that is its text.
    """

    span: Span
    level: int = 0
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as a reader leaves it: its text, the lines of its body, and its header fields.

    Attributes:
        fields: key → value of a header that is not part of the policy (发布日期, 来源, 更新时间…).
        warnings: what the reader left out, put right or doubts, a sentence each, for the user.
    """

    text: str
    lines: tuple[Line, ...]
    fields: dict[str, Found[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
