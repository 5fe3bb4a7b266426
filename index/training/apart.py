"""Questions kept for evaluation stay out of training."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from index.errors import UnreadableFile
from index.tokens import fold
from index.training.labelled import read_questions

_WORD = re.compile(r"[a-z]+")
_SHOWN = 5
"""Questions named in the message; the count is of all."""


def keep_apart(questions: Path, never: Sequence[Path]) -> None:
    """Refuse to learn from a file of test questions, or from one that repeats any.

    Two questions are the same if they differ in punctuation, blanks, width and case alone. A file
    is one of test questions if a word of its name is `test`: a net for the day when `never` is
    forgotten, no more.

    Raises:
        UnreadableFile: if the questions must not be learned from, or a file is malformed.
    """
    if "test" in _WORD.findall(questions.stem.lower()):
        raise UnreadableFile(
            f"{questions.name}：文件名表明这是测试题，不能用来训练。",
            kept="没有开始训练。",
            hint="请改用训练题；如果这确实是训练题，请改文件名。",
        )
    kept = {_bare(text) for path in never for text in _texts(path)}
    learned = [each.question for each in read_questions(questions)] if kept else []
    shared = [
        f"第 {number} 题“{text}”" for number, text in enumerate(learned, 1) if _bare(text) in kept
    ]
    if shared:
        more = "……" if len(shared) > _SHOWN else ""
        raise UnreadableFile(
            f"{questions.name}：有 {len(shared)} 个问题在 --never 给出的测试题之中："
            f"{'、'.join(shared[:_SHOWN])}{more}",
            kept="没有开始训练。",
            hint="请从训练题中删去这些问题。",
        )


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))


def _texts(path: Path) -> list[str]:
    """The questions of a file, whatever else its lines say of them."""
    texts = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        try:
            texts += [str(json.loads(line)["question"])] if line.strip() else []
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableFile(
                f"{path.name} 第 {number} 行没有问题：{error!r}",
                kept="没有开始训练。",
                hint='每行一个 JSON：{"question": "…"}',
            ) from error
    return texts
