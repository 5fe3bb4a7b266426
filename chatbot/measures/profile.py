"""Who asks which measures apply: an enterprise, or another organisation, as it says of itself."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from chatbot.errors import BadQuestion
from chatbot.question import Question


class Organisation(StrEnum):
    """What kind of organisation it is."""

    ENTERPRISE = "企业"
    UNIVERSITY = "高校"
    INSTITUTE = "科研院所"
    AUTHORITY = "地方部门"
    FINANCE = "金融机构"
    ASSOCIATION = "行业协会"
    SERVICE = "服务机构"
    PERSON = "个人"


class Size(StrEnum):
    """Size of an enterprise (中小企业划型标准规定, 工信部联企业〔2011〕300号)."""

    LARGE = "大型"
    MEDIUM = "中型"
    SMALL = "小型"
    MICRO = "微型"
    NOT_LARGE = "中小型"  # medium, small or micro; it was not said which


class Ownership(StrEnum):
    """To whom an enterprise belongs."""

    CENTRAL = "中央企业"
    LOCAL_STATE = "地方国企"
    PRIVATE = "民营"
    FOREIGN = "外资"
    COLLECTIVE = "集体"


class Stage(StrEnum):
    """How far its products are."""

    START = "初创"
    RESEARCH = "研发"
    PILOT = "中试"
    INDUSTRIAL = "产业化"
    GROWTH = "推广"


_NOT_LARGE = frozenset({"专精特新", "小巨人", "创新型中小企业", "科技型中小企业"})
"""Given to small and medium enterprises alone (工信部企业〔2022〕63号; 国科发政〔2017〕115号)."""


@dataclass(frozen=True)
class Profile:
    """What an organisation says of itself; what it does not say is empty or None.

    Attributes:
        description: industry and products, in its own words: 人形机器人关节.
        qualifications: names of `chatbot.measures.reading.QUALIFICATIONS`, or its own words.
        region: where it is: 深圳.
        needs: what it lacks; names of `chatbot.measures.needs.NEEDS`, or its own words.

    Raises:
        BadQuestion: if it says nothing at all, too much, or holds control characters.
    """

    description: str = ""
    kind: Organisation | None = None
    size: Size | None = None
    ownership: Ownership | None = None
    qualifications: tuple[str, ...] = ()
    region: str = ""
    stage: Stage | None = None
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise BadQuestion(
                "没有说明是什么单位。",
                hint="请说明行业或产品、规模、资质或需求，"
                "例如“我们是做人形机器人关节的专精特新企业，缺资金”。",
            )
        Question(self.words)

    @cached_property
    def words(self) -> str:
        """All that it says, a field after the other."""
        said = (self.kind, self.size, self.ownership, self.stage)
        named = [value.value for value in said if value]
        parts = (self.description, *self.qualifications, *self.needs, *named, self.region)
        return " ".join(filter(None, parts))

    @cached_property
    def organisation(self) -> Organisation:
        """Its kind; an enterprise unless it says otherwise."""
        if self.kind:
            return self.kind
        institute = "新型研发机构" in self.qualifications
        return Organisation.INSTITUTE if institute else Organisation.ENTERPRISE

    @cached_property
    def scale(self) -> Size | None:
        """Its size, as far as it, its qualifications or its owner say."""
        if self.size:
            return self.size
        if _NOT_LARGE & set(self.qualifications):
            return Size.NOT_LARGE
        return Size.LARGE if self.ownership is Ownership.CENTRAL else None
