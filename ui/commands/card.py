"""`chatbot card`."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError
from rich.table import Table

from chatbot.api.cards import FoundOut, PolicyOut
from chatbot.api.corrections import CardIn
from chatbot.api.mistakes import mistakes, summary
from chatbot.errors import BadCorrection
from index.clause import Policy
from index.ingest import named
from index.library import Library, writing
from index.tables import open_engine
from ui.commands import console, settings, told

_SEVERAL = frozenset({"issuers", "addressees", "subjects", "repeals"})
"""Fields that are named again for each further value."""


def run(
    data: Path | None, name: str, given: Sequence[str], back: Sequence[str], *, as_json: bool
) -> None:
    """Correct a policy's card where that is asked for, and show it."""
    with told():
        chosen = settings(data)
        library = Library(open_engine(chosen.data, chosen.database_url))
        try:
            said = corrections(given, back).said()
            policy_id = _meant(library, name)
            if said:
                with writing(library.engine) as (writer, _):
                    writer.correct(policy_id, said)
            shown = PolicyOut.of(library.head(policy_id))
            policy = library.policy(policy_id)
        finally:
            library.close()
    if as_json:
        console().print(shown.model_dump_json(indent=2), markup=False)
    else:
        _show(shown, policy)


def corrections(given: Sequence[str], back: Sequence[str]) -> CardIn:
    """What `field=value` pairs say, and the names of fields whose correction is taken back.

    Raises:
        BadCorrection: if a field or a value is not understood.
    """
    values: dict[str, list[str]] = defaultdict(list)
    for pair in given:
        field, _, value = pair.partition("=")
        values[field.strip()].append(value.strip())
    fields: dict[str, object] = {
        name: [each for each in found if each] if name in _SEVERAL else found[-1]
        for name, found in values.items()
    }
    fields.update(dict.fromkeys(back))
    try:
        return CardIn.model_validate(fields)
    except ValidationError as error:
        rows = [{**row, "loc": ("card", row["loc"][0])} for row in error.errors()]
        raise BadCorrection(
            f"更正有误：{summary(mistakes(rows))}",
            kept="没有改动任何内容。",
            hint=f"请写作 字段=值；字段有 {'、'.join(CardIn.model_fields)}，"
            "日期写作 2024-01-18；值为空表示没有这一项。",
        ) from error


def _meant(library: Library, name: str) -> str:
    found = named(library.heads(), [name])
    if len(found) == 1:
        return found[0].id
    listed = "、".join(f"{head.id}（{head.source_file}）" for head in found)
    raise BadCorrection(
        f"有 {len(found)} 份政策叫作 {name}。",
        kept="没有改动任何内容。",
        hint=f"请写编号或文件名：{listed}。",
    )


def _show(shown: PolicyOut, policy: Policy) -> None:
    table = Table(title=f"《{shown.name}》{shown.validity}", title_justify="left", box=None)
    for heading in ("字段", "值", "原文位置", "可信程度"):
        table.add_column(heading, overflow="fold")
    for field in PolicyOut.model_fields:
        value = getattr(shown, field)
        for found in value if isinstance(value, list) else [value]:
            if isinstance(found, FoundOut):
                sure = "更正" if found.corrected else f"{found.confidence:.1f}"
                table.add_row(field, found.value, _place(found, policy), sure)
        if field in shown.corrected and not value:
            table.add_row(field, "（没有）", "", "更正")
    console().print(table)


def _place(found: FoundOut, policy: Policy) -> str:
    """The words in which a value was read, shortened."""
    if found.start is None or found.end is None:
        return ""
    words = "".join(policy.text[found.start : found.end].split())
    where = f"第 {found.start + 1}–{found.end} 字"
    return where if words == found.value else f"{where}“{words}”"
