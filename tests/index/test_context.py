from index.context import in_context
from tests.makers import clauses, head


def test_title_and_last_headings_stand_before_the_clause() -> None:
    text = "# 法\n第一编 总则\n第二章 自然人\n第一节 民事权利能力\n第十三条 自然人平等。"
    assert in_context(head("中华人民共和国民法典"), clauses(text)[-1]) == (
        "民法典\n自然人\n民事权利能力\n第十三条 自然人平等。"
    )


def test_official_headings_lose_their_numbers_too() -> None:
    text = "# 意见\n四、重点任务\n（六）支撑体系\n14.中试能力。建设平台。"
    assert in_context(head("意见"), clauses(text)[-1]) == (
        "意见\n重点任务\n支撑体系\n14.中试能力。建设平台。"
    )
