"""Every reader on the same cases, each written in its own format."""

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from benchmarks.fuzz import fault
from index.clause import Source
from index.errors import UnreadableFile
from index.readers import READERS, read
from tests.papers import Letter, Paragraph, ofd, pdf, typeset
from tests.word import document, paragraph

Pages = Sequence[Sequence[Sequence[Letter]]]
Write = Callable[[Sequence[str]], bytes]


def as_page(lines: Sequence[str]) -> bytes:
    shown = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"<html><meta charset=utf-8><body>{shown}</body></html>".encode()


def as_word(lines: Sequence[str]) -> bytes:
    return document(*(paragraph(escape(line)) for line in lines))


def as_text(lines: Sequence[str]) -> bytes:
    return "\n".join(lines).encode()


def on_paper(write: Callable[[Pages], bytes]) -> Write:
    """Lines as paragraphs of a page."""
    return lambda lines: write(typeset([Paragraph(line) for line in lines]))


WRITERS: dict[str, Write] = {
    ".md": as_text,
    ".txt": as_text,
    ".html": as_page,
    ".docx": as_word,
    ".pdf": on_paper(pdf),
    ".ofd": on_paper(ofd),
}
FORMATS = pytest.mark.parametrize("suffix", WRITERS)
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*"))
LINES = [
    "关于平台的意见",
    "测发〔2024〕1号",
    "一、任务",
    "（一）建设。建设中试平台。",
    "1.甲<乙&丙。",
]
LINE = st.text("甲乙丙一二（）〔〕、。；：“”《》 0123456789.%<&aZ", min_size=1, max_size=30)


def shown(source: Source) -> list[str]:
    return [line.span.of(source.text) for line in source.lines]


@FORMATS
def test_lines_are_read_as_they_were_written(suffix: str) -> None:
    assert shown(read(WRITERS[suffix](LINES), f"意见{suffix}")) == LINES


@FORMATS
@given(lines=st.lists(LINE, min_size=1, max_size=8))
@examples(max_examples=15)
def test_every_character_that_is_no_blank_is_accounted_for(suffix: str, lines: list[str]) -> None:
    written = re.sub(r"\s", "", "".join(lines))
    if not written:
        return
    source = read(WRITERS[suffix](["意见书", *lines]), f"a{suffix}")
    assert re.sub(r"\s", "", "".join(shown(source))) == "意见书" + written


@FORMATS
def test_a_file_that_is_not_its_own_text_says_where_each_line_stands(suffix: str) -> None:
    places = [line.place for line in read(WRITERS[suffix](LINES), f"a{suffix}").lines]
    if READERS[suffix].limits is None:
        assert places == [None] * len(LINES)
    elif suffix in (".pdf", ".ofd"):
        boxes = [place.box for place in places if place and place.page == 1 and place.box]
        assert len(boxes) == len(LINES)
        assert all(above[3] <= below[1] for above, below in pairwise(boxes))
    else:
        assert [place and place.paragraph for place in places] == [1, 2, 3, 4, 5]


@FORMATS
def test_a_file_without_text_is_refused(suffix: str) -> None:
    for data in (b"", WRITERS[suffix]([" "])):
        with pytest.raises(UnreadableFile):
            read(data, f"a{suffix}")


@FORMATS
def test_half_a_file_is_read_or_refused_and_nothing_else(suffix: str) -> None:
    data = WRITERS[suffix](LINES)
    for end in range(1, len(data), max(1, len(data) // 8)):
        assert fault(data[:end], f"a{suffix}") == ""


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.name)
def test_what_once_went_wrong_goes_right(file: Path) -> None:
    assert fault(file.read_bytes(), f"seed{file.suffix}") == ""
