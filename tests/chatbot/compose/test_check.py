import pytest

from chatbot.answer import Statement
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
