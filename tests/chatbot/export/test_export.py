import subprocess
import sys
from io import BytesIO

import docx
import pytest

from chatbot.answer import Answer
from chatbot.chain import Chatbot
from chatbot.errors import BadOutput
from chatbot.export import FORMATS, answer_format
from chatbot.export.imprint import Imprint
from chatbot.question import Question
from chatbot.tables.table import Cell, Table


@pytest.mark.parametrize(
    ("file_name", "name"), [("a.docx", "docx"), ("回答.DOCX", "docx"), ("a.b.md", "markdown")]
)
def test_a_suffix_names_its_format(file_name: str, name: str) -> None:
    assert answer_format(file_name) is FORMATS[name]


@pytest.mark.parametrize("file_name", ["回答.pdf", "回答", "表.csv", ".docx"])
def test_an_unknown_suffix_is_answered_with_the_known_ones(file_name: str) -> None:
    with pytest.raises(BadOutput, match=r"后缀") as caught:
        answer_format(file_name)
    assert ".docx（Word 文档）、.md（Markdown）" in caught.value.hint


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if each.answers])
def test_every_format_that_says_so_writes_answers(
    name: str, answered: Answer, imprint: Imprint
) -> None:
    assert FORMATS[name].answer("问", answered, imprint)


def test_that_a_text_is_no_longer_in_force_stands_in_the_file(
    laws: Chatbot, imprint: Imprint
) -> None:
    question = "《中华人民共和国公司法》（2018-10-26）第一条"
    answer = laws.answer(Question(question))
    note = "自2023-12-29起已修订，现行有效的是《中华人民共和国公司法》（2023-12-29）"
    files = {name: FORMATS[name].answer(question, answer, imprint) for name in ("docx", "markdown")}
    paragraphs = docx.Document(BytesIO(files["docx"])).paragraphs
    assert any(note in paragraph.text for paragraph in paragraphs)
    assert note in files["markdown"].decode()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_tables(name: str, imprint: Imprint) -> None:
    assert FORMATS[name].table(Table("表", ("甲",), ((Cell("一"),),)), imprint)


def test_the_list_of_formats_loads_no_writer() -> None:
    program = "import sys, chatbot.export; print({'docx', 'markdown_it'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "set()"
