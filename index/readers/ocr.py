"""Pictures of pages → text, by an OCR that carries its models and asks no network."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile
from index.layout import Box, Fragment, Page, source, spaced

if TYPE_CHECKING:
    from rapidocr import RapidOCR
    from rapidocr.utils.output import RapidOCROutput

SIDE = 2_000
"""The longer side of a picture, in pixels: 170 dots per inch on A4."""
MAX_PAGES = 100
"""The most scanned pages of one file: each takes seconds."""
DOUBTFUL = 0.97
"""A line of lower confidence is shown to the user; what that is worth, docs/adr/0010 measures."""
_NAMED = 5
"""So many doubtful lines are named, the others counted."""
_DETECTED_AT = 1_280
"""The longer side at which lines are looked for; they are read at full size."""
_PROBES = 5
_FEWEST_WIDE = 3
_NARROW_LETTER = 0.55
"""Of an ideograph's width."""
_HINT = "请安装文字识别组件（pip install 'policy-chatbot[ocr]'）后重新导入。"
_HAN = "\u3400-\u9fff"
# On paper, Chinese text has wide punctuation; the model sometimes takes it for narrow.
_NARROW = re.compile(rf"(?<=[{_HAN}》”〕）])[,:;?!]|[(](?=[{_HAN}])|(?<=[{_HAN}])[()]")
_WIDE = str.maketrans(",:;?!()", "，：；？！（）")
_IDEOGRAPH = re.compile(rf"[{_HAN}，。；：、！？“”‘’（）《》〔〕—]")
_AFTER_NUMBER = re.compile(rf"(?<=[）.、]) (?=[{_HAN}])")
_YEAR = re.compile(r"[〔\[【](?=\d{4}[〕\]】])(\d{4})[〕\]】]")

Picture = NDArray[np.uint8]
"""Rows × columns × blue, green, red."""


@dataclass(slots=True)
class Scan:
    """What was recognised in one file.

    Attributes:
        doubtful: page and text of the lines of low confidence.
        unread: pages that nothing could be read from, for want of the OCR.
        lost: pages that are damaged.
    """

    name: str
    pages: int = 0
    doubtful: list[tuple[int, str]] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    def read(self, picture: Picture, number: int) -> Page:
        """What stands on a picture of page `number`, seen upright.

        Raises:
            FileTooLarge: if more than `MAX_PAGES` pages are pictures.
        """
        self.pages += 1
        if self.pages > MAX_PAGES:
            raise FileTooLarge(
                f"{self.name}：扫描页超过上限 {MAX_PAGES} 页", hint="请拆分后再导入。"
            )
        if not installed():
            self.unread.append(number)
            return Page(number, 1, 1, ())
        page, confidences = recognised(picture, number)
        self.doubtful += [
            (number, run.text)
            for run, confidence in zip(page.runs, confidences, strict=True)
            if confidence < DOUBTFUL
        ]
        return page

    def source(self, pages: Sequence[Page]) -> Source:
        """The text of the pages, with warnings of what was not read and what may be wrong.

        Raises:
            UnreadableFile: if nothing was read for want of an OCR.
        """
        if self.unread and not any(page.runs for page in pages):
            raise UnreadableFile(f"{self.name}：是扫描件或图片，没有安装文字识别组件", hint=_HINT)
        read = source(pages)
        return replace(read, warnings=tuple(self._warnings(read.text)))

    def _warnings(self, text: str) -> Iterator[str]:
        if self.unread:
            yield f"{_pages(self.unread)}是图像，没有读入。{_HINT}"
        if self.lost:
            yield f"{_pages(self.lost)}已损坏，没有读入。"
        # Page numbers and headers are no longer in the text.
        if doubtful := [(page, line) for page, line in self.doubtful if line in text]:
            named = "；".join(f"第 {page} 页“{line}”" for page, line in doubtful[:_NAMED])
            more = f"等 {len(doubtful)} 行" if len(doubtful) > _NAMED else ""
            yield f"可能有识别错误，请与原件核对：{named}{more}。"


def installed() -> bool:
    """Whether there is an OCR."""
    return find_spec("rapidocr") is not None


def _pages(numbers: list[int]) -> str:
    return f"第 {'、'.join(map(str, numbers))} 页"


@cache
def _engine() -> "RapidOCR":
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime"
    return RapidOCR(
        params={
            f"{threads}.intra_op_num_threads": 1,
            f"{threads}.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED_AT,
            "Global.log_level": "critical",
        }
    )


