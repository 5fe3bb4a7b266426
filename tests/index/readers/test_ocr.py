"""Scans of half the policy; all of it is measured in docs/adr."""

import socket
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from index.clause import Line, Source, Span
from index.layout import Box, Fragment, Page
from index.outline import parse
from index.readers import ocr, pdf
from tests import papers
from tests.makers import POLICY_ID
from tests.papers import Paragraph, policy_paragraphs, typeset, with_furniture

NAME = "扫描件.pdf"
FONTLESS = "no font on this machine has Chinese characters (apt install fonts-noto-cjk)"


def distance(a: str, b: str) -> int:
    """Levenshtein's: letters to insert, to delete or to replace."""
    row = np.arange(len(b) + 1)
    others = np.array([ord(letter) for letter in b])
    for letter in a:
        replaced = row[:-1] + (others != ord(letter))
        best = np.minimum(replaced, row[1:] + 1)
        row = np.concatenate(([row[0] + 1], best))
        row = np.minimum.accumulate(row - np.arange(len(row))) + np.arange(len(row))
    return int(row[-1])


def texts(source: Source) -> list[str]:
    return [line.span.of(source.text) for line in source.lines]


@pytest.fixture(scope="module", autouse=True)
def font() -> None:
    """Without a font, the scans would be of empty boxes."""
    pages = papers.scans(papers.pdf(typeset([Paragraph("国" * 40), Paragraph("一" * 40)])), 800)
    ink = np.asarray(pages[0], dtype=float)
    if ink.min() > 128 or np.unique(ink < 128, axis=1).shape[1] < 20:
        pytest.skip(FONTLESS)


@pytest.fixture(scope="module")
def paragraphs() -> Sequence[Paragraph]:
    every = policy_paragraphs()
    return [*every[:15], *every[-11:]]


@pytest.fixture(scope="module")
def source(paragraphs: Sequence[Paragraph]) -> Source:
    pages = with_furniture(typeset(paragraphs, size=12))
    return pdf.read(papers.saved(papers.scans(papers.pdf(pages), turn=1.0), "PDF"), NAME)


def outline(lines: Sequence[str]) -> list[tuple[str, str]]:
    text, spans = "", []
    for line in lines:
        spans.append(Line(Span(len(text), len(text) + len(line))))
        text += f"{line}\n"
    clauses = parse(Source(text, tuple(spans)), POLICY_ID)
    return [(clause.id, clause.reference) for clause in clauses]


def test_a_scan_grainy_and_a_little_turned_has_the_structure_of_its_text(
    source: Source, paragraphs: Sequence[Paragraph]
) -> None:
    assert outline(texts(source)) == outline([paragraph.text for paragraph in paragraphs])


def test_at_most_one_character_in_a_hundred_is_wrong(
    source: Source, paragraphs: Sequence[Paragraph]
) -> None:
    right = "\n".join(paragraph.text for paragraph in paragraphs)
    assert distance(right, "\n".join(texts(source))) <= len(right) / 100


def test_each_line_keeps_its_page_and_place(source: Source) -> None:
    places = [line.place for line in source.lines if line.place and line.place.box]
    assert len(places) == len(source.lines)
    assert {place.page for place in places} == {1, 2}
    title = places[0].box
    assert title is not None
    assert title[0] == pytest.approx(0.13, abs=0.05)
    assert title[1] == pytest.approx(0.09, abs=0.03)


def scan_of(text: str) -> Image.Image:
    return papers.scans(papers.pdf(typeset([Paragraph(text)] * 3, size=20)), side=1000)[0]


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_page_put_on_the_scanner_the_wrong_way_is_read(degrees: int) -> None:
    picture = scan_of("国务院关于推动创新发展的意见。").rotate(degrees, expand=True).convert("RGB")
    page, confidences = ocr.recognised(np.asarray(picture), 1)
    assert [run.text for run in page.runs] == ["国务院关于推动创新发展的意见。"] * 3
    assert min(confidences) > ocr.DOUBTFUL


def test_lines_that_the_model_doubts_are_named() -> None:
    scan = ocr.Scan("a.png")
    scan.doubtful = [(1, "模糊的一行"), (2, "— 2 —")]
    page = Page(1, 100, 100, (Fragment("模糊的一行", Box(10, 10, 60, 20)),))
    assert scan.source([page]).warnings == ("可能有识别错误，请与原件核对：第 1 页“模糊的一行”。",)


def test_an_empty_page_has_no_text() -> None:
    page, confidences = ocr.recognised(np.full((400, 300, 3), 255, np.uint8), 1)
    assert (page.runs, confidences) == ((), [])


def test_the_network_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    ocr._engine.cache_clear()
    page, _ = ocr.recognised(np.asarray(scan_of("通知").convert("RGB")), 1)
    assert page.runs


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("工信部联科〔2024]12号", "工信部联科〔2024〕12号"),
        ("各有关单位:", "各有关单位："),
        ("(一)加强领导", "（一）加强领导"),
        ("（五） 丰富应用场景", "（五）丰富应用场景"),
        ("(五) 丰富应用场景", "（五）丰富应用场景"),
        ("9. 构建产业生态", "9.构建产业生态"),
        ("第一条 为了保护", "第一条 为了保护"),
        ("at 10:30, in [2024]", "at 10:30, in 〔2024〕"),
    ],
)
def test_punctuation_is_that_of_chinese_print(read: str, printed: str) -> None:
    assert ocr.printed(read) == printed
