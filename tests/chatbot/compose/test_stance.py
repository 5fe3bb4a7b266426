import pytest

from chatbot.compose.stance import agrees

DUTY = "企业应当在三十日内提交备案材料,逾期未提交的,不予受理。"
BAN = "用人单位不得扣押证件,不得要求劳动者提供担保或者收取财物。"
SOFT = "鼓励龙头企业组建创新联合体,探索建立补偿资金。"
RIGHT = "当事人可以口头申诉,人民法院应当记入笔录。"


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("企业应当提交备案材料", DUTY),
        ("企业提交备案材料", DUTY),
        ("逾期未提交备案材料的不予受理", DUTY),
        ("不得收取财物", BAN),
        ("不得要求提供担保", BAN),
        ("支持龙头企业组建创新联合体", SOFT),
        ("龙头企业可以组建创新联合体", SOFT),
        ("探索建立补偿资金", SOFT),
        ("可以口头申诉", RIGHT),
        ("人民法院应当记入笔录", RIGHT),
        ("未来产业不断发展", "未来产业发展。"),
        ("县级以上人民政府负责", "县级以上人民政府负责。"),
    ],
)
def test_the_same_sense_agrees(text: str, ground: str) -> None:
    assert agrees(text, ground)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("企业可以提交备案材料", DUTY),
        ("企业不得提交备案材料", DUTY),
        ("企业无需提交备案材料", DUTY),
        ("逾期已提交的", DUTY),
        ("逾期未提交的予以受理", DUTY),
        ("用人单位可以扣押证件", BAN),
        ("用人单位应当扣押证件", BAN),
        ("用人单位扣押证件", BAN),
        ("龙头企业必须组建创新联合体", SOFT),
        ("要求龙头企业组建创新联合体", SOFT),
        ("不鼓励龙头企业组建创新联合体", SOFT),
        ("保证建立补偿资金", SOFT),
        ("所有龙头企业组建创新联合体", SOFT),
        ("限制龙头企业组建创新联合体", SOFT),
        ("应当口头申诉", RIGHT),
        ("人民法院可以记入笔录", "人民法院应当记入笔录。"),
        ("县级以下人民政府负责", "县级以上人民政府负责。"),
        ("降低供给能力", "提升供给能力。"),
    ],
)
def test_another_sense_does_not(text: str, ground: str) -> None:
    assert not agrees(text, ground)
