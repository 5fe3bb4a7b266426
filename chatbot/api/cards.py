"""What a policy says of itself, and where, as it crosses the wire."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from index.clause import Found, Place, Policy, PolicyHead


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


def _fields(head: PolicyHead) -> dict[str, Any]:
    card = head.card
    single = {
        "title": card.title,
        "document_number": card.number,
        "issued": card.issued,
        "published": card.published,
        "url": card.url,
        "collected": card.collected,
    }
    return {
        "policy_id": head.id,
        "source_file": head.source_file,
        "name": head.name,
        **{name: found and FoundOut.of(found) for name, found in single.items()},
        "issuers": [FoundOut.of(found) for found in card.issuers],
        "addressees": [FoundOut.of(found) for found in card.addressees],
    }
