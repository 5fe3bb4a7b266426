"""An answer or a table → the bytes of a file. One row a format, its module imported on use."""

from dataclasses import dataclass
from pathlib import PurePath
from pkgutil import resolve_name

from chatbot.answer import Answer
from chatbot.errors import BadOutput
from chatbot.export.imprint import Imprint
from chatbot.tables.table import Table


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes:
        name: as users read it.
        suffix: with its dot.
        answers: where the function (question, answer, imprint) → bytes is, as "module:function";
            "" if such a file holds no answer.
        tables: where the function (table, imprint) → bytes is.
    """

    name: str
    suffix: str
    media_type: str
    answers: str
    tables: str

    def answer(self, question: str, answer: Answer, imprint: Imprint) -> bytes:
        """A file that holds an answer, where `answers` is set."""
        content: bytes = resolve_name(self.answers)(question, answer, imprint)
        return content

    def table(self, table: Table, imprint: Imprint) -> bytes:
        """A file that holds a table."""
        content: bytes = resolve_name(self.tables)(table, imprint)
        return content


FORMATS: dict[str, Format] = {
    "docx": Format(
        name="Word 文档",
        suffix=".docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        answers="chatbot.export.docx:answer_docx",
        tables="chatbot.export.docx:table_docx",
    ),
    "markdown": Format(
        name="Markdown",
        suffix=".md",
        media_type="text/markdown; charset=utf-8",
        answers="chatbot.export.markdown:answer_markdown",
        tables="chatbot.export.markdown:table_markdown",
    ),
    "csv": Format(
        name="CSV 表格",
        suffix=".csv",
        media_type="text/csv; charset=utf-8",
        answers="",
        tables="chatbot.export.csv:table_csv",
    ),
}
"""Name in the API → format. A new one is a row here, and a function or two."""


def answer_format(file_name: str) -> Format:
    """The format in which an answer is written to a file of this name.

    Raises:
        BadOutput: if there is none for its suffix.
    """
    suffix = PurePath(file_name).suffix.lower()
    able = [format_ for format_ in FORMATS.values() if format_.answers]
    for format_ in able:
        if format_.suffix == suffix:
            return format_
    listed = "、".join(f"{format_.suffix}（{format_.name}）" for format_ in able)
    raise BadOutput(
        f"{file_name}：答案不能写成后缀为 {suffix or '（无后缀）'} 的文件。",
        kept="没有写入任何文件。",
        hint=f"支持的后缀：{listed}。",
    )
