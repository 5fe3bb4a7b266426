import pytest

from chatbot.errors import BadQuestion
from chatbot.measures.profile import Organisation, Ownership, Profile, Size, Stage
from chatbot.measures.reading import asks_for_measures, qualifications, read, told
from chatbot.question import Question, Turn


def test_a_profile_is_read_from_one_sentence() -> None:
    text = "我们是做人形机器人关节的专精特新小企业，缺资金和试验场地，有哪些措施适用"
    assert read(text) == Profile(
        description="人形机器人关节",
        kind=Organisation.ENTERPRISE,
        size=Size.SMALL,
        qualifications=("专精特新",),
        needs=("资金", "场景", "平台"),
    )


def test_owner_place_and_stage_are_read() -> None:
    profile = read("我司是位于深圳的地方国企，主营卫星互联网终端，处于量产阶段")
    assert profile.ownership is Ownership.LOCAL_STATE
    assert profile.region == "深圳"
    assert profile.stage is Stage.INDUSTRIAL
    assert profile.description == "卫星互联网终端"


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("我们是一家脑机接口初创公司，能享受哪些政策", "脑机接口"),
        ("做区块链的企业看哪一条", "区块链"),
        ("无人船企业能享受什么", "无人船"),
        ("作为一所高校，我们研究量子计算，哪些措施适用", "量子计算"),
        ("我们是养猪场，缺资金，有哪些措施适用", "养猪场"),
        ("我司为外商独资企业，做AI大模型的研发", "AI大模型"),
        ("专精特新企业可以申报哪些", ""),
        ("新型研发机构能得到哪些支持", ""),
    ],
)
def test_what_is_made_is_read_without_what_is_said_around_it(text: str, description: str) -> None:
    assert read(text).description == description


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我们是工信局，重点看哪一条", Organisation.AUTHORITY),
        ("我们是地方工信部门", Organisation.AUTHORITY),
        ("我们是银行，有哪些措施适用", Organisation.FINANCE),
        ("作为行业协会，我们能参与哪些工作", Organisation.ASSOCIATION),
        ("我们是高校孵化的企业", Organisation.ENTERPRISE),
        ("我们是企业，和高校合作", Organisation.ENTERPRISE),
        ("我校想建中试基地", Organisation.UNIVERSITY),
        ("我们是省属研究院", Organisation.INSTITUTE),
    ],
)
def test_the_kind_of_organisation_is_read(text: str, kind: Organisation) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("我们是小微企业", Size.SMALL),
        ("我们是微型企业", Size.MICRO),
        ("我们是专精特新中小企业", Size.NOT_LARGE),
        ("我们是大型装备企业", Size.LARGE),
        ("我们做大型风机", None),
    ],
)
def test_the_size_of_the_enterprise_is_read_not_of_its_products(
    text: str, size: Size | None
) -> None:
    assert read(text).size is size


def test_a_word_for_a_place_inside_of_a_trade_is_none() -> None:
    profile = read("我们是残疾人福利企业，能享受什么")
    assert (profile.region, profile.description) == ("", "残疾人福利")


def test_what_is_asked_about_is_needed() -> None:
    assert read("我们是小企业，有哪些资金支持措施").needs == ("资金",)
    assert read("我们是小企业，想招人，有哪些措施").needs == ("人才",)


def test_what_is_short_is_needed() -> None:
    assert read("我们是小企业，融资困难，人手不足").needs == ("资金", "人才")


def test_a_need_without_a_name_keeps_its_words() -> None:
    assert read("我们是小企业，缺频谱").needs == ("频谱",)


def test_a_text_on_nobody_gives_no_profile() -> None:
    with pytest.raises(BadQuestion):
        read("中试平台有哪些支持措施")


def test_qualifications_have_one_name_whatever_they_are_called() -> None:
    assert qualifications("国家级专精特新“小巨人”，产业链链主") == (
        "小巨人",
        "专精特新",
        "龙头企业",
    )


@pytest.mark.parametrize(
    "text",
    [
        "我们是做人形机器人关节的专精特新小企业，缺资金和试验场地，有哪些措施适用",
        "我司主营氢能装备，可以申请什么",
        "作为一家初创公司，能享受哪些政策",
        "无人船企业能享受什么",
        "做区块链的企业看哪一条",
        "我们是地方工信部门，应该重点看哪一条",
        "跨国公司在我国建研发中心，适用哪些措施",
        "我们属于民营企业，主要做6G通信芯片，哪些条款跟我们有关",
        "我们是一家做脑机接口的上市公司，能申请专项资金吗",
    ],
)
def test_who_asks_what_applies_to_them_is_recognised(text: str) -> None:
    assert asks_for_measures(text)


@pytest.mark.parametrize(
    "text",
    [
        "中试平台有哪些支持措施",
        "支持中小企业的措施有哪些",
        "对企业有哪些支持",
        "企业能得到什么支持",
        "我国有哪些政策支持人形机器人",
        "我们要建设哪些平台",
        "有哪些措施适用",
        "我们公司有多少人",
        "可以从银行获得贷款吗",
        "我被公司辞退了，可以申请什么补偿",
        "我们小区物业能申请什么补贴",
        "企业有哪些义务",
    ],
)
def test_a_question_on_what_policies_say_is_an_ordinary_one(text: str) -> None:
    assert not asks_for_measures(text)


def test_whatever_is_recognised_can_be_read() -> None:
    texts = ["我们有哪些措施适用", "我们能申请什么", "作为一个，能享受什么"]
    assert [asks_for_measures(text) for text in texts] == [False] * 3


@pytest.mark.parametrize(
    "text", ["我们还不是专精特新企业，做机器人", "我司尚未认定高新技术企业，做机器人"]
)
def test_what_is_denied_is_not_so(text: str) -> None:
    profile = read(text)
    assert profile.qualifications == ()
    assert profile.description == "机器人"


def test_a_tag_question_denies_nothing() -> None:
    assert read("我们是不是专精特新企业都能申请哪些").qualifications == ("专精特新",)


def in_talk(*texts: str) -> Question:
    *earlier, text = texts
    turns = [Turn("user", each) for each in earlier]
    return Question(text, tuple(turns))


def test_what_is_answered_adds_to_what_was_told() -> None:
    profile = told(in_talk("我们做机器人，有哪些措施适用", "是专精特新企业", "缺资金"))
    assert profile
    assert profile.description == "机器人"
    assert profile.qualifications == ("专精特新",)
    assert profile.needs == ("资金",)


def test_a_new_profile_forgets_the_one_before() -> None:
    profile = told(in_talk("我们做机器人，有哪些措施适用", "我们是银行，有哪些措施适用"))
    assert profile == Profile(kind=Organisation.FINANCE)


@pytest.mark.parametrize(
    "texts",
    [
        ("中试平台有哪些支持措施",),
        ("我们做机器人，有哪些措施适用", "第二条讲什么"),
        ("我们做机器人，有哪些措施适用", "2027年的目标是什么", "缺资金"),
        ("到2025年的目标是什么", "缺资金"),
        ("我们做机器人，有哪些措施适用", "谢谢"),
    ],
)
def test_other_questions_are_about_nobody(texts: tuple[str, ...]) -> None:
    assert told(in_talk(*texts)) is None
