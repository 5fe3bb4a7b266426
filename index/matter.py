"""What stands before and after the text proper: title, 文号, 题注, 主送机关, 落款, date.

On official paper (GB/T 9704) also the head, 份号, 密级, 发文机关标志 and 签发人, and the 版记 at
its end.
"""

import re
from collections.abc import Sequence

from index.clause import Kind, Source
from index.numbering import Marker

_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零九一二三四五六七八]{3})\s*年"
_DAY = rf"{_YEAR}\s*[\d一二三四五六七八九十]{{1,3}}\s*月\s*[\d一二三四五六七八九十]{{1,3}}\s*日"
_DATE = re.compile(rf"[（(]?\s*{_DAY}\s*[)）]?$")
_BRACKETED_YEAR = r"[〔\[［（(【﹝]\s*\d{4}\s*[〕\]］）)】﹞]"
NUMBER = re.compile(
    rf"[（(]?(?:[\u4e00-\u9fff（）()]{{1,24}}{_BRACKETED_YEAR}\s*第?\s*\d+\s*号"
    r"|[\u4e00-\u9fff]{2,30}(?:令|公告)\s*(?:[（(]\d{4}[)）])?第?\s*[\d〇零一二三四五六七八九十百]+\s*号)[)）]?$"
)
_NOTE = re.compile(
    rf"(?:[（(]?\s*(?:根据|经|自)?.{{0,12}}{_YEAR}.*(?:通过|公布|公告|施行|修正|修订|批准|发布|废止|颁布|生效|令|起))"
    r"|[（(]此件.*公开.*[)）]$|《.{4,60}》(?:第.{1,3}次)?(?:修正|修订)$"
)
_OFFICE = re.compile(r"各|局|厅|部|委|政府|单位|公司|院|所|处|署|办|中心|集团")
_LEADS_IN = re.compile(r"(?:如下|以下|下列|决定|规定|通知|公告|意见|解释|批复)\s*[:：]$")
_SIGNER = r"\s*签\s*发\s*人\s*[:：].*"
_HEAD = re.compile(rf"(?:\d{{6}}|(?:绝密|机密|秘密)(?:[★\s].*)?|特提|特急|加急|平急|{_SIGNER})$")
"""份号, 密级和保密期限, 紧急程度, 签发人."""
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff（）()\s]{2,40}文\s*件$")
_COPIES = re.compile(r"(?:抄\s*[送报]|主\s*送|分\s*送)\s*[:：]")
_PRINTED = re.compile(
    rf"(?:[\u4e00-\u9fff（）()\s]{{0,40}}\s)?\s*{_DAY}\s*印\s*发$|[（(]?共印\s*\d+\s*份[)）]?$"
)
_PAGE = re.compile(r"[—–－-]+\s*\d{1,4}\s*[—–－-]+$")
SIGNED = re.compile(rf"{_SIGNER}$")
_SENTENCE = re.compile(r"[，。；！？]")
_CONTENTS = re.compile(r"目\s*[录次]$")

_LONGEST_TITLE, _LONGEST_OFFICE, _TITLE_LINES = 60, 40, 4
_HEAD_LINES, _COLOPHON_LINES = 12, 12


def read(source: Source, markers: Sequence[Marker | None]) -> dict[int, Kind]:
    """Index of a line → what it is; the lines of the text proper are missing."""
    texts = [line.span.of(source.text) for line in source.lines]
    levels = [line.level for line in source.lines]
    kinds = _front(texts, levels, markers)
    kinds.update(_contents(texts, markers))
    end = _colophon(texts, markers)
    kinds.update(_back(texts[:end], markers, kinds))
    kinds.update(dict.fromkeys(range(end, len(texts)), Kind.NOTE))
    return kinds


def _front(
    texts: Sequence[str], levels: Sequence[int], markers: Sequence[Marker | None]
) -> dict[int, Kind]:
    """Title, number, notes and addressees: the lines before the first paragraph or number."""
    kinds: dict[int, Kind] = dict.fromkeys(_letterhead(texts), Kind.NOTE)
    for at, text in enumerate(texts):
        if at in kinds:
            continue
        titles = [i for i, kind in kinds.items() if kind is Kind.TITLE]
        if NUMBER.match(SIGNED.sub("", text)) and len(text) <= _LONGEST_TITLE:
            kinds[at] = Kind.DOCUMENT_NUMBER
        elif (titles and _NOTE.match(text)) or (not titles and _HEAD.match(text)):
            kinds[at] = Kind.NOTE
        elif _is_title(at, titles, levels, texts, markers):
            kinds[at] = Kind.TITLE
        elif titles and levels[at] == 1 and markers[at] is None:
            continue  # a second heading of the first level divides the text, it does not end this
        elif markers[at] is None and _is_addressees(text):
            kinds[at] = Kind.ADDRESSEES
            break
        else:
            break
    return kinds


