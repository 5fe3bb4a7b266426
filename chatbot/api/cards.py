"""What a policy says of itself, and where, as it crosses the wire."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from index.clause import Found, Place, Policy, PolicyHead
from index.rows import CARD_LISTS, CARD_VALUES
from index.validity import Named, State


class FoundOut(BaseModel):
    """A value and the place where it was read, in characters of the policy's text."""

    value: str
    start: int | None = Field(description="在原文中的起点；由管理员更正的为 null")
    end: int | None = Field(description="在原文中的终点，不含")
    confidence: float = Field(ge=0, le=1, description="可信程度；原文明确写出的为 1")
    corrected: bool = Field(description="由管理员更正")

    @classmethod
    def of(cls, found: Found[str]) -> "FoundOut":
        """A value for the wire."""
        return cls(
            value=found.value,
            start=None if found.corrected else found.span.start,
            end=None if found.corrected else found.span.end,
            confidence=found.confidence,
            corrected=found.corrected,
        )


class PlaceOut(BaseModel):
    """Where a clause begins in the file that the policy was read from."""

    page: int | None = Field(description="页码，从 1 起；格式没有页的为 null")
    box: tuple[float, float, float, float] | None = Field(
        description="在该页上的左、上、右、下，以页面宽高的比例计，0 至 1，原点在左上角"
    )
    paragraph: int | None = Field(description="段落序号，从 1 起；未知为 null")

    @classmethod
    def of(cls, place: Place) -> "PlaceOut":
        """A place for the wire."""
        return cls(page=place.page, box=place.box, paragraph=place.paragraph)


class NamedOut(BaseModel):
    """Another policy."""

    policy_id: str | None = Field(description="没有收录的为 null")
    title: str = Field(description="带书名号；有几个版本的附日期")

    @classmethod
    def of(cls, named: Named) -> "NamedOut":
        """A name for the wire."""
        return cls(policy_id=named.policy_id or None, title=named.title)


class PolicyOut(BaseModel):
    """A policy's metadata; what is unknown is null or empty."""

    policy_id: str
    source_file: str = Field(description="文件路径，相对于导入时给出的文件夹")
    name: str = Field(description="标题；标题未知时为文件名")
    title: FoundOut | None
    document_number: FoundOut | None = Field(description="发文字号")
    issuers: list[FoundOut] = Field(description="发文机关")
    addressees: list[FoundOut] = Field(description="主送机关")
    issued: FoundOut | None = Field(description="成文日期，ISO 8601")
    published: FoundOut | None = Field(description="发布日期，ISO 8601")
    url: FoundOut | None = Field(description="原文链接")
    collected: FoundOut | None = Field(description="采集日期，ISO 8601")
    kind: FoundOut | None = Field(description="文种或效力位阶")
    level: FoundOut | None = Field(description="层级：国家、省、市、县")
    region: FoundOut | None = Field(description="地区；全国的为 null")
    subjects: list[FoundOut] = Field(description="主题词")
    repeals: list[FoundOut] = Field(description="它整件废止的文件的标题")
    attachments: list[FoundOut] = Field(description="附件")
    effective: FoundOut | None = Field(description="施行日期，ISO 8601")
    expires: FoundOut | None = Field(description="有效期至，含当日，ISO 8601")
    validity: State = Field(description="时效性，以北京时间今天计")
    replaced_by: NamedOut | None = Field(description="取代它的政策")
    replaces: list[NamedOut] = Field(description="它修订或废止的政策")
    corrected: list[str] = Field(description="由管理员更正的字段")

    @classmethod
    def of(cls, head: PolicyHead) -> "PolicyOut":
        """A policy for the wire."""
        return cls(**_fields(head))


class PolicyTextOut(PolicyOut):
    """A policy's metadata with the text in which they were found."""

    text: str = Field(description="原文全文；各 start、end 是其中的位置，按字符（Unicode 码点）计")

    @classmethod
    def with_text(cls, head: PolicyHead, policy: Policy) -> "PolicyTextOut":
        """A policy for the wire, with its text."""
        return cls(**_fields(head), text=policy.text)


class PoliciesOut(BaseModel):
    """A page of the policies that there are, by source file."""

    policies: list[PolicyOut]
    total: int = Field(description="收录的政策总数")

    @classmethod
    def page(cls, heads: Sequence[PolicyHead], limit: int, offset: int) -> "PoliciesOut":
        """At most `limit` of the policies, without the first `offset`."""
        shown = heads[offset : offset + limit]
        return cls(policies=[PolicyOut.of(head) for head in shown], total=len(heads))


WIRE_NAMES = {"number": "document_number"}
"""Names that fields of the card have on the wire, where they differ."""


def _fields(head: PolicyHead) -> dict[str, Any]:
    card, life = head.card, head.validity
    single = {WIRE_NAMES.get(name, name): getattr(card, name) for name in CARD_VALUES}
    several = {name: getattr(card, name) for name in CARD_LISTS}
    return {
        **{name: found and FoundOut.of(found) for name, found in single.items()},
        **{name: [FoundOut.of(found) for found in values] for name, values in several.items()},
        "policy_id": head.id,
        "source_file": head.source_file,
        "name": head.name,
        "validity": life.state,
        "replaced_by": life.replaced_by and NamedOut.of(life.replaced_by),
        "replaces": [NamedOut.of(named) for named in life.replaces],
        "corrected": [WIRE_NAMES.get(name, name) for name in head.corrected],
    }
