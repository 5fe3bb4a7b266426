from io import BytesIO

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile
from index.outline import parse
from index.readers import ocr, pdf
from index.readers.pdf import read
from tests import papers
from tests.index.test_outline import GOLDEN, described
from tests.papers import Letter, Paragraph, policy_paragraphs, typeset, with_furniture

NAME = "政策.pdf"


def texts(source: Source) -> list[str]:
    return [line.span.of(source.text) for line in source.lines]


def turned(data: bytes, degrees: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize(("size", "columns"), [(16, 1), (10.5, 2)])
def test_the_policy_on_paper_is_the_tree_of_its_markdown(size: float, columns: int) -> None:
    pages = with_furniture(typeset(policy_paragraphs(), size, columns))
    source = read(papers.pdf(pages), NAME)
    assert texts(source) == [paragraph.text for paragraph in policy_paragraphs()]
    clauses = parse(source, "0" * 12)
    assert [described(clause) for clause in clauses] == GOLDEN.read_text("utf-8").splitlines()
    assert source.warnings == ()
    assert all(clause.place and clause.place.page for clause in clauses)


def test_a_page_that_lies_on_its_side_is_read_as_it_is_seen() -> None:
    data = papers.pdf(typeset([Paragraph("第一段。"), Paragraph("第二段。")]))
    assert texts(read(turned(data, 90), NAME)) == ["第一段。", "第二段。"]


def test_a_place_is_that_on_the_page_as_it_is_seen() -> None:
    data = papers.pdf([[[Letter("甲", 100, 200, 20), Letter("乙", 120, 200, 20)]]])
    upright, upside_down = (read(turned(data, degrees), NAME).lines[0] for degrees in (0, 180))
    assert upright.place
    assert upside_down.place
    assert upright.place.box == pytest.approx((100 / 595, 0.215, 140 / 595, 0.245), abs=0.01)
    assert upside_down.place.box == upright.place.box  # its text is turned, and so it is seen


def test_a_watermark_set_aslant_is_left_out() -> None:
    out = BytesIO()
    paper = Canvas(out)
    paper.drawString(72, 700, "Article 1 applies to all.")
    paper.rotate(45)
    paper.drawString(300, 300, "DRAFT")
    paper.save()
    assert texts(read(out.getvalue(), NAME)) == ["Article 1 applies to all."]


def test_radicals_in_the_file_are_found_as_ideographs() -> None:
    assert texts(read(papers.pdf(typeset([Paragraph("⼯业和信息化部。")])), NAME)) == [
        "工业和信息化部。"
    ]


def test_a_file_with_a_password_is_refused_with_a_way_out() -> None:
    locked = papers.pdf(typeset([Paragraph("甲。")]), encrypt="secret")
    with pytest.raises(UnreadableFile, match="口令") as caught:
        read(locked, NAME)
    assert "另存为" in caught.value.hint


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    guarded = StandardEncryption("", ownerPassword="secret", canModify=0)
    assert texts(read(papers.pdf(typeset([Paragraph("甲。")]), encrypt=guarded), NAME)) == ["甲。"]


def test_a_script_in_the_file_is_not_run() -> None:
    script = b"<< /S /JavaScript /JS (while \\(true\\) {}) >>"
    data = papers.pdf(typeset([Paragraph("甲。")]))
    data = data.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction " + script, 1)
    assert script in data
    assert texts(read(data, NAME)) == ["甲。"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\x00" * 99, "不是".encode()])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="不是 PDF，或已损坏"):
        read(data, NAME)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_off_is_refused(share: float) -> None:
    whole = papers.pdf(with_furniture(typeset(policy_paragraphs())))
    with pytest.raises(UnreadableFile, match="已损坏"):
        read(whole[: int(share * len(whole))], NAME)


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(FileTooLarge, match="2 页"):
        read(papers.pdf([[], []]), NAME)


def test_a_hundred_thousand_pages_are_refused_before_they_are_read() -> None:
    kids = b" ".join([b"3 0 R"] * 100_000)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 100000 /Kids [" + kids + b"] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    body = b"".join(b"%d 0 obj %s endobj\n" % each for each in enumerate(objects, 1))
    with pytest.raises(FileTooLarge, match="100,000 页"):
        read(b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF", NAME)


@pytest.mark.parametrize("box", ["0 0 1e9 1e9", "0 0 0 0", "-5 -5 -1 -1", "0 0 1e-9 842"])
def test_an_absurd_page_size_does_no_harm(box: str) -> None:
    data = papers.pdf(typeset([Paragraph("甲。")]))
    data = data.replace(b"/MediaBox [ 0 0 595 842 ]", f"/MediaBox [ {box} ]".encode(), 1)
    assert box.encode() in data
    for line in read(data, NAME).lines:
        assert line.place
        assert line.place.box
        assert all(0 <= edge <= 1 for edge in line.place.box)


def test_an_empty_page_has_no_text() -> None:
    assert read(papers.pdf([[]]), NAME).lines == ()


def test_a_scan_without_an_ocr_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    scan = papers.saved(papers.scans(papers.pdf(typeset([Paragraph("甲。")])), side=200), "PDF")
    with pytest.raises(UnreadableFile, match="扫描件") as caught:
        read(scan, NAME)
    assert "pip install" in caught.value.hint


def test_a_scanned_page_among_others_is_named_where_there_is_no_ocr(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    text = papers.pdf(typeset([Paragraph("甲。")]))
    document = pypdfium2.PdfDocument(text)
    document.import_pages(pypdfium2.PdfDocument(papers.saved(papers.scans(text, 200), "PDF")))
    out = BytesIO()
    document.save(out)
    source = read(out.getvalue(), NAME)
    assert texts(source) == ["甲。"]
    assert "第 2 页是图像" in source.warnings[0]
