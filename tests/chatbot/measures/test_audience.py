import pytest

from chatbot.measures.audience import Verdict, audience
from chatbot.measures.measure import Measure
from chatbot.measures.profile import Organisation, Ownership, Profile, Size
from tests.makers import clause
from tests.measuring import measure

SMALL = Profile(size=Size.SMALL)
LITTLE_GIANT = Profile(qualifications=("小巨人",))
FOREIGN_INSTITUTE = Profile(kind=Organisation.INSTITUTE, ownership=Ownership.FOREIGN)


def supporting(whom: str) -> Measure:
    return measure(clause(f"支持{whom}发展。"), f"支持{whom}发展", "支持", beneficiaries=whom)


def standing(whom: str, profile: Profile) -> Verdict:
    found = supporting(whom)
    known = audience(found.beneficiaries[0], found.clause.text)
    assert known
    return known.standing(profile)


@pytest.mark.parametrize(
    ("whom", "profile", "verdict"),
    [
        ("企业", SMALL, Verdict.MET),
        ("中小企业", SMALL, Verdict.MET),
        ("中小企业", LITTLE_GIANT, Verdict.MET),
        ("中小企业", Profile(size=Size.LARGE), Verdict.NOT_MET),
        ("中小企业", Profile(description="脑机接口"), Verdict.UNKNOWN),
        ("高新技术企业", SMALL, Verdict.UNKNOWN),
        ("“小巨人”企业", LITTLE_GIANT, Verdict.MET),
        ("专精特新中小企业", Profile(size=Size.LARGE), Verdict.NOT_MET),
        ("跨国公司", SMALL, Verdict.NOT_MET),
        ("跨国公司", Profile(ownership=Ownership.PRIVATE), Verdict.NOT_MET),
        ("跨国公司", Profile(ownership=Ownership.FOREIGN), Verdict.MET),
        ("国外科研机构", FOREIGN_INSTITUTE, Verdict.MET),
        ("国外科研机构", Profile(kind=Organisation.INSTITUTE), Verdict.UNKNOWN),
        ("高校和科研院所", SMALL, Verdict.NOT_MET),
        ("高校和科研院所", Profile(kind=Organisation.UNIVERSITY), Verdict.MET),
        ("新型研发机构", Profile(qualifications=("新型研发机构",)), Verdict.MET),
        ("行业协会", Profile(kind=Organisation.ASSOCIATION), Verdict.MET),
        ("企业", Profile(kind=Organisation.AUTHORITY), Verdict.NOT_MET),
    ],
)
def test_a_measure_is_for_whom_it_names(whom: str, profile: Profile, verdict: Verdict) -> None:
    assert standing(whom, profile) is verdict


@pytest.mark.parametrize("whom", ["地方", "龙头企业", "中央企业", "政策性银行", "行业协会"])
def test_those_called_upon_do_an_enterprise_good_indirectly(whom: str) -> None:
    assert standing(whom, SMALL) is Verdict.INDIRECT


def test_an_enterprise_of_unknown_size_may_be_a_leading_one() -> None:
    assert standing("龙头企业", Profile(description="机器人")) is Verdict.UNKNOWN
    assert standing("龙头企业", Profile(qualifications=("龙头企业",))) is Verdict.MET


def test_the_clause_s_words_say_more_than_the_vocabulary_s_name() -> None:
    text = "支持“小巨人”企业发展"
    found = measure(clause(text), text, "支持", beneficiaries="中小企业=“小巨人”企业")
    known = audience(found.beneficiaries[0], found.clause.text)
    assert known
    assert known.name == "小巨人企业"


def test_nobody_known_is_guessed_at() -> None:
    found = supporting("志愿者")
    assert audience(found.beneficiaries[0], found.clause.text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("依托龙头企业", "龙头企业"),
        ("发挥中央企业优势", "中央企业"),
        ("培育企业家", "人才"),
        ("支持高校和企业", "企业"),
    ],
)
def test_what_stands_beside_a_word_narrows_it(text: str, name: str) -> None:
    found = measure(clause(text), text, text[:2], beneficiaries="企业")
    known = audience(found.beneficiaries[0], found.clause.text)
    assert known
    assert known.name == name
