from io import BytesIO

import pytest
from PIL import Image

from index.errors import FileTooLarge, UnreadableFile
from index.readers import image, ocr
from index.readers.image import pictures, read


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("mode", ["1", "L", "RGB", "CMYK", "P"])
def test_pictures_of_all_colours_are_opened(kind: str, mode: str) -> None:
    picture = Image.new("RGB", (60, 40), "red").convert(mode)
    if (kind, mode) in (("JPEG", "P"), ("PNG", "CMYK")):
        pytest.skip("there is no such file")
    (found,) = pictures(saved(picture, kind), "a")
    assert found.shape == (40, 60, 3)


def test_the_pages_of_a_fax_are_all_read() -> None:
    pages = [Image.new("L", (60, 40 + at), 255) for at in range(3)]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [found.shape[0] for found in pictures(data, "a.tif")] == [40, 41, 42]


def test_a_photograph_is_turned_as_its_camera_was() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter
    (found,) = pictures(saved(Image.new("RGB", (60, 40)), "JPEG", exif=exif), "a.jpg")
    assert found.shape[:2] == (60, 40)


def test_a_picture_is_made_no_larger_than_ocr_needs() -> None:
    (found,) = pictures(saved(Image.new("L", (5000, 2500)), "PNG"), "a.png")
    assert found.shape[:2] == (ocr.SIDE / 2, ocr.SIDE)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%!PS-Adobe-3.0 EPSF"])
def test_what_is_no_such_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="图片"):
        read(data, "a.png")


def test_a_picture_cut_off_is_refused() -> None:
    noise = Image.effect_noise((300, 300), 90)
    with pytest.raises(UnreadableFile, match="损坏"):
        read(saved(noise, "PNG")[:9_000], "a.png")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(image, "MAX_PIXELS", 99)
    with pytest.raises(FileTooLarge, match="10 × 10"):
        list(pictures(saved(Image.new("1", (10, 10)), "PNG"), "a.png"))


def test_without_an_ocr_the_file_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    with pytest.raises(UnreadableFile, match="没有安装文字识别组件") as caught:
        read(saved(Image.new("L", (60, 40)), "PNG"), "a.png")
    assert "pip install" in caught.value.hint
