import pytest

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile
from index.layout import Page
from index.outline import parse
from index.readers import ocr
from index.readers.ofd import read
from tests import papers
from tests.index.test_outline import GOLDEN, described
from tests.makers import POLICY_ID
from tests.papers import Letter, Paragraph, ofd_document, ofd_page, policy_paragraphs, typeset

NAME = "政策.ofd"
LINE = typeset([Paragraph("第一段。")])


def texts(source: Source) -> list[str]:
    return [line.span.of(source.text) for line in source.lines]


@pytest.mark.parametrize(("size", "columns"), [(16, 1), (10.5, 2)])
def test_the_policy_as_ofd_is_the_tree_of_its_markdown(size: float, columns: int) -> None:
    pages = papers.with_furniture(typeset(policy_paragraphs(), size, columns))
    source = read(papers.ofd(pages), NAME)
    clauses = parse(source, POLICY_ID)
    assert [described(clause) for clause in clauses] == GOLDEN.read_text("utf-8").splitlines()
    assert source.warnings == ()
    assert all(clause.place and clause.place.page for clause in clauses)


def test_a_place_is_told_in_fractions_of_the_page() -> None:
    data = papers.ofd([[[Letter("甲", 100, 200, 20), Letter("乙", 120, 200, 20)]]])
    place = read(data, NAME).lines[0].place
    assert place
    assert place.box == pytest.approx((100 / 595, 0.217, 140 / 595, 0.241), abs=0.003)


def test_an_object_is_where_its_matrix_puts_it() -> None:
    text = (
        '<ofd:TextObject ID="9" Boundary="20 30 100 10" CTM="2 0 0 2 5 1" Size="4" Font="1">'
        '<ofd:TextCode X="0" Y="4" DeltaX="4">甲乙</ofd:TextCode></ofd:TextObject>'
    )
    place = read(papers.ofd([[]], Doc_0__Pages__Page_0__Content_xml=ofd_page([], text)), NAME)
    assert place.lines[0].place
    assert place.lines[0].place.box == pytest.approx(
        (25 / 210, (31 + 1.12) / 297, 41 / 210, (31 + 9.12) / 297), abs=1e-3
    )


def test_deltas_may_be_fewer_than_letters_or_far_too_many() -> None:
    for delta in ("", "5", "g 2 5", "g 999999999 5", "g", "g x y", "5 five"):
        text = (
            '<ofd:TextObject ID="9" Boundary="20 30 100 10" Size="5" Font="1">'
            f'<ofd:TextCode X="0" Y="5" DeltaX="{delta}">中试平台</ofd:TextCode></ofd:TextObject>'
        )
        data = papers.ofd([[]], Doc_0__Pages__Page_0__Content_xml=ofd_page([], text))
        assert texts(read(data, NAME)) == ["中试平台"]


WATERMARK = (
    '<ofd:TextObject ID="9" Boundary="50 50 99 99" CTM="0.7 0.7 -0.7 0.7 0 0" Size="20" Font="1">'
    '<ofd:TextCode X="0" Y="20">内部</ofd:TextCode></ofd:TextObject>'
)
HIDDEN = (
    '<ofd:TextObject ID="9" Visible="false" Boundary="20 90 99 9" Size="5" Font="1">'
    '<ofd:TextCode X="0" Y="5">看不见</ofd:TextCode></ofd:TextObject>'
)


@pytest.mark.parametrize("unread", [WATERMARK, HIDDEN])
def test_watermarks_and_what_is_invisible_are_left_out(unread: str) -> None:
    data = papers.ofd(LINE, Doc_0__Pages__Page_0__Content_xml=ofd_page(LINE[0], unread))
    assert texts(read(data, NAME)) == ["第一段。"]


def test_a_template_belongs_to_a_page_that_alone_has_it() -> None:
    template = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    using = ofd_page([], before='<ofd:Template TemplateID="5"/>')
    shown = ofd_page(typeset([Paragraph("模板中的字。")])[0])
    for pages, expected in ((1, ["模板中的字。"]), (2, [])):
        parts = {f"Doc_0__Pages__Page_{at}__Content_xml": using for at in range(pages)}
        data = papers.ofd(
            [[]] * pages,
            Doc_0__Document_xml=ofd_document(pages, template),
            Doc_0__Tpls__Tpl_0__Content_xml=shown,
            **parts,
        )
        assert texts(read(data, NAME)) == expected


