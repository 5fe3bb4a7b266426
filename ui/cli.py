"""The command `chatbot`. Each command imports what it needs when it runs."""

import os
from pathlib import Path
from typing import Annotated

import typer

from ui.groups import audit, keys, sites
from ui.policies import Json, policies
from ui.upkeep import upkeep

app = typer.Typer(
    name="chatbot",
    help="政策问答：依据政策条款回答问题，逐条注明出处。离线运行，不需要语言模型。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Question = Annotated[
    str, typer.Argument(help="问题，例如“中试平台有哪些支持措施”", show_default=False)
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        show_default=False,
        help="范围，写作 字段=值，可多次给出：issuer、region、level、kind、validity、"
        "issued_from、issued_to、as_of、policy_ids，例如 region=浙江、as_of=2020-01-01",
    ),
]


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        from importlib.metadata import version

        typer.echo(version("policy-chatbot"))
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(
            envvar="CHATBOT_DATA",
            file_okay=False,
            show_default="var",
            help="数据目录：数据库和索引都在其中，程序只写这里",
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            show_default="DATA/chatbot.toml",
            help="设置文件（TOML）；环境变量优先于它",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - the callback answers it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号")
    ] = False,
) -> None:
    """Note where the data live; the commands read it from the context."""
    context.obj = data
    if config:
        os.environ["CHATBOT_CONFIG"] = str(config)


app.add_typer(audit, name="audit")
app.add_typer(keys, name="keys")
app.add_typer(sites, name="sites")
app.add_typer(policies)
app.add_typer(upkeep)


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="政策文件或文件夹（Markdown、纯文本）", show_default=False),
    ] = None,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="即使文件没有变化也重新读取政策信息、重建索引，例如更换向量模型、升级之后",
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="即使文件夹中的文件大多不在了，也移除它们的政策")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="一直关注这些文件夹，有变化就导入；按 Ctrl+C 停止")
    ] = False,
    cluster: Annotated[
        str,
        typer.Option(
            show_default=False,
            help="由多个进程读取文件、计算向量，中断后再次运行会接着做："
            "本机进程数（如 4），或 Dask 调度进程的地址（tls://主机:端口）",
        ),
    ] = "",
) -> None:
    """使政策库与文件夹一致：新增、更新、移除，只处理有变化的文件。"""
    if watch:
        if rebuild or yes or cluster or not paths or not all(path.is_dir() for path in paths):
            raise typer.BadParameter("--watch 只用于文件夹，且不与其他选项同用")
        from ui.commands.watch import run as keep_in_step

        keep_in_step(context.obj, paths)
        return
    from ui.commands.ingest import run

    run(context.obj, paths or [], cluster, rebuild=rebuild, yes=yes)


@app.command()
def ask(
    context: typer.Context,
    question: Question,
    json: Json = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            dir_okay=False,
            show_default=False,
            help="同时写成文件，出处为脚注；格式由后缀决定：.docx（Word）或 .md（Markdown）",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
    where: Where = None,
) -> None:
    """提一个问题，回答附条款出处。"""
    from ui.commands.ask import run

    run(context.obj, question, where or [], as_json=json, output=output, force=force)


@app.command()
def search(
    context: typer.Context,
    question: Question,
    top_k: Annotated[int, typer.Option("--top-k", "-k", min=1, max=100, help="最多显示几条")] = 10,
    json: Json = False,
    where: Where = None,
) -> None:
    """检索与内容最相关的条款。"""
    from ui.commands.search import run

    run(context.obj, question, where or [], top_k=top_k, as_json=json)


@app.command()
def show(
    context: typer.Context,
    reference: Annotated[
        str,
        typer.Argument(help="条款，例如 四（六）14、第13条、第五部分第三项", show_default=False),
    ],
    policy: Annotated[
        str, typer.Option("--policy", help="政策编号、标题或文号；只收录一份时不必指明")
    ] = "",
    json: Json = False,
) -> None:
    """显示指定条款的全文。"""
    from ui.commands.show import run

    run(context.obj, reference, policy, as_json=json)


@app.command()
def measures(
    context: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            help="单位情况，例如“我们是做人形机器人的小企业，缺资金”", show_default=False
        ),
    ],
    json: Json = False,
) -> None:
    """列出可能适用于本单位的措施，逐项说明理由和出处。"""
    from ui.commands.measures import run

    run(context.obj, text, as_json=json)


@app.command()
def lexicon(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(help="试一个问题：怎样理解，词库改变了什么", show_default=False)
    ] = None,
) -> None:
    """检查同义词库；给出问题时显示它的作用。"""
    from ui.commands.lexicon import run

    run(context.obj, question)


@app.command("eval")
def evaluate(
    context: typer.Context,
    questions: Annotated[
        list[Path] | None,
        typer.Argument(help="问题文件（JSONL），格式见 docs/evaluation.md", show_default=False),
    ] = None,
    anchors: Annotated[Path | None, typer.Option(help="锚点文件：锚点 → 条款中的一段话")] = None,
    report: Annotated[
        Path | None, typer.Option(file_okay=False, help="把报告、图和逐题结果写入这个文件夹")
    ] = None,
    top_k: Annotated[
        list[int] | None,
        typer.Option("-k", "--k", min=1, help="在哪些条数上计算召回率；缺省 1、5、10、100"),
    ] = None,
    sample: Annotated[
        int, typer.Option(min=0, show_default=False, help="随机抽取多少个问题；缺省全部")
    ] = 0,
    seed: Annotated[int, typer.Option(help="抽样、自助法和生成问题的随机种子")] = 0,
    from_headings: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="由这个文件夹中政策的标题和条文生成问题（无需标注）"
        ),
    ] = None,
) -> None:
    """用已知答案的问题评测检索、引用和拒答。"""
    from ui.commands.eval import Wanted, run

    ks = tuple(sorted(set(top_k or (1, 5, 10, 100))))
    run(
        context.obj,
        Wanted(tuple(questions or ()), anchors, from_headings, report, ks, sample, seed),
    )


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="监听端口；0 为任意空闲端口")] = 8000,
) -> None:
    """启动网页和接口服务。"""
    from ui.commands.serve import run

    run(context.obj, host, port)


@app.command()
def mcp(context: typer.Context) -> None:
    """以 MCP 工具的形式供其他助手调用（标准输入输出）；服务的 /mcp 提供同样的工具。"""
    from ui.commands.mcp import run

    run(context.obj)


@app.command()
def config(
    context: typer.Context,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="改为输出全部设置的说明，Markdown 表格")
    ] = False,
) -> None:
    """显示当前生效的设置和来源（密钥不显示）。"""
    from ui.commands.config import run, table

    if markdown:
        typer.echo(table(), nl=False)
    else:
        run(context.obj)
