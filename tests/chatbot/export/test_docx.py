import zipfile
from datetime import datetime, timedelta
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.shared import Length
from lxml import etree

from chatbot.answer import Answer
from chatbot.chain import Chatbot
from chatbot.export.docx import answer_docx, table_docx
from chatbot.export.imprint import Imprint
from chatbot.question import Question
from chatbot.tables.table import Cell, Table
from tests.makers import answer, quote

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
URL = "https://www.gov.cn/zhengce/1.htm"


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def xml(content: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(BytesIO(content)).read(name))


def said(element: etree._Element) -> str:
    return "".join(str(text.text) for text in element.iter(f"{W}t"))


def notes(content: bytes) -> dict[str, str]:
    """Id of each footnote → what it says; without the separators."""
    found = xml(content, "word/footnotes.xml").findall(f"{W}footnote")
    return {note.get(f"{W}id", ""): said(note) for note in found if not note.get(f"{W}type")}


def marks(content: bytes) -> list[str]:
    """Ids of the footnotes that the text refers to, in order."""
    references = xml(content, "word/document.xml").iter(f"{W}footnoteReference")
    return [reference.get(f"{W}id", "") for reference in references]


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph."""
    return [(p.style.name if p.style else "", p.text) for p in opened(content).paragraphs]


def millimetres(*lengths: Length | None) -> tuple[int, ...]:
    return tuple(round(length.mm) for length in lengths if length is not None)


def test_the_question_is_the_title_and_the_answer_follows(
    answered: Answer, imprint: Imprint
) -> None:
    found = paragraphs(answer_docx("做中试平台能得到哪些支持？", answered, imprint))
    assert found[0] == ("Title", "做中试平台能得到哪些支持？")
    assert found[1] == ("Body Text", "有 2 条相关规定：")
    assert found[2][1].startswith("1. 按产业需求建设一批中试和应用验证平台")
    assert found[-1] == ("Imprint", str(imprint))


@pytest.mark.parametrize(
    "question",
    [
        "做中试平台能得到哪些支持？",
        "第四部分第（六）项",
        "发文机关有哪些",
        "四（六）14",
        "今天天气",
    ],
)
def test_every_citation_is_a_footnote_with_label_words_and_address(
    bot: Chatbot, imprint: Imprint, question: str
) -> None:
    answered = bot.answer(Question(question))
    content = answer_docx(question, answered, imprint)
    found = notes(content)
    assert marks(content) == list(found) == [str(c.index) for c in answered.citations]
    for citation in answered.citations:
        words = " ".join(citation.quote.text.split())
        note = found[str(citation.index)]
        assert note.startswith(f" {citation.label}：「{words}」 https://www.gov.cn/")
    assert "[1]" not in said(xml(content, "word/document.xml"))


def test_footnotes_are_a_part_that_word_looks_for(answered: Answer, imprint: Imprint) -> None:
    content = answer_docx("问", answered, imprint)
    relations = xml(content, "word/_rels/document.xml.rels")
    types = {each.get("Type", "").rsplit("/", 1)[1]: each.get("Target") for each in relations}
    assert types["footnotes"] == "footnotes.xml"
    kinds = {e.get("PartName"): e.get("ContentType") for e in xml(content, "[Content_Types].xml")}
    assert str(kinds["/word/footnotes.xml"]).endswith("wordprocessingml.footnotes+xml")
    separators = xml(content, "word/settings.xml").find(f"{W}footnotePr")
    assert separators is not None
    named = [each.get(f"{W}id") for each in separators]
    all_notes = xml(content, "word/footnotes.xml").findall(f"{W}footnote")
    assert [n.get(f"{W}id") for n in all_notes if n.get(f"{W}type")] == named == ["-1", "0"]


def test_a_citation_repeated_refers_to_the_same_note(imprint: Imprint) -> None:
    source = quote("建设平台。", URL)
    content = answer_docx("问", answer("先说一次。[1]再说一次。[1]", source), imprint)
    assert marks(content) == ["1"]
    document = xml(content, "word/document.xml")
    fields = [field.get(f"{W}instr", "").split() for field in document.iter(f"{W}fldSimple")]
    bookmark = next(document.iter(f"{W}bookmarkStart"))
    assert fields == [["NOTEREF", bookmark.get(f"{W}name"), r"\f", r"\h"]]
    assert opened(content).paragraphs[1].text.startswith("先说一次。再说一次。")


def test_every_style_that_is_used_is_defined(imprint: Imprint) -> None:
    text = "# 一\n\n> 引\n\n- 甲\n\n| 列 |\n| --- |\n| 值[1] |"
    content = answer_docx("问", answer(text, quote("值", URL)), imprint)
    defined = {s.get(f"{W}styleId") for s in xml(content, "word/styles.xml").iter(f"{W}style")}
    used = {
        style.get(f"{W}val")
        for name in ("document", "footnotes", "footer1")
        for tag in ("pStyle", "rStyle", "tblStyle")
        for style in xml(content, f"word/{name}.xml").iter(f"{W}{tag}")
    }
    assert {"Quote", "ListBullet", "Heading1", "TableGrid", "FootnoteText"} <= used <= defined


def test_chinese_is_set_in_the_fonts_of_an_office(answered: Answer, imprint: Imprint) -> None:
    styles = xml(answer_docx("问", answered, imprint), "word/styles.xml")
    fonts = {
        style.get(f"{W}styleId"): font.get(f"{W}eastAsia")
        for style in styles.iter(f"{W}style")
        for font in style.iter(f"{W}rFonts")
    }
    default = next(styles.iter(f"{W}rPrDefault")).find(f".//{W}rFonts")
    assert default is not None
    assert default.get(f"{W}eastAsia") == "仿宋"
    assert (fonts["Title"], fonts["Heading1"], fonts["FootnoteText"]) == ("黑体", "黑体", "宋体")


def test_the_page_is_a4(answered: Answer, imprint: Imprint) -> None:
    section = opened(answer_docx("问", answered, imprint)).sections[0]
    assert millimetres(section.page_width, section.page_height) == (210, 297)
    assert millimetres(section.top_margin, section.left_margin) == (37, 28)


def test_words_set_off_stay_set_off(imprint: Imprint) -> None:
    content = answer_docx("问", answer(r"支持**中试**平台\*。"), imprint)
    runs = opened(content).paragraphs[1].runs
    assert [(run.text, bool(run.bold)) for run in runs if run.text] == [
        ("支持", False),
        ("中试", True),
        ("平台*。", False),
    ]


def test_lists_keep_their_numbers_and_bullets(imprint: Imprint) -> None:
    text = "- 甲\n- 乙\n\n> 14. 中试。\n> （1）建设。\n\n7. 丙"
    assert paragraphs(answer_docx("问", answer(text), imprint))[1:-1] == [
        ("List Bullet", "甲"),
        ("List Bullet", "乙"),
        ("Quote", "14. 中试。"),
        ("Quote", "（1）建设。"),
        ("Body Text", "7. 丙"),
    ]


def test_a_table_in_an_answer_is_a_table(imprint: Imprint) -> None:
    text = "| 目标 | 年份 |\n| --- | --- |\n| 百\\|家 | 2025年[1] |"
    content = answer_docx("问", answer(text, quote("到2025年", URL)), imprint)
    rows = [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]
    assert rows == [["目标", "年份"], ["百|家", "2025年"]]
    assert marks(content) == ["1"]


def test_brackets_of_a_policy_are_no_citations(imprint: Imprint) -> None:
    content = answer_docx("问", answer(r"见\[1\]和[1]和[9]。", quote("甲")), imprint)
    assert opened(content).paragraphs[1].text == "见[1]和和[9]。"
    assert marks(content) == ["1"]


def test_addresses_open_but_nothing_else_does(imprint: Imprint) -> None:
    sources = (quote("甲", URL), quote("乙", "file:///etc/passwd"), quote("丙", "javascript:a()"))
    content = answer_docx("问", answer(f"<{URL}>[1][2][3]", *sources), imprint)
    for name in ("document", "footnotes"):
        relations = xml(content, f"word/_rels/{name}.xml.rels")
        outside = [r.get("Target") for r in relations if r.get("TargetMode") == "External"]
        assert outside == [URL]
        used = [e.get(f"{R}id") for e in xml(content, f"word/{name}.xml").iter(f"{W}hyperlink")]
        assert len(used) == 1


@pytest.mark.parametrize("hostile", ["<w:p>&amp;</w:p>", "𠮷野家🚀👨‍👩‍👧", "]]>\"'", "a\ufffeb"])
def test_whatever_is_asked_is_shown_as_it_is(hostile: str, imprint: Imprint) -> None:
    content = answer_docx(f"问{hostile}", answer("答[1]", quote(f"引{hostile}")), imprint)
    shown = hostile.replace("\ufffe", "\ufffd")
    assert opened(content).paragraphs[0].text == f"问{shown}"
    assert opened(content).core_properties.title == f"问{shown}"
    assert f"「引{shown}」" in notes(content)["1"]


def test_control_characters_of_a_policy_do_no_harm(imprint: Imprint) -> None:
    content = answer_docx("问", answer("答\x0b甲[1]", quote("引\x00\x1b文")), imprint)
    assert "答\ufffd甲" in opened(content).paragraphs[1].text
    assert "「引\ufffd\ufffd文」" in notes(content)["1"]


def test_the_longest_question_fits(imprint: Imprint) -> None:
    document = opened(answer_docx("问" * 2000, answer("答"), imprint))
    assert document.paragraphs[0].text == "问" * 2000
    assert document.core_properties.title == "问" * 255


def test_properties_say_what_made_it_and_when(answered: Answer, imprint: Imprint) -> None:
    properties = opened(answer_docx("问", answered, imprint)).core_properties
    assert (properties.title, properties.author) == ("问", "政策问答")
    assert properties.created == properties.modified == imprint.exported
    assert "python-docx" not in (properties.comments or "")


def test_the_same_export_is_the_same_bytes(
    answered: Answer, imprint: Imprint, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answer_docx("问", answered, imprint)
    later = datetime.now().astimezone() + timedelta(days=400)
    monkeypatch.setattr("time.time", later.timestamp)
    monkeypatch.setattr("time.localtime", lambda *_: later.timetuple())
    assert answer_docx("问", answered, imprint) == first


def test_a_table_has_its_cells_and_their_sources(imprint: Imprint) -> None:
    first, second = quote("甲", URL), quote("甲乙", URL)
    rows = ((Cell("一\n二", (first,)), Cell("=1", (second, first))), (Cell(""), Cell("三<&")))
    content = table_docx(Table("目标", ("名称", "值"), rows), imprint)
    document = opened(content)
    assert paragraphs(content)[0] == ("Title", "目标")
    found = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert found == [["名称", "值"], ["一\n二", "=1"], ["", "三<&"]]
    assert marks(content) == list(notes(content)) == ["1", "2"]


def test_a_wide_table_lies_on_its_side(imprint: Imprint) -> None:
    wide = table_docx(Table("表", tuple("甲乙丙丁戊"), ((Cell("值"),) * 5,)), imprint)
    section = opened(wide).sections[0]
    assert millimetres(section.page_width, section.page_height) == (297, 210)


def test_a_table_without_rows_keeps_its_head(imprint: Imprint) -> None:
    found = opened(table_docx(Table("空表", ("名称",), ()), imprint)).tables[0]
    assert [[cell.text for cell in row.cells] for row in found.rows] == [["名称"]]


def test_a_head_is_repeated_on_each_page(imprint: Imprint) -> None:
    content = table_docx(Table("表", ("甲",), ((Cell("值"),),) * 3), imprint)
    rows = xml(content, "word/document.xml").iter(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 3
