"""What crosses the wire when measures are matched with a profile."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chatbot.api.filters import FiltersIn, RequestIn
from chatbot.api.whole import Whole
from chatbot.api.wire import QuoteOut
from chatbot.errors import BadQuestion
from chatbot.measures.match import Group, Match, fitting, grouped, questions
from chatbot.measures.profile import Organisation, Ownership, Profile, Size, Stage
from chatbot.measures.reading import qualifications, read
from chatbot.measures.reasons import Reason
from chatbot.question import MAX_QUESTION, Question

MAX_MEASURES = 100
"""Measures of one response."""
_NEAREST = 3
"""Measures of a response where none fits."""
_MAX_WORDS = 10
"""Qualifications or needs of one profile."""

Kind = Literal["企业", "高校", "科研院所", "地方部门", "金融机构", "行业协会", "服务机构", "个人"]
SizeName = Literal["大型", "中型", "小型", "微型", "中小型"]
OwnershipName = Literal["中央企业", "地方国企", "民营", "外资", "集体"]
StageName = Literal["初创", "研发", "中试", "产业化", "推广"]
VerdictName = Literal["符合", "普惠", "待确认", "间接", "不符合"]
Word = Annotated[str, StringConstraints(min_length=1, max_length=50)]


class ProfileIn(RequestIn):
    """What an organisation says of itself; everything may be left out, but not all of it."""

    description: str = Field(
        default="", max_length=500, description="行业和主要产品，如 人形机器人关节"
    )
    kind: Kind | None = Field(default=None, description="单位类型；缺省为企业")
    size: SizeName | None = Field(
        default=None, description="企业规模；只知道不是大型企业时为 中小型"
    )
    ownership: OwnershipName | None = Field(default=None, description="所有制")
    qualifications: list[Word] = Field(
        default_factory=list,
        max_length=_MAX_WORDS,
        description="资质，如 专精特新、小巨人、高新技术企业、龙头企业、新型研发机构",
    )
    region: str = Field(default="", max_length=50, description="所在地区，如 深圳")
    stage: StageName | None = Field(default=None, description="产品所处的阶段")
    needs: list[Word] = Field(
        default_factory=list, max_length=_MAX_WORDS, description="需要的支持，如 资金、人才、场景"
    )

    def value(self) -> Profile:
        """In the core's terms.

        Raises:
            BadQuestion: if it says nothing, or holds control characters.
        """
        known = (name for word in self.qualifications for name in qualifications(word) or (word,))
        return Profile(
            description=self.description.strip(),
            kind=Organisation(self.kind) if self.kind else None,
            size=Size(self.size) if self.size else None,
            ownership=Ownership(self.ownership) if self.ownership else None,
            qualifications=tuple(dict.fromkeys(known)),
            region=self.region.strip(),
            stage=Stage(self.stage) if self.stage else None,
            needs=tuple(dict.fromkeys(self.needs)),
        )


class MatchIn(RequestIn):
    """A profile, or a text that gives one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "我们是做人形机器人关节的专精特新小企业，缺资金，有哪些措施适用"},
                {
                    "profile": {
                        "description": "智能网联汽车软件",
                        "qualifications": ["高新技术企业"],
                        "needs": ["场景"],
                    },
                    "limit": 5,
                },
            ]
        }
    )

    text: str = Field(
        default="", max_length=MAX_QUESTION, description="用自己的话说明单位情况；与 profile 二选一"
    )
    profile: ProfileIn | None = Field(default=None, description="分项说明单位情况；与 text 二选一")
    filters: FiltersIn = Field(default_factory=FiltersIn, description="检索范围")
    limit: Whole = Field(default=20, ge=1, le=MAX_MEASURES, description="最多返回几项措施")

    def value(self) -> Profile:
        """In the core's terms.

        Raises:
            BadQuestion: if there is none or both of text and profile, or they say nothing.
        """
        if bool(self.text.strip()) == (self.profile is not None):
            raise BadQuestion(
                "text 和 profile 应当给出其中一个。",
                hint="用 text 说一段话，或用 profile 分项说明。",
            )
        return self.profile.value() if self.profile else read(Question(self.text).text)


