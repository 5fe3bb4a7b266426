import pytest

from chatbot.chain import Chatbot
from chatbot.tables.tasks import UNSAID, tasks
from tests.makers import head, policy


def rows(text: str) -> list[tuple[str, ...]]:
    read = policy(text)
    return [tuple(cell.text for cell in row) for row in tasks(read, head(read.name)).rows]


def test_every_numbered_task_of_the_shipped_policy_is_listed(bot: Chatbot) -> None:
    about = bot.library.heads()[0]
    table = tasks(bot.library.policy(about.id), about)
    assert [row[0].text for row in table.rows] == [
        *map(str, range(1, 17)),
        *("（一）", "（二）", "（三）", "（四）"),
    ]
    assert table.rows[13][1].text == "同步构筑中试能力"


def test_what_the_policy_does_not_say_is_not_made_up(bot: Chatbot) -> None:
    about = bot.library.heads()[0]
    for row in tasks(bot.library.policy(about.id), about).rows:
        assert (row[2].text, row[2].quotes) == (UNSAID, ())


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("建设平台。（工业和信息化部、财政部按职责分工负责）", "工业和信息化部、财政部"),
        ("建设平台。（责任单位：市科技局、市财政局）", "市科技局、市财政局"),
        ("由省科技厅牵头建设平台。", "省科技厅"),
    ],
)
def test_who_is_responsible_is_quoted(sentence: str, who: str) -> None:
    text = f"# 意见\n一、重点任务\n1.平台。{sentence}2030年底前完成。\n2.人才。引进人才。"
    first, second = rows(text)
    assert first[2:4] == (who, "2030年底前")
    assert second[2:4] == (UNSAID, UNSAID)


def test_an_article_is_a_task_where_it_names_who_is_responsible() -> None:
    text = (
        "# 条例\n第一条　为了发展，制定本条例。\n"
        "第二条　国务院科技主管部门负责全国的科技工作；县级以上地方人民政府负责本地的科技工作。"
    )
    ((number, _, who, _, place),) = rows(text)
    assert (number, place) == ("第二条", "第二条")
    assert who == "国务院科技主管部门；县级以上地方人民政府"


def test_every_cell_is_a_piece_of_its_clause() -> None:
    read = policy("# 意见\n一、任务\n1.平台。由省科技厅牵头建设。2030年底前完成。\n2.人才。引才。")
    for row in tasks(read, head(read.name)).rows:
        for cell in row[2:4]:
            assert "；".join(quote.text for quote in cell.quotes) in {cell.text, ""}
