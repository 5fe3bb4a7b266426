import pytest

from chatbot.understanding.facts import Fact, detect


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("发文字号", Fact.NUMBER),
        ("这个文件的文号是多少", Fact.NUMBER),
        ("什么时候印发的", Fact.ISSUED),
        ("成文日期", Fact.ISSUED),
        ("发布日期是哪天", Fact.PUBLISHED),
        ("哪几个部门联合发的", Fact.ISSUERS),
        ("交通运输部参与发文了吗", Fact.ISSUERS),
        ("一共有几个部门", Fact.ISSUERS),
        ("国资委有没有参与", Fact.ISSUERS),
        ("发给各省哪些部门", Fact.ADDRESSEES),
        ("这份政策来自哪个网站", Fact.URL),
        ("这个政策是谁制定的", Fact.ISSUERS),
        ("主送哪些单位", Fact.ADDRESSEES),
        ("这份文件发给谁", Fact.ADDRESSEES),
        ("文件全称", Fact.TITLE),
        ("原文链接", Fact.URL),
        ("在哪里能看到原文", Fact.URL),
        ("这份文件是哪些部门联合印发的？", Fact.ISSUERS),
        ("谁出台的这个政策", Fact.ISSUERS),
        ("这个意见是什么时候出台的", Fact.ISSUED),
        ("哪一年发的文", Fact.ISSUED),
    ],
)
def test_a_question_about_the_document_itself(text: str, fact: Fact) -> None:
    asked = detect(text)
    assert asked is not None
    assert asked.fact is fact


@pytest.mark.parametrize(
    "text",
    [
        "“投早投小投硬科技”出自哪里",
        "这份文件的英文版在哪里下载",
        "哪个处室负责受理",
        "谁来牵头组建创新联合体",
        "到2025年的目标",
        "原文给我",
        "什么时候建成中试平台",
        "标准制定",
        "典型应用场景清单什么时候发布",
        "大公司能不能带着小公司一起发展",
        "哪些部门负责制定标准",
        "什么时候发布典型应用场景清单",
        "什么时候出台实施细则",
        "政策由哪些部门落实",
        "谁来发布推荐目录",
        "各省要把方案报给哪些部门审批",
    ],
)
def test_a_question_about_the_content(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("工信部参与发文了吗", "工业和信息化部"),
        ("财政部参与发文了吗", "财政部"),
        ("哪些部门参与发文", ""),
        ("教育部有没有一起发", "教育部"),
        ("文旅部也署名了吗", "文化和旅游部"),
        ("这个文件发给中央企业了吗", "中央企业"),
    ],
)
def test_the_office_that_is_asked_about(text: str, office: str) -> None:
    asked = detect(text)
    assert asked is not None
    assert asked.office == office


def test_the_document_s_own_title_may_stand_before_the_date() -> None:
    name = "关于推动未来产业创新发展的实施意见"
    assert detect("未来产业创新发展的实施意见什么时候印发的", name) is not None
    assert detect("未来产业专项资金什么时候发布", name) is None


def test_what_is_paid_is_no_document_though_one_is_called_so() -> None:
    name = "养老服务补贴管理办法"
    assert detect("补贴什么时候发", name) is None
    assert detect("补贴管理办法什么时候发的", name) is not None
    assert detect("什么时候发的", name) is not None