class ProfileOut(BaseModel):
    """A profile as it was understood."""

    description: str
    kind: Kind
    size: SizeName | None
    ownership: OwnershipName | None
    qualifications: list[str]
    region: str
    stage: StageName | None
    needs: list[str]

    @classmethod
    def of(cls, profile: Profile) -> "ProfileOut":
        """A profile for the wire."""
        return cls(
            description=profile.description,
            kind=profile.organisation.value,
            size=profile.scale.value if profile.scale else None,
            ownership=profile.ownership.value if profile.ownership else None,
            qualifications=list(profile.qualifications),
            region=profile.region,
            stage=profile.stage.value if profile.stage else None,
            needs=list(profile.needs),
        )


class ReasonOut(BaseModel):
    """One condition of a measure, and whether it is met."""

    about: Literal["适用对象", "内容", "领域", "需求", "阶段", "地区", "条件"]
    verdict: VerdictName
    name: str = Field(description="条件的名称，如 中小企业")
    measure_words: str | None = Field(description="措施原文中的说法；政策名称等另有来源时为空")
    measure_start: int | None = Field(description="该说法在条款 text 中的起点，按字符计")
    measure_end: int | None = Field(description="该说法在条款 text 中的终点，不含")
    profile_words: str = Field(description="单位情况中的说法；没有说明时为空")

    @classmethod
    def of(cls, reason: Reason, text: str) -> "ReasonOut":
        """A reason for the wire; `text` is the clause's."""
        span = reason.span
        return cls(
            about=reason.about.value,
            verdict=reason.verdict.value,
            name=reason.name,
            measure_words=span.of(text) if span else None,
            measure_start=span.start if span else None,
            measure_end=span.end if span else None,
            profile_words=reason.said,
        )


class MeasureOut(BaseModel):
    """A measure beside the profile."""

    text: str = Field(description="措施原文")
    action: str = Field(description="支持方式，如 支持、鼓励、建设")
    score: float = Field(ge=0, le=1, description="契合程度，越大越契合")
    audience: VerdictName = Field(description="是否属于措施的对象；普惠指未限定对象")
    reasons: list[ReasonOut]
    citation: QuoteOut = Field(description="出处；quote 即措施原文")

    @classmethod
    def of(cls, found: Match) -> "MeasureOut":
        """A measure for the wire."""
        measure = found.measure
        return cls(
            text=measure.text,
            action=measure.action.name,
            score=found.score,
            audience=found.audience.value,
            reasons=[ReasonOut.of(each, measure.clause.text) for each in found.reasons],
            citation=QuoteOut.of(found.quote),
        )


class GroupOut(BaseModel):
    """Measures by one instrument, best first."""

    instrument: str = Field(description="政策工具，如 资金、平台、场景")
    measures: list[MeasureOut]

    @classmethod
    def of(cls, group: Group) -> "GroupOut":
        """A group for the wire."""
        return cls(
            instrument=group.instrument, measures=[MeasureOut.of(each) for each in group.matches]
        )


class MatchOut(BaseModel):
    """Measures that may apply, and what is to be known to be sure."""

    status: Literal["answered", "not_found"]
    profile: ProfileOut = Field(description="系统理解的单位情况")
    groups: list[GroupOut] = Field(description="可能适用的措施，按政策工具分组，最契合的在最前")
    nearest: list[MeasureOut] = Field(
        description="没有适用的措施时，最接近的几项；不能据此认为适用"
    )
    questions: list[str] = Field(description="尚需了解的情况")
    text_only: bool = Field(
        default=False, description="向量模型暂时不可用，这次只按文字检索，结果可能不全"
    )

    @classmethod
    def of(
        cls, profile: Profile, matches: Sequence[Match], limit: int = MAX_MEASURES
    ) -> "MatchOut":
        """The best `limit` of those that fit, or the nearest, for the wire."""
        fit = fitting(profile, matches)[:limit]
        nearest = () if fit else matches[:_NEAREST]
        return cls(
            status="answered" if fit else "not_found",
            profile=ProfileOut.of(profile),
            groups=[GroupOut.of(group) for group in grouped(fit)],
            nearest=[MeasureOut.of(each) for each in nearest],
            questions=list(questions(profile, matches)),
            text_only=any(each.hit.text_only for each in matches),
        )