def _letterhead(texts: Sequence[str]) -> range:
    """The lines above and of …文件, the office's name in large red letters, if a number follows.

    What several offices issue has a line for each.
    """
    for at, text in enumerate(texts[:_HEAD_LINES]):
        if _LETTERHEAD.match(text):
            below = texts[at + 1 : at + 4]
            numbered = any(NUMBER.match(SIGNED.sub("", line)) for line in below)
            above = all(_HEAD.match(line) or _is_office(line) for line in texts[:at])
            return range(at + 1) if numbered and above else range(0)
    return range(0)


def _is_title(
    at: int,
    titles: Sequence[int],
    levels: Sequence[int],
    texts: Sequence[str],
    markers: Sequence[Marker | None],
) -> bool:
    """A heading of the first level, or short lines at the very top, as one that wraps."""
    if levels[at]:
        return not titles
    if markers[at] is not None or _SENTENCE.search(texts[at]) or texts[at][-1] in "：:":
        return False
    joined = not titles or (titles[-1] == at - 1 and not levels[at - 1])
    fits = len(texts[at]) <= _LONGEST_TITLE and len(titles) < _TITLE_LINES
    return joined and fits and at < len(texts) - 1


def _is_addressees(text: str) -> bool:
    return (
        text[-1] in "：:"
        and "。" not in text
        and not _LEADS_IN.search(text)
        and _OFFICE.search(text) is not None
    )


def _contents(texts: Sequence[str], markers: Sequence[Marker | None]) -> dict[int, Kind]:
    """The lines of a table of contents: headings that come again further down."""
    start = next((i for i, text in enumerate(texts) if _CONTENTS.match(text)), None)
    if start is None:
        return {}
    plain = [re.sub(r"[\s.…·\d]+", "", text) for text in texts]
    later = {text: i for i, text in enumerate(plain)}
    end = start + 1
    while end < len(texts) and markers[end] is not None and later[plain[end]] > end:
        end += 1
    return dict.fromkeys(range(start, end), Kind.NOTE)


def _colophon(texts: Sequence[str], markers: Sequence[Marker | None]) -> int:
    """The first line of the 版记: whom copies are sent to, who printed it and when."""
    first = len(texts)
    for at in range(len(texts) - 1, max(0, len(texts) - _COLOPHON_LINES) - 1, -1):
        if _COPIES.match(texts[at]):
            return at
        if _PRINTED.match(texts[at]) or _PAGE.match(texts[at]):
            first = at
        elif markers[at] is not None or _DATE.match(texts[at]):
            break
    return first


def _back(
    texts: Sequence[str], markers: Sequence[Marker | None], front: dict[int, Kind]
) -> dict[int, Kind]:
    """Signatories and dates: at the end, before attachments, and before what a notice issues."""
    kinds: dict[int, Kind] = {}
    for at, text in enumerate(texts):
        if at in front or not _DATE.match(text):
            continue
        offices = _offices_above(at, texts, markers, front)
        end = _after_notes(at + 1, texts)
        last = end == len(texts) or _opens_attachment(markers[end])
        if not (offices or last):
            continue
        kinds.update(dict.fromkeys(offices, Kind.SIGNATORY))
        kinds.update(dict.fromkeys(range(at + 1, end), Kind.NOTE))
        kinds[at] = Kind.DATE
        if not last and markers[end] is None and _is_heading(texts[end]):
            kinds[end] = Kind.HEADING  # the title of what the notice issues
    return kinds


def _offices_above(
    at: int, texts: Sequence[str], markers: Sequence[Marker | None], front: dict[int, Kind]
) -> range:
    first = at
    while first > 0 and first - 1 not in front and markers[first - 1] is None:
        if not _is_office(texts[first - 1]):
            break
        first -= 1
    return range(first, at)


def _after_notes(at: int, texts: Sequence[str]) -> int:
    """The first line from `at` on that is no note such as （此件公开发布）."""
    while at < len(texts) and texts[at][0] in "（(" and _NOTE.match(texts[at]):
        at += 1
    return at


def _opens_attachment(marker: Marker | None) -> bool:
    return marker is not None and marker.style.kind is Kind.ATTACHMENT


def _is_heading(text: str) -> bool:
    short = len(text) <= _LONGEST_TITLE and not _SENTENCE.search(text)
    return short and text[-1] not in "：:" and text[0] != "|"


def _is_office(text: str) -> bool:
    return (
        len(text) <= _LONGEST_OFFICE
        and not _SENTENCE.search(text)
        and _OFFICE.search(text) is not None
    )
