import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answer import Statement
from chatbot.chain import Chatbot
from chatbot.compose.check import verify
from chatbot.compose.sentences import sentences
from index.clause import Hit
from tests.makers import hit

CLAUSE = (
    "14.同步构筑中试能力。按产业需求建设一批中试和应用验证平台，到2025年建成20家，"
    "由工业和信息化部安排资金1.5亿元，按30%给予“首台（套）”奖励，形成百项标志性产品。"
)


@pytest.fixture
def hits() -> list[Hit]:
    return [hit("1.加强前瞻谋划部署。打造未来产业瞭望站。"), hit(CLAUSE)]


def verified(text: str, hits: list[Hit]) -> Statement | None:
    (sentence,) = sentences([text])
    return verify(sentence, hits)


@pytest.mark.parametrize(
    "sentence",
    [
        "建设一批中试和应用验证平台。[2]",
        "到2025年建成20家中试和应用验证平台。[2]",
        "安排资金1.5亿元，按30%给予“首台（套）”奖励。[2]",
        "形成百项标志性产品【2】。",
        "打造未来产业瞭望站，建设中试和应用验证平台。[1][2]",
        "按３０％给予奖励。[2]",
    ],
)
def test_a_supported_sentence_passes_with_its_quotations(sentence: str, hits: list[Hit]) -> None:
    statement = verified(sentence, hits)
    assert statement is not None
    assert all(quote.text in quote.clause.text for quote in statement.quotes)
    assert "[2]" not in statement.text


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("建设一批中试和应用验证平台。", id="no citation"),
        pytest.param("建设一批中试和应用验证平台。[3]", id="a number that does not exist"),
        pytest.param("建设一批中试和应用验证平台。[0]", id="number zero"),
        pytest.param("建设一批中试和应用验证平台。[1]", id="the wrong clause"),
        pytest.param("到2027年建成20家中试和应用验证平台。[2]", id="a year altered"),
        pytest.param("到2025年建成200家中试和应用验证平台。[2]", id="a digit added"),
        pytest.param("到2025年建成2家中试和应用验证平台。[2]", id="a digit left out"),
        pytest.param("安排资金5亿元。[2]", id="the tail of a decimal"),
        pytest.param("按3%给予奖励。[2]", id="a percentage altered"),
        pytest.param("形成千项标志性产品。[2]", id="a Chinese numeral altered"),
        pytest.param("给予“首批次”奖励，建设中试和应用验证平台。[2]", id="a quotation invented"),
        pytest.param("由财政部安排资金，建设中试和应用验证平台。[2]", id="an office invented"),
        pytest.param("依据《中试平台管理办法》建设中试和应用验证平台。[2]", id="a title invented"),
        pytest.param("所有企业都可以免费申请并获得税收减免。[2]", id="wording from elsewhere"),
    ],
)
def test_an_unsupported_sentence_is_dropped(sentence: str, hits: list[Hit]) -> None:
    assert verified(sentence, hits) is None


@pytest.mark.parametrize("markup", ["<b>一批</b>", "[一批](http://a.cn)", "$一批$", "a_一批_"])
def test_markup_that_links_or_runs_is_no_sentence_of_a_clause(markup: str, hits: list[Hit]) -> None:
    assert verified(f"建设{markup}中试和应用验证平台。[2]", hits) is None


def test_what_is_left_of_markup_is_shown_as_text(hits: list[Hit]) -> None:
    statement = verified("形成百项~标志性产品。[2]", hits)
    assert statement is not None
    assert "\\~" in statement.text


NUMERAL = re.compile(r"\d|[一二三四五六七八九百](?=[项家大])")


def units(bot: Chatbot) -> list[Hit]:
    """Every clause of the shipped policy that an answer may quote."""
    (head,) = bot.library.heads()
    return [Hit(c, head, 1, 1, 1) for c in bot.library.policy(head.id).clauses if c.unit]


def chunks(text: str, lengths: list[int]) -> list[str]:
    """The text cut into pieces of these lengths, and the rest."""
    pieces = []
    for length in lengths:
        pieces.append(text[:length])
        text = text[length:]
    return [*pieces, text]


def quoted(hit: Hit, number: int) -> list[str]:
    """The sentences of a clause, each with its mark; a number in front would make a list of it."""
    said = (span.of(hit.clause.text) for span in hit.clause.sentences())
    bare = (re.sub(r"^[（(]?[\d一二三四五六七八九十]+[）).、]+", "", sentence) for sentence in said)
    return [f"{sentence}[{number}]" for sentence in bare if sentence.endswith("。")]


@given(st.data())
def test_a_clause_s_own_sentences_are_kept_however_they_arrive(
    bot: Chatbot, data: st.DataObject
) -> None:
    hits = data.draw(st.permutations(units(bot)))[:6]
    said = [each for number, hit in enumerate(hits, 1) for each in quoted(hit, number)]
    said = data.draw(st.permutations(said))[:8]
    pieces = chunks("".join(said), data.draw(st.lists(st.integers(1, 9), max_size=60)))
    read = list(sentences(pieces))
    assert [f"{each.text}[{each.cited[0]}]" for each in read] == said
    assert all(verify(each, hits) for each in read)


@given(st.data())
def test_a_sentence_with_one_numeral_altered_is_dropped(bot: Chatbot, data: st.DataObject) -> None:
    hits = units(bot)
    said = [each for i, hit in enumerate(hits, 1) for each in quoted(hit, i)]
    sentence = data.draw(st.sampled_from([s for s in said if NUMERAL.search(s.split("[")[0])]))
    match = data.draw(st.sampled_from(list(NUMERAL.finditer(sentence.split("[")[0]))))
    others = "0123456789" if match[0].isdigit() else "一二三四五六七八九千"
    other = data.draw(st.sampled_from([each for each in others if each != match[0]]))
    altered = sentence[: match.start()] + other + sentence[match.end() :]
    pieces = chunks(altered, data.draw(st.lists(st.integers(1, 9), max_size=20)))
    assert [verify(each, hits) for each in sentences(pieces)] == [None]
