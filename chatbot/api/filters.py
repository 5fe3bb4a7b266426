"""What a search or a list is limited to, as it crosses the wire."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from index.card.rank import KINDS, LEVELS
from index.filters import Filters

MAX_POLICY_IDS = 100
"""Policies that a filter may name."""
MAX_VALUES = 20
"""Alternatives of one field."""

PolicyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-z]+$", max_length=64)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Level = Literal[LEVELS]  # type: ignore[valid-type] # the list is what there is
DocumentKind = Literal[KINDS]  # type: ignore[valid-type]
StateName = Literal["现行有效", "尚未生效", "已修订", "已废止", "已失效"]


def _is_day(said: object) -> object:
    """A day of the calendar, as it was written.

    Raises:
        ValueError: if it is none.
    """
    if isinstance(said, str) and said:
        try:
            return date.fromisoformat(said).isoformat()
        except ValueError as error:
            raise ValueError("应为 2024-01-18 这样的日期") from error
    return said


Day = Annotated[
    str,
    BeforeValidator(_is_day),
    Field(json_schema_extra={"format": "date"}),
]


class RequestIn(BaseModel):
    """A request says nothing that is not understood."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _several(description: str) -> list[Word]:
    """A field of which one value must hold."""
    field: list[Word] = Field(
        default_factory=list, max_length=MAX_VALUES, description=f"{description}，满足其一即可"
    )
    return field


class FiltersIn(RequestIn):
    """What the search is limited to."""

    policy_ids: list[PolicyId] = Field(
        default_factory=list, max_length=MAX_POLICY_IDS, description="只在这些政策中检索"
    )
    issuer: list[Word] = _several("发文机关，写出名称的一部分即可")
    region: list[Word] = _several("地区，写出名称的一部分即可，如浙江、宁波")
    level: list[Level] = Field(
        default_factory=list, max_length=len(LEVELS), description="层级，满足其一即可"
    )
    kind: list[DocumentKind] = Field(
        default_factory=list,
        max_length=len(KINDS),
        description="文种或效力位阶，满足其一即可；规范性文件包括意见、通知等各类公文",
    )
    validity: list[StateName] = Field(
        default_factory=list,
        max_length=MAX_VALUES,
        description="时效性，满足其一即可；缺省由现行有效的文本回答",
    )
    issued_from: Day | None = Field(default=None, description="成文日期不早于这一天")
    issued_to: Day | None = Field(default=None, description="成文日期不晚于这一天")
    as_of: Day | None = Field(default=None, description="只用这一天有效的文本回答")

    def value(self) -> Filters:
        """In the core's terms."""
        return Filters(
            policy_ids=tuple(self.policy_ids),
            issuers=tuple(self.issuer),
            regions=tuple(self.region),
            levels=tuple(self.level),
            kinds=tuple(self.kind),
            validities=tuple(self.validity),
            issued_from=self.issued_from or "",
            issued_to=self.issued_to or "",
            as_of=self.as_of or "",
        )
