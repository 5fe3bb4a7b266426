import pytest

from chatbot.compose.decisive import decisive
from chatbot.compose.passage import weights
from index.clause import Span
from tests.makers import clauses

ITEM = clauses(
    "# 意见\n7.培育企业梯队。实施中央企业启航行动计划，加快培育未来产业新企业，"
    "到2025年打造百家领军企业。"
    "实施“科技产业金融一体化”专项，带动更多资本投早投小投硬科技，优化风险拨备资金等补偿措施，完善财税支持政策。"
    "引进人才。"
)[1]


def answer(question: str, within: Span | None = None) -> str:
    weight = weights(question, question, [ITEM])
    return decisive(ITEM, within or Span(0, len(ITEM.text)), question, weight).of(ITEM.text)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("要打造多少家领军企业", "到2025年打造百家领军企业"),
        ("中央企业有什么行动计划", "实施中央企业启航行动计划"),
        ("有什么补偿措施", "优化风险拨备资金等补偿措施"),
        ("人才", "引进人才"),
    ],
)
def test_the_part_that_answers_is_chosen(question: str, said: str) -> None:
    assert said in answer(question)
    assert len(answer(question)) < 60


def test_a_part_that_only_repeats_the_question_takes_the_next_one_along() -> None:
    assert answer("实施科技产业金融一体化专项的目的").endswith("带动更多资本投早投小投硬科技")


def test_the_run_in_heading_is_no_answer_where_there_is_another() -> None:
    assert answer("培育企业梯队") != "7.培育企业梯队"


def test_nothing_outside_of_the_passage_is_chosen() -> None:
    start = ITEM.text.index("实施“科技")
    assert "人才" not in answer("人才", Span(start, len(ITEM.text) - 5))


def test_final_punctuation_is_left_out() -> None:
    assert answer("人才") == "引进人才"
