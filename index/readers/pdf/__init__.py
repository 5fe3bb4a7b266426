"""PDF → Source.

The text is that of the file where it has any; a page without is read by `index.readers.ocr`.
Nothing in the file is run: this PDFium has no engine for scripts, and forms are not opened.
"""

from collections.abc import Iterator

from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile
from index.layout import Page
from index.readers import ocr
from index.readers.pdf.sheet import sheet

MAX_PAGES = 2_000
"""The most pages of one file."""
_PASSWORD = 4
"""PDFium's code for a file that wants a password."""


def read(data: bytes, name: str) -> Source:
    """Every page in reading order, without headers, footers and page numbers.

    Raises:
        UnreadableFile: if it is no PDF, damaged, locked by a password, or has no pages; or is a
            scan, and there is nothing to read it with.
        FileTooLarge: if there are more than `MAX_PAGES` pages, or too many scanned ones.
    """
    document = _open(data, name)
    try:
        if not len(document):
            raise UnreadableFile(f"{name}：PDF 中没有页", hint="请检查文件是否完整。")
        if len(document) > MAX_PAGES:
            raise FileTooLarge(
                f"{name}：有 {len(document):,} 页，超过上限 {MAX_PAGES:,} 页",
                hint="请拆分后再导入。",
            )
        scan = ocr.Scan(name)
        pages = list(_pages(document, scan))
    finally:
        document.close()
    return scan.source(pages)


def _open(data: bytes, name: str) -> PdfDocument:
    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise UnreadableFile(
                f"{name}：PDF 有打开口令，无法读取",
                hint="请用原口令打开后另存为没有口令的 PDF，再导入。",
            ) from error
        raise UnreadableFile(
            f"{name}：不是 PDF，或已损坏", hint="请检查文件是否完整，能否用阅读器打开。"
        ) from error


def _pages(document: PdfDocument, scan: ocr.Scan) -> Iterator[Page]:
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
        except PdfiumError:
            scan.lost.append(number)
            continue
        try:
            seen = sheet(page)
            if seen.legible:
                yield Page(number, seen.width, seen.height, seen.runs, seen.rules)
            else:
                yield scan.read(_picture(page), number)
        finally:
            page.close()


def _picture(page: PdfPage) -> ocr.Picture:
    """The page as OCR likes it: an array of rows, columns and blue, green, red."""
    scale = ocr.SIDE / max(*page.get_size(), 1.0)
    picture: ocr.Picture = page.render(scale=scale, may_draw_forms=False).to_numpy()
    return picture
