"""Results → plots in SVG; needs the extra `eval`.

Letters are drawn as outlines, so that a plot looks the same everywhere. Without a Chinese font on
this machine the labels are English, and kinds with Chinese names go by their row in the report.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from chatbot.evaluation.answers import Result
from chatbot.evaluation.summary import ALL, answerability, by_kind, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Noto Serif CJK SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
)
_ENGLISH = {
    "召回率随检索条数的变化": "Recall by clauses retrieved",
    "检索条数 k": "clauses retrieved, k",
    "召回率": "recall",
    "各类问题的 nDCG@10 和首条引用正确率": "nDCG@10 and first citation by kind",
    "首条引用正确": "first citation is gold",
    "可答性分数的校准": "Calibration of the answerability score",
    "平均分数": "mean score",
    "实际有答案的比例": "share answerable",
    "完全校准": "perfect",
    ALL: "all",
}
_COLOURS = ("#1f4e79", "#c0504d")


def draw(
    results: Sequence[Result], ks: Sequence[int], seed: int, folder: Path
) -> list[tuple[str, str]]:
    """Write the plots that the results allow into `folder`; title and file name of each."""
    font = _font()
    style: dict[Any, Any] = {
        "font.family": [font] if font else ["DejaVu Sans"],
        "svg.fonttype": "path",
        "svg.hashsalt": "policy-chatbot",
        "axes.unicode_minus": False,
    }
    words = {} if font else _ENGLISH
    drawn = []
    with mpl.rc_context(style):
        for name, made in (
            ("recall.svg", _recall(results, ks, seed, words)),
            ("kinds.svg", _kinds(results, seed, words)),
            ("reliability.svg", _reliability(results, seed, words)),
        ):
            if made:
                title, picture = made
                # Without a date two runs that agree write the same bytes.
                picture.savefig(folder / name, format="svg", metadata={"Date": None})
                drawn.append((title, name))
    return drawn


def _font() -> str | None:
    """A font with Chinese characters that this machine has."""
    there = {font.name for font in fontManager.ttflist}
    return next((name for name in _FONTS if name in there), None)


def _recall(
    results: Sequence[Result], ks: Sequence[int], seed: int, words: Mapping[str, str]
) -> tuple[str, Figure] | None:
    found = [(k, figure(results, f"Recall@{k}", seed)) for k in sorted(ks)]
    points = [(k, estimate) for k, estimate in found if estimate]
    if not points:
        return None
    title = "召回率随检索条数的变化"
    picture, axes = _axes(words.get(title, title))
    at = [k for k, _ in points]
    axes.fill_between(
        at, [e.low for _, e in points], [e.high for _, e in points], color=_COLOURS[0], alpha=0.2
    )
    axes.plot(at, [e.value for _, e in points], marker="o", color=_COLOURS[0])
    axes.set_xscale("log")
    axes.set_xticks(at, [str(k) for k in at])
    axes.set_xticks([], minor=True)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel(words.get("检索条数 k", "检索条数 k"))
    axes.set_ylabel(words.get("召回率", "召回率"))
    return title, picture


def _kinds(
    results: Sequence[Result], seed: int, words: Mapping[str, str]
) -> tuple[str, Figure] | None:
    rows = [
        (_legible(kind, row, words), [figure(of, name, seed) for name in ("nDCG@10", "cited@1")])
        for row, (kind, of) in enumerate(by_kind(results).items(), 1)
    ]
    rows = [(kind, pair) for kind, pair in rows if all(pair)]
    if not rows:
        return None
    title, cited = "各类问题的 nDCG@10 和首条引用正确率", "首条引用正确"
    picture, axes = _axes(words.get(title, title), height=1.2 + 0.5 * len(rows))
    for place, label in enumerate(("nDCG@10", words.get(cited, cited))):
        shown = [pair[place] for _, pair in rows]
        values = [one.value for one in shown if one]
        axes.barh(
            [row + 0.38 * place for row in range(len(rows))],
            values,
            height=0.36,
            color=_COLOURS[place],
            label=label,
            xerr=[
                [one.value - one.low for one in shown if one],
                [one.high - one.value for one in shown if one],
            ],
            error_kw={"elinewidth": 1, "capsize": 2},
        )
    axes.set_yticks([row + 0.19 for row in range(len(rows))], [kind for kind, _ in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.02)
    picture.legend(loc="outside lower center", ncols=2, fontsize="small")
    return title, picture


def _reliability(
    results: Sequence[Result], seed: int, words: Mapping[str, str]
) -> tuple[str, Figure] | None:
    curve = answerability(results, seed).curve
    if not curve:
        return None
    title, perfect = "可答性分数的校准", "完全校准"
    picture, axes = _axes(words.get(title, title))
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey", label=words.get(perfect, perfect))
    axes.plot([one.said for one in curve], [one.was for one in curve], color=_COLOURS[0])
    largest = max(one.count for one in curve)
    axes.scatter(
        [one.said for one in curve],
        [one.was for one in curve],
        s=[20 + 120 * one.count / largest for one in curve],
        color=_COLOURS[0],
    )
    axes.set_xlim(0, 1.02)
    axes.set_ylim(-0.03, 1.03)
    axes.set_xlabel(words.get("平均分数", "平均分数"))
    axes.set_ylabel(words.get("实际有答案的比例", "实际有答案的比例"))
    axes.legend(loc="lower right", fontsize="small")
    return title, picture


def _axes(title: str, height: float = 3.6) -> tuple[Figure, "Axes"]:
    picture = Figure(figsize=(6, height), layout="constrained")
    axes = picture.subplots()
    axes.set_title(title, fontsize="medium")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(visible=True, alpha=0.3)
    return picture, axes


def _legible(kind: str, row: int, words: Mapping[str, str]) -> str:
    """A kind's name, or its row in the report where the font lacks the letters."""
    if not words or kind.isascii():
        return kind
    return words.get(kind, f"row {row}")
