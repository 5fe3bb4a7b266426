"""Web pages as saved from government sites → Source.

trafilatura and readability-lxml were tried on such pages: the one joins lines that stand apart by
<br>, drops attachments and brings 15 packages, the other joins paragraphs.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urljoin

from lxml.etree import ParserError, XMLSyntaxError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from index.clause import Place, Source
from index.errors import UnreadableFile
from index.readers.body import Body
from index.readers.html.blocks import Block, blocks
from index.readers.html.content import content, without_boilerplate, without_hidden
from index.readers.text import decode

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)")
_ATTACHED = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|pptx?|ofd|zip|rar|7z)(?:$|[?#])", re.IGNORECASE
)
_DAY = r"\d{4}[-年./]\d{1,2}[-月./]\d{1,2}"
_PUBLISHED = re.compile(rf"(?:发布|发文|公布)(?:时间|日期)\s*[:：]\s*({_DAY})")
_LONGEST_NOTICE = 80
"""Characters of a line that says when and where a page was published, and no more."""
_CHINESE_LABELS = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"}
_METAS = {
    "发布日期": ("pubdate", "firstpublishedtime", "publishdate", "article:published_time"),
    "来源": ("url", "og:url"),
    "发布机构": ("contentsource",),
}
_TITLES = ("articletitle", "og:title")
_SITE = re.compile(r"\s*[_|–—]\s*.*$|\s+-\s+.*$")
_HIDDEN = "略去了网页中隐藏的文字；如属正文，请另存为文本后再导入。"
_OPENING = 4
"""Lines in which a text of its own brings the title."""
_JUNK = re.compile(
    r"(?:【?字[号体]\s*[:：].*|打印(?:本页)?|关闭(?:窗口|本页)?|返回顶部|分享到?\s*[:：]?.*"
    r"|扫一扫.*|[\[【（(]?责任编辑\s*[:：].{0,12}|.*ICP备.*|.*公网安备.*|当前位置\s*[:：].*)$"
)


def read(data: bytes, name: str) -> Source:
    """The text of the page without what surrounds it, its dates and address as fields.

    Raises:
        UnreadableFile: if it is no web page.
    """
    markup = _decoded(data, name)
    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = document_fromstring(markup.encode("utf-8", "ignore"), parser=parser)
    except (ParserError, XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(
            f"{name}：不是完整的网页（HTML）", hint="请在浏览器中重新保存网页。"
        ) from error
    body = Body()
    _fields(root, markup, body)
    title = _title(root)
    hidden = without_hidden(root)
    main = content(without_boilerplate(root))
    if any(element in hidden for element in main.iter()):
        body.warnings.append(_HIDDEN)
    for element in hidden:
        element.drop_tree()
    _attachments(root, body)
    _add(blocks(main), title, body)
    return body.source()


def _decoded(data: bytes, name: str) -> str:
    """By what the page says of itself; GB 2312 is read as GB18030, which holds it."""
    declared = _CHARSET.search(data[:4096])
    label = declared[1].decode("ascii", "ignore").lower() if declared else ""
    if label in _CHINESE_LABELS:
        with suppress(UnicodeDecodeError):
            return data.decode("gb18030")
    return decode(data, name)


def _fields(root: HtmlElement, markup: str, body: Body) -> None:
    metas = _metas(root)
    for key, names in _METAS.items():
        for name in names:
            body.field(key, metas.get(name, ""))
    canonical = root.xpath("string(//link[@rel='canonical']/@href)")
    saved = _SAVED_FROM.search(markup[:4096])
    body.field("来源", canonical or (saved[1] if saved else ""))
    if published := _PUBLISHED.search("".join(root.itertext())):
        body.field("发布日期", published[1])


def _metas(root: HtmlElement) -> dict[str, str]:
    found = root.xpath("//meta[@content]")
    return {(m.get("name") or m.get("property") or "").lower(): m.get("content") for m in found}


def _title(root: HtmlElement) -> str:
    """As the page says it, without the name of the site."""
    metas = _metas(root)
    headings = ["".join(heading.itertext()) for heading in root.xpath("//h1")]
    site = _SITE.sub("", root.xpath("string(//head/title)").strip())
    candidates = [*(metas.get(name, "") for name in _TITLES), *headings[:1], site]
    return next(("".join(each.split()) for each in candidates if each and each.strip()), "")


def _attachments(root: HtmlElement, body: Body) -> None:
    """What the page links to as a file: kept by name and address, not read."""
    source = body.source().fields.get("来源")
    links = [link for link in root.iter("a") if _ATTACHED.search(link.get("href", ""))]
    for at, link in enumerate(links, 1):
        address = link.get("href")
        with suppress(ValueError):
            address = urljoin(source.value if source else "", address)
        name = " ".join("".join(link.itertext()).split()) or address
        body.field(f"附件{at}", f"{name} {address}")
        body.warnings.append(f"网页链接了附件“{name}”，附件没有读取：{address}")


def _add(found: Iterator[Block], title: str, body: Body) -> None:
    shown = [block for block in found if not _is_notice(block.text)]
    opening = "".join("".join(block.text.split()) for block in shown[:_OPENING])
    if title and title not in opening:
        shown.insert(0, Block(title, level=1))
    for paragraph, block in enumerate(shown, 1):
        body.add(block.text, block.level, Place(paragraph=paragraph))


def _is_notice(text: str) -> bool:
    """Whether a line speaks of the page and not of the policy."""
    dated = len(text) < _LONGEST_NOTICE and _PUBLISHED.match(text)
    return bool(dated or _JUNK.fullmatch(text))
