"""Pictures of pages (PNG, JPEG, TIFF) → Source."""

from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile
from index.readers import ocr

MAX_PIXELS = 100_000_000
"""The most pixels of one picture: A4 at 900 dots per inch."""
_FORMATS = ("PNG", "JPEG", "TIFF")


def read(data: bytes, name: str) -> Source:
    """The text on one picture, or on the many of a TIFF.

    Raises:
        UnreadableFile: if it is no picture, or damaged; or there is nothing to read it with.
        FileTooLarge: if there are more pixels or pages than are accepted.
    """
    scan = ocr.Scan(name)
    return scan.source([scan.read(each, at) for at, each in enumerate(pictures(data, name), 1)])


def pictures(data: bytes, name: str) -> Iterator[ocr.Picture]:
    """The pictures of a file, at least one.

    Raises:
        UnreadableFile: if it is none, or damaged.
        FileTooLarge: if there are more than `MAX_PIXELS`.
    """
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            for at in range(getattr(image, "n_frames", 1)):
                image.seek(at)
                yield _picture(image, name)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableFile(
            f"{name}：不是 PNG、JPEG 或 TIFF 图片，或已损坏", hint="请检查文件是否完整。"
        ) from error


def _picture(image: Image.Image, name: str) -> ocr.Picture:
    """An image of Pillow, upright as its camera knew it, no larger than OCR needs."""
    if image.width * image.height > MAX_PIXELS:
        raise FileTooLarge(
            f"{name}：图片有 {image.width:,} × {image.height:,} 像素，超过上限",
            hint="请以 300 dpi 重新扫描后再导入。",
        )
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((ocr.SIDE, ocr.SIDE))
    return np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])