def test_a_ruled_table_is_read_with_its_cells() -> None:
    cells = [
        [Letter("甲", 105, 120, 10)],
        [Letter("乙", 205, 120, 10)],
        [Letter("丙", 105, 140, 10)],
        [Letter("丁", 205, 140, 10)],
    ]
    mm = 25.4 / 72
    levels = "".join(f"M {100 * mm} {y * mm} L {300 * mm} {y * mm} " for y in (108, 126, 145))
    upright = "".join(f"M {x * mm} {108 * mm} L {x * mm} {145 * mm} " for x in (100, 200, 300))
    path = (
        '<ofd:PathObject ID="9" Boundary="0 0 210 297"><ofd:AbbreviatedData>'
        f"{levels}{upright}</ofd:AbbreviatedData></ofd:PathObject>"
    )
    data = papers.ofd([[]], Doc_0__Pages__Page_0__Content_xml=ofd_page(cells, path))
    assert texts(read(data, NAME)) == ["| 甲 | 乙 |", "| 丙 | 丁 |"]


def test_a_page_that_is_an_image_is_read_by_the_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    read_pictures = []

    def recognised(picture: ocr.Picture, number: int) -> tuple[Page, list[float]]:
        read_pictures.append(picture.shape)
        return Page(number, 1, 1, ()), []

    monkeypatch.setattr(ocr, "recognised", recognised)
    resources = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias>'
        '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    image = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="7"/>'
    scan = papers.scans(papers.pdf(LINE), side=400)
    data = papers.ofd(
        [[]],
        Doc_0__Document_xml=ofd_document(1, "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"),
        Doc_0__Res_xml=resources.encode(),
        Doc_0__Res__scan_png=papers.saved(scan, "PNG"),
        Doc_0__Pages__Page_0__Content_xml=ofd_page([], image),
    )
    assert read(data, NAME).lines == ()
    assert read_pictures == [(400, 283, 3)]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>'
)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"OFD_xml": b""}, id="empty"),
        pytest.param({"OFD_xml": b"<a>"}, id="no XML"),
        pytest.param({"OFD_xml": BOMB}, id="entities"),
        pytest.param({"OFD_xml": b"<a/>"}, id="no document"),
        pytest.param({"Doc_0__Document_xml": BOMB}, id="entities further in"),
        pytest.param({"Doc_0__Document_xml": b"<a/>"}, id="no pages"),
        pytest.param({"Doc_0__Pages__Page_0__Content_xml": b"<" * 99}, id="damaged page"),
        pytest.param({"Encryptions_xml": b"<a/>"}, id="encrypted"),
        pytest.param(
            {"Doc_0__Pages__Page_0__Content_xml": b"<a>" * 9_000 + b"</a>" * 9_000}, id="deep"
        ),
    ],
)
def test_what_is_no_ofd_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(papers.ofd(LINE, **parts), NAME)
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(data, NAME)


def test_a_path_that_leads_out_of_the_archive_leads_nowhere() -> None:
    document = papers.ofd_document(1).replace(b"Pages/Page_0/Content.xml", b"../../../etc/passwd")
    with pytest.raises(UnreadableFile, match="etc/passwd"):
        read(papers.ofd(LINE, Doc_0__Document_xml=document), NAME)


def test_a_hundred_thousand_pages_are_refused() -> None:
    listed = b'<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    document = papers.ofd_document(1).replace(listed, listed * 100_000)
    with pytest.raises(FileTooLarge, match="2,000 页"):
        read(papers.ofd(LINE, Doc_0__Document_xml=document), NAME)


@pytest.mark.parametrize(
    "box", ["0 0 1e300 1e300", "0 0 0 0", "0 0 0 9", "a b c d", "nan 0 nan 9", "-9 -9 5 5"]
)
def test_an_absurd_page_size_does_no_harm(box: str) -> None:
    document = papers.ofd_document(1).replace(b"0 0 210 297", box.encode())
    for line in read(papers.ofd(LINE, Doc_0__Document_xml=document), NAME).lines:
        assert line.place
        assert line.place.box
        assert all(0 <= edge <= 1 for edge in line.place.box)
