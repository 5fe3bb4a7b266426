import random
from pathlib import Path

import pytest

from benchmarks.material import Material, noised, prepare
from index.ingest import shipped

TEXT = "第三条　国家支持中试平台建设，鼓励企业牵头组建创新联合体。\n（一）推动重点领域技术攻关；\n"
SMALL = "# {name}\n\n第一条 甲地应当公开目录。\n\n第二条 乙地应当保存档案。\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("甲办法", "乙办法", "丙办法"):
        (folder / f"{name}.md").write_text(SMALL.format(name=name), encoding="utf-8")
    return folder


def test_too_small_a_corpus_is_tiled_up_to_the_size(tmp_path: Path) -> None:
    units = prepare(tmp_path / "made", shipped(), 200, ()).units()
    assert 150 < len(units) <= 200
    assert len({unit.id for unit in units}) == len(units)


def test_the_units_are_those_of_the_files(tmp_path: Path) -> None:
    material = prepare(tmp_path / "made", shipped(), 100, ())
    files = {path.relative_to(material.files).as_posix() for path in material.files.rglob("*.md")}
    assert {unit.file for unit in Material(material.folder).units()} == files


def test_a_corpus_is_cut_to_whole_files_and_those_with_answers_come_first(
    corpus: Path, tmp_path: Path
) -> None:
    for name in ("甲办法.md", "乙办法.md", "丙办法.md"):
        units = prepare(tmp_path / name, corpus, 3, [name]).units()
        assert [(unit.file, unit.number) for unit in units] == [(name, "第一条"), (name, "第二条")]


def test_a_corpus_without_clauses_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="no file"):
        prepare(tmp_path / "made", tmp_path / "empty", 100, ())


def test_noise_changes_words_and_no_numbers() -> None:
    words = ["海洋"]
    changed = noised(TEXT, words, random.Random(0))
    assert changed != TEXT
    assert "海洋" in changed
    assert changed.startswith("第三条　")
    assert "\n（一）" in changed
    assert len(changed) == len(TEXT)
