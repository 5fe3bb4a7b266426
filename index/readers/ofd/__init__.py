"""OFD (GB/T 33190-2016) → Source.

A ZIP of XML: OFD.xml names the documents, Document.xml their pages, Content.xml what stands on a
page. Annotations, seals and attached files are no text of the document.

The one library for it, easyofd, draws pages, and needs PyMuPDF, which is under the AGPL.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile
from index.layout import Box, Page
from index.readers import ocr
from index.readers.image import pictures
from index.readers.ofd.package import Package, located
from index.readers.ofd.page import Content, box, content
from index.readers.zipped import opened

MAX_PAGES = 2_000
"""The most pages of one file."""
_A4 = Box(0, 0, 210, 297)
_MAX_TEMPLATES, _MAX_RESOURCES = 200, 20
_ROOT = "OFD.xml"


def read(data: bytes, name: str) -> Source:
    """Every page in reading order, without headers, footers and page numbers.

    Raises:
        UnreadableFile: if it is no OFD, damaged, encrypted, or has no pages; or is a scan, and
            there is nothing to read it with.
        FileTooLarge: if it unpacks to more than is accepted, or has more than `MAX_PAGES` pages.
    """
    scan = ocr.Scan(name)
    pages: list[Page] = []
    with opened(data, name) as archive:
        package = Package(archive, name)
        for body in package.xml(_ROOT).iterfind("{*}DocBody"):
            part = located(_ROOT, body.findtext("{*}DocRoot"))
            pages += _pages(package, part, len(pages), scan)
    if not pages:
        raise UnreadableFile(f"{name}：OFD 中没有页", hint="请检查文件是否完整。")
    return scan.source(pages)


def _pages(package: Package, part: str, before: int, scan: ocr.Scan) -> Iterator[Page]:
    """The pages of one document, which has so many before it."""
    document = package.xml(part)
    usual = box(document.findtext("{*}CommonData/{*}PageArea/{*}PhysicalBox")) or _A4
    images = _images(package, part, document)
    contents = []
    for page in islice(document.iterfind("{*}Pages/{*}Page"), MAX_PAGES - before + 1):
        root = package.xml(located(part, page.get("BaseLoc")))
        contents.append((content(root), box(root.findtext("{*}Area/{*}PhysicalBox")) or usual))
    if before + len(contents) > MAX_PAGES:
        raise FileTooLarge(f"{scan.name}：超过上限 {MAX_PAGES:,} 页", hint="请拆分后再导入。")
    templates = _templates(package, part, document)
    uses = Counter(name for each, _ in contents for name in each.templates)
    for number, (own, size) in enumerate(contents, before + 1):
        # What several pages share says nothing of its own: letterheads, frames.
        alone = [templates[name] for name in own.templates if name in templates and uses[name] == 1]
        whole = _together([own, *alone])
        picture = max(whole.images, key=lambda each: each[0].height, default=None)
        if picture and not whole.runs:
            yield _scanned(package, images.get(picture[1], ""), number, scan)
        else:
            runs = tuple(replace(run, box=_moved(run.box, size)) for run in whole.runs)
            rules = tuple(_moved(rule, size) for rule in whole.rules)
            yield Page(number, size.width, size.height, runs, rules)


def _templates(package: Package, part: str, document: etree._Element) -> dict[str, Content]:
    """What stands on the template pages, by their ids."""
    return {
        template.get("ID", ""): content(package.xml(located(part, template.get("BaseLoc"))))
        for template in islice(document.iterfind("{*}CommonData/{*}TemplatePage"), _MAX_TEMPLATES)
    }


def _together(contents: Sequence[Content]) -> Content:
    return Content(
        tuple(run for each in contents for run in each.runs),
        tuple(rule for each in contents for rule in each.rules),
        tuple(picture for each in contents for picture in each.images),
    )


def _moved(place: Box, size: Box) -> Box:
    """As measured from the upper left of the page."""
    return Box(
        place.left - size.left,
        place.top - size.top,
        place.right - size.left,
        place.bottom - size.top,
    )


def _images(package: Package, part: str, document: etree._Element) -> dict[str, str]:
    """Parts of the images, by the ids of their resources."""
    found = {}
    for kind in ("{*}PublicRes", "{*}DocumentRes"):
        for listed in islice(document.iterfind(f"{{*}}CommonData/{kind}"), _MAX_RESOURCES):
            resources = located(part, listed.text)
            root = package.xml(resources)
            folder = located(resources, root.get("BaseLoc"))
            for medium in root.iterfind("{*}MultiMedias/{*}MultiMedia"):
                file = located(f"{folder}/", medium.findtext("{*}MediaFile"))
                found[medium.get("ID", "")] = file
    return found


def _scanned(package: Package, part: str, number: int, scan: ocr.Scan) -> Page:
    """A page that is an image, which fills it."""
    try:
        return scan.read(next(pictures(package.content(part), scan.name)), number)
    except UnreadableFile:
        scan.lost.append(number)
        return Page(number, 1, 1, ())