def recognised(picture: Picture, number: int) -> tuple[Page, list[float]]:
    """The lines on a picture, and the confidence in each, in [0, 1].

    A picture that lies on its side or stands on its head is turned first; a slight turn is taken
    out of the lines' boxes.
    """
    found = _read(picture)
    for turn in (_is_sideways, _is_upside_down):
        if found.boxes is not None and (quarters := turn(picture, found.boxes)):
            picture = np.ascontiguousarray(np.rot90(picture, quarters))
            found = _read(picture)
    height, width = picture.shape[:2]
    if found.boxes is None:
        return Page(number, width, height, ()), []
    texts = [printed(text) for text in found.txts]
    boxes = _as_high_as_wide(texts, list(_straight(found.boxes, width, height)))
    runs = tuple(Fragment(text, box) for text, box in zip(texts, boxes, strict=True))
    return Page(number, width, height, runs), list(found.scores)


def _read(picture: Picture) -> "RapidOCROutput":
    return _engine()(picture, use_det=True, use_cls=False, use_rec=True)


def _as_high_as_wide(texts: Sequence[str], boxes: Sequence[Box]) -> list[Box]:
    """The boxes with the heights of their characters.

    Ideographs are square, and a line's length is sure where its height is not. Lines with few of
    them are as much lower than found as the others are.
    """
    sizes = [_size(text, box) for text, box in zip(texts, boxes, strict=True)]
    shares = [
        size / box.height for size, box in zip(sizes, boxes, strict=True) if size and box.height
    ]
    usual = median(shares) if shares else 1.0
    halves = [(size or usual * box.height) / 2 for size, box in zip(sizes, boxes, strict=True)]
    return [
        Box(box.left, box.middle - half, box.right, box.middle + half)
        for box, half in zip(boxes, halves, strict=True)
    ]


def _size(text: str, box: Box) -> float:
    """The width of an ideograph; 0 where there are too few."""
    wide = len(_IDEOGRAPH.findall(text))
    if wide < _FEWEST_WIDE or 2 * wide < len(text):
        return 0.0
    return box.width / (wide + _NARROW_LETTER * (len(text) - wide))


def printed(text: str) -> str:
    """The line with the punctuation that Chinese print has: 〔2024]12号 is 〔2024〕12号."""
    text = _YEAR.sub(r"〔\1〕", spaced(text))
    text = _NARROW.sub(lambda match: match.group().translate(_WIDE), text)
    return _AFTER_NUMBER.sub("", text)


def _sides(quads: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Lengths and heights of lines along their own direction."""
    lengths = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
    heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    return lengths, heights


def _is_sideways(_: Picture, quads: NDArray[np.float32]) -> int:
    """One quarter where most of the text runs up or down."""
    lengths, heights = _sides(quads)
    longer = np.maximum(lengths, heights)
    return int(longer[heights > 2 * lengths].sum() > longer.sum() / 2)


def _is_upside_down(picture: Picture, quads: NDArray[np.float32]) -> int:
    """Two quarters where the longest lines stand on their heads."""
    lengths, _ = _sides(quads)
    probes = quads[np.argsort(-lengths)[:_PROBES]].astype(int)
    turned = 0
    for quad in probes:
        (left, top), (right, bottom) = quad.min(axis=0).clip(0), quad.max(axis=0)
        crop = picture[top : bottom + 1, left : right + 1]
        found = _engine()(crop, use_det=False, use_cls=True, use_rec=False)
        turned += found.cls_res[0][0] == "180"
    return 2 * int(turned > len(probes) / 2)


def _straight(quads: NDArray[np.float32], width: int, height: int) -> Iterator[Box]:
    """Boxes of the lines as they would be had the page not been turned a little."""
    lengths, heights = _sides(quads)
    along = quads[:, 1] - quads[:, 0]
    long = lengths > 5 * heights
    angles = [math.atan2(y, x) for x, y in along[long]] or [0.0]
    turn = median(angles)
    middle = np.array([width / 2, height / 2])
    back = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    for centre, length, tall in zip(quads.mean(axis=1), lengths, heights, strict=True):
        x, y = back @ (centre - middle) + middle
        yield Box(*map(float, (x - length / 2, y - tall / 2, x + length / 2, y + tall / 2)))
