from chatbot.compose.passage import LONGEST, passage, weights
from index.clause import Clause
from tests.makers import clauses

ITEM = (
    "# 意见\n14.同步构筑中试能力。按产业需求建设一批中试和应用验证平台，"
    "提升精密测量仪器等供给能力，为关键技术验证提供试用环境。大力引进海外高层次人才，拓展引才渠道，完善人才评价和激励机制。"
    "修建公路，加快公路数字化改造，连接城市群和都市圈，发展公路数字经济。"
)


def quoted(question: str, clause: Clause | None = None, own: str = "") -> str:
    chosen = clause or clauses(ITEM)[1]
    return passage(chosen, weights(question, own or question, [chosen])).of(chosen.text)


def test_the_sentence_that_speaks_of_it_is_quoted_alone() -> None:
    assert quoted("海外人才").startswith("大力引进海外高层次人才")
    assert quoted("海外人才").endswith("激励机制。")


def test_sentences_that_speak_of_it_are_quoted_in_one_piece() -> None:
    text = quoted("中试平台和海外人才")
    assert text.startswith("按产业需求")
    assert text.endswith("激励机制。")


def test_a_question_about_the_heading_gets_the_whole_clause() -> None:
    assert quoted("同步构筑能力") == clauses(ITEM)[1].text


def test_a_question_that_matches_nothing_gets_the_whole_clause() -> None:
    assert quoted("量子计算") == clauses(ITEM)[1].text


def test_a_short_clause_is_quoted_whole() -> None:
    short = clauses("# 意见\n一、平台。建设平台。引进人才。")[1]
    assert quoted("人才", short) == short.text


def test_a_long_clause_is_cut_to_its_best_sentence() -> None:
    text = "# 意见\n1.平台。" + "建设平台。" * 100 + "建设中试平台。" + "完善平台。" * 100
    long = clauses(text)[1]
    assert len(quoted("中试平台", long)) <= LONGEST


def test_a_follow_up_s_own_words_weigh_more() -> None:
    assert quoted("公路 中试平台怎么建", own="公路呢").startswith("修建公路")
