"""What an administrator says of a policy, in place of what was read."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from chatbot.api.cards import WIRE_NAMES, PolicyOut
from chatbot.api.filters import Day, DocumentKind, Level, PolicyId, RequestIn, StateName
from chatbot.api.problems import RESPONSES
from index.library import Library, writing

MAX_SAID = 500
"""Characters of one value."""
_MAX_VALUES = 50
"""Values of a field of several."""
_NAMES = {on_wire: name for name, on_wire in WIRE_NAMES.items()}

Said = Annotated[str, StringConstraints(max_length=MAX_SAID, strip_whitespace=True)]
Title = Annotated[Said, StringConstraints(min_length=1)]
Several = Annotated[list[Title], Field(max_length=_MAX_VALUES)]
Nothing = Literal[""]


class CardIn(RequestIn):
    """Corrections: null takes one back, an empty value says that there is none."""

    title: Title | None = Field(None, description="标题")
    document_number: Said | None = Field(None, description="发文字号")
    issuers: Several | None = Field(None, description="发文机关")
    addressees: Several | None = Field(None, description="主送机关")
    issued: Day | None = Field(None, description="成文日期")
    published: Day | None = Field(None, description="发布日期")
    effective: Day | None = Field(None, description="施行日期")
    expires: Day | None = Field(None, description="有效期至，含当日")
    kind: DocumentKind | Nothing | None = Field(None, description="文种或效力位阶")
    level: Level | Nothing | None = Field(None, description="层级")
    region: Said | None = Field(None, description="地区；全国的为空")
    subjects: Several | None = Field(None, description="主题词")
    repeals: Several | None = Field(None, description="整件废止的文件的标题")
    validity: StateName | Nothing | None = Field(
        None, description="时效性；更正后在任何日期都以此为准"
    )
    replaced_by: Said | None = Field(None, description="取代它的政策，写标题或编号")

    def said(self) -> Mapping[str, Sequence[str] | None]:
        """Field of the card → its values; None to take a correction back."""
        given = self.model_dump(exclude_unset=True)
        return {_NAMES.get(name, name): _values(value) for name, value in given.items()}


def routes(library: Library) -> APIRouter:
    """The routes of the administrator of cards."""
    router = APIRouter(prefix="/v1", tags=["政策"], responses=RESPONSES)

    @router.patch("/policies/{policy_id}/card", operation_id="correct_card", summary="更正政策信息")
    def correct(policy_id: PolicyId, corrections: CardIn) -> PolicyOut:
        """更正立即生效，重新导入同一文件后仍然有效；值为 null 的撤回更正，恢复读到的值。"""
        if said := corrections.said():
            with writing(library.engine) as (writer, _):
                writer.correct(policy_id, said)
        return PolicyOut.of(library.head(policy_id))

    return router


def _values(value: str | list[str] | None) -> Sequence[str] | None:
    if value is None or isinstance(value, list):
        return value
    return [value] if value else []
