"""Answers in the clauses' own words, on the shipped policy."""

from chatbot.answer import Answer
from chatbot.chain import Chatbot
from chatbot.question import Question, Turn


def ask(bot: Chatbot, text: str, *turns: Turn) -> Answer:
    return bot.answer(Question(text, turns))


def test_the_answer_comes_first_and_the_passage_after_it(bot: Chatbot) -> None:
    text = ask(bot, "2025年要形成多少项标志性产品").text
    first, _, rest = text.partition("\n\n")
    assert "形成百项标志性产品" in first
    assert first.endswith("（2025年；三、第1段）[1]")
    assert rest.startswith("> ")
    assert "**" in rest


def test_a_passage_that_is_the_answer_is_not_said_twice(bot: Chatbot) -> None:
    answer = ask(bot, "创新驱动、应用牵引怎么理解")
    assert answer.text.count(answer.citations[0].quote.text[:-1]) <= 1


def test_several_clauses_are_numbered(bot: Chatbot) -> None:
    answer = ask(bot, "文件提到的平台都有哪些")
    assert answer.text.startswith(f"有 {len(answer.citations)} 条相关规定：")
    assert "\n2. " in answer.text


def test_what_is_related_is_offered_and_not_cited(bot: Chatbot) -> None:
    answer = ask(bot, "中试平台怎么建")
    cited = {citation.quote.clause.id for citation in answer.citations}
    further = {quote.clause.id for quote in answer.outcome.further}
    assert further
    assert not cited & further


def test_every_citation_has_its_mark(bot: Chatbot) -> None:
    answer = ask(bot, "对比基本原则和保障措施里关于安全的表述")
    assert [f"[{c.index}]" in answer.text for c in answer.citations] == [True, True]


def test_a_section_gives_the_titles_of_what_it_holds(bot: Chatbot) -> None:
    answer = ask(bot, "保障措施有哪些")
    assert [c.quote.text for c in answer.citations][1] == "（二）加大金融支持。"
    assert "共 4 条" in answer.text


def test_what_is_compared_stands_side_by_side(bot: Chatbot) -> None:
    answer = ask(bot, "对比基本原则和保障措施里关于安全的表述")
    places = [c.quote.clause.reference for c in answer.citations]
    assert places == ["二、“开放合作、安全有序”", "五、（三）"]
    assert answer.text.startswith("**基本原则**")


def test_a_definition_is_the_sentence_that_defines(bot: Chatbot) -> None:
    answer = ask(bot, "什么是未来产业")
    assert answer.citations[0].quote.clause.reference == "引言"


def test_the_next_clause_follows_the_one_that_the_answer_cited(bot: Chatbot) -> None:
    earlier = ask(bot, "海外人才引进怎么说")
    turns = (Turn("user", "海外人才引进怎么说"), Turn("assistant", earlier.text))
    assert ask(bot, "下一条", *turns).citations[0].quote.clause.reference == "四、（六）16"
    assert ask(bot, "原文给我", *turns).citations[0].quote.clause.reference == "四、（六）15"


def test_a_follow_up_is_answered_in_its_own_words(bot: Chatbot) -> None:
    turn = Turn("user", "中央企业有什么行动计划")
    assert "孵化基地" in ask(bot, "中小企业呢", turn).text.partition("\n")[0]
