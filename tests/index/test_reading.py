from collections.abc import Iterator

from index.errors import UnreadableFile
from index.reading import Content, read_all
from tests.makers import policy

MANY = 70


def contents(odd: bytes) -> Iterator[Content]:
    for number in range(MANY):
        text = f"# 第{number}号办法\n第一条 内容{number}。".encode()
        yield Content(f"{number:02}.md", odd if number == MANY // 2 else text)


def test_many_files_are_read_in_their_order_and_a_bad_one_is_named() -> None:
    read = list(read_all(contents(b"\x00")))
    assert [name for name, _ in read] == [f"{number:02}.md" for number in range(MANY)]
    assert [name for name, got in read if isinstance(got, UnreadableFile)] == ["35.md"]
    assert read[0][1] == policy("# 第0号办法\n第一条 内容0。", "00.md")
