"""python -m index.training FOLDER --out MODEL: train the built-in embedder."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from index.embedders.builtin import load
from index.errors import PolicyChatError
from index.training.apart import keep_apart
from index.training.embedder import SHIPPED, Trained, seeded, train

Never = Annotated[
    list[Path] | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="测试题（JSONL，可多次给出）：训练题中只要有一个相同的问题，就不训练",
    ),
]


def main(
    folder: Annotated[Path, typer.Argument(help="政策文件所在的文件夹")],
    out: Annotated[
        Path, typer.Option(help="模型写到哪里；用时设 CHATBOT_EMBEDDER=builtin:该文件夹")
    ],
    questions: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="带标注的问题（JSONL）")
    ] = None,
    never: Never = None,
    seed: Annotated[int, typer.Option(help="随机种子；同样的输入得到同样的模型")] = 0,
    *,
    anew: Annotated[bool, typer.Option("--anew", help="从头训练，而不是接着自带的模型")] = False,
    sentence_transformers: Annotated[
        Path | None, typer.Option(help="另存为 sentence-transformers 文件夹")
    ] = None,
) -> None:
    """用一个文件夹的政策文件训练（或继续训练）内置向量模型，不需要网络。"""
    start = None if anew else load()
    try:
        if questions:
            keep_apart(questions, never or ())
        with Progress(console=Console(stderr=True)) as bars:
            tasks = {}

            def show(stage: str, done: int, total: int) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(stage, total=total)
                bars.update(tasks[stage], completed=done + 1)

            recipe = seeded(SHIPPED, seed)
            trained = train(
                folder, out, start=start, questions=questions, recipe=recipe, progress=show
            )
        _report(trained, sentence_transformers)
    except PolicyChatError as error:
        Console(stderr=True).print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from error


def _report(trained: Trained, exported: Path | None) -> None:
    embedder = trained.embedder
    if exported:
        from index.training.static import export

        export(embedder, exported)
    typer.echo(f"{embedder.folder}：{len(embedder.tokens):,} × {embedder.dim}，{embedder.name}")
    for kind, of in trained.figures.items():
        typer.echo(
            f"{kind:10}  {of.questions} questions  nDCG@10 {of.ndcg10:.3f}  "
            f"R@10 {of.recall10:.3f}  R@100 {of.recall100:.3f}  MRR@10 {of.mrr10:.3f}"
        )


if __name__ == "__main__":
    typer.run(main)
