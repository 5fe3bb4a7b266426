import shutil
import zipfile
from pathlib import Path

import pytest

from index.embedders import Embedder, load
from index.errors import MostlyGone
from index.ingest import Ingest, ingest
from index.report import IngestReport
from tests.makers import policy

FIRST = "# 关于平台的意见\n一、中试平台。建设中试平台。"
SECOND = "# 关于交通的意见\n一、公路。修建公路。"
THIRD = "# 关于人才的意见\n一、人才。引进人才。"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load("builtin")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write(tmp_path / "省级", {"平台.md": FIRST, "交通.md": SECOND, "部门/人才.md": THIRD})


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def there(data: Path, embedder: Embedder) -> list[str]:
    opened = Ingest(data, embedder)
    names = [head.source_file for head in opened.heads()]
    opened.close()
    return names


def test_a_file_that_was_deleted_goes(data: Path, files: Path, embedder: Embedder) -> None:
    ingest(data, [files], embedder=embedder)
    (files / "交通.md").unlink()
    report = ingest(data, [files], embedder=embedder)
    assert (report.removed, report.policies) == (["交通.md"], 2)
    assert there(data, embedder) == ["平台.md", "部门/人才.md"]


def test_files_of_another_folder_are_not_touched_and_may_have_the_same_names(
    data: Path, files: Path, tmp_path: Path, embedder: Embedder
) -> None:
    ingest(data, [files], embedder=embedder)
    other = write(tmp_path / "市级", {"平台.md": THIRD})
    assert ingest(data, [other], embedder=embedder).added == ["市级//平台.md"]
    assert there(data, embedder) == ["交通.md", "市级//平台.md", "平台.md", "部门/人才.md"]
    assert ingest(data, [files], embedder=embedder).removed == []


def test_two_folders_of_one_name_are_told_apart(
    data: Path, files: Path, tmp_path: Path, embedder: Embedder
) -> None:
    ingest(data, [files], embedder=embedder)
    for place in ("甲", "乙"):
        ingest(data, [write(tmp_path / place / "市级", {"平台.md": THIRD})], embedder=embedder)
    assert {"市级//平台.md", "市级~2//平台.md"} < set(there(data, embedder))


def emptied(files: Path) -> None:
    for path in files.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def mostly_emptied(files: Path) -> None:
    (files / "平台.md").unlink()
    (files / "交通.md").unlink()


@pytest.mark.parametrize("harm", [emptied, mostly_emptied])
def test_a_folder_that_is_not_mounted_takes_nothing_away(
    data: Path, files: Path, embedder: Embedder, harm: object
) -> None:
    ingest(data, [files], embedder=embedder)
    harm(files)  # type: ignore[operator]
    with pytest.raises(MostlyGone, match=r"平台\.md") as caught:
        ingest(data, [files], embedder=embedder)
    assert "--yes" in caught.value.hint
    assert len(there(data, embedder)) == 3
    opened = Ingest(data, embedder)
    assert len(opened.sync([files], allow=True).removed) >= 2
    opened.close()


def test_a_folder_that_is_not_there_takes_nothing_away(
    data: Path, files: Path, embedder: Embedder
) -> None:
    ingest(data, [files], embedder=embedder)
    shutil.rmtree(files)
    report = ingest(data, [files], embedder=embedder)
    assert ([name for name, _ in report.failed], report.removed) == (["省级"], [])
    assert len(there(data, embedder)) == 3


def test_what_lies_in_a_folder_that_cannot_be_listed_stays(
    data: Path, files: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An administrator may list everything, so the refusal is made here."""
    ingest(data, [files], embedder=embedder)
    real = __import__("os").scandir

    def scandir(path: object) -> object:
        if str(path).endswith("部门"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("os.scandir", scandir)
    report = ingest(data, [files], embedder=embedder)
    assert [Path(name).name for name, _ in report.failed] == ["部门"]
    assert report.removed == []


def test_a_part_of_a_folder_is_kept_in_step_alone(
    data: Path, files: Path, embedder: Embedder
) -> None:
    ingest(data, [files], embedder=embedder)
    write(files, {"部门/公路.md": SECOND})
    (files / "交通.md").unlink()
    report = ingest(data, [files / "部门"], embedder=embedder)
    assert (report.added, report.removed) == (["部门/公路.md"], [])
    assert ingest(data, [files / "平台.md"], embedder=embedder).unchanged == ["平台.md"]


def test_a_file_given_alone_and_one_that_cannot_be_read_any_more_stay(
    data: Path, files: Path, tmp_path: Path, embedder: Embedder
) -> None:
    alone = write(tmp_path / "其他", {"单独.md": SECOND}) / "单独.md"
    ingest(data, [alone, files], embedder=embedder)
    (files / "平台.md").write_bytes(b"\x00")
    alone.unlink()
    report = ingest(data, [files], embedder=embedder)
    assert [name for name, _ in report.failed] == ["平台.md"]
    assert len(there(data, embedder)) == 4


def test_a_library_from_before_folders_were_known_is_taken_over(
    data: Path, files: Path, embedder: Embedder
) -> None:
    from index.library import writing
    from index.tables import open_engine

    with writing(open_engine(data)) as (writer, _):
        writer.put(policy(FIRST, "平台.md"))
    report: IngestReport = ingest(data, [files], embedder=embedder)
    assert "平台.md" not in report.added
    (files / "平台.md").unlink()
    assert ingest(data, [files], embedder=embedder).removed == ["平台.md"]


def packed(file: Path, texts: dict[str, str]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return file


def test_files_in_an_archive_are_kept_in_step_as_those_in_a_folder(
    data: Path, files: Path, embedder: Embedder
) -> None:
    packed(files / "包.zip", {"平台.md": FIRST, "市/人才.md": THIRD, "图.exe": ""})
    report = ingest(data, [files], embedder=embedder)
    assert {"包.zip/平台.md", "包.zip/市/人才.md"} < set(report.added)
    assert report.skipped == ["包.zip/图.exe"]
    packed(files / "包.zip", {"平台.md": SECOND})
    report = ingest(data, [files], embedder=embedder)
    assert (report.replaced, report.removed) == (["包.zip/平台.md"], ["包.zip/市/人才.md"])


def test_an_archive_that_is_damaged_takes_nothing_with_it(
    data: Path, files: Path, embedder: Embedder
) -> None:
    packed(files / "包.zip", {"平台.md": FIRST})
    ingest(data, [files], embedder=embedder)
    (files / "包.zip").write_bytes(b"PK")
    report = ingest(data, [files], embedder=embedder)
    assert (report.removed, len(report.failed)) == ([], 1)
    assert "包.zip/平台.md" in there(data, embedder)


def test_an_archive_alone_and_an_archive_inside(
    data: Path, tmp_path: Path, embedder: Embedder
) -> None:
    inner = packed(tmp_path / "内.zip", {"平台.md": FIRST})
    with zipfile.ZipFile(tmp_path / "外.zip", "w") as archive:
        archive.write(inner, "内.zip")
        archive.writestr("交通.md", SECOND)
    report = ingest(data, [tmp_path / "外.zip"], embedder=embedder)
    assert report.added == ["外.zip/交通.md"]
    assert [(name, "请先解压" in str(error)) for name, error in report.failed] == [
        ("外.zip/内.zip", True)
    ]
