"""Files of older word processors, read through a real LibreOffice."""

import subprocess
from pathlib import Path

import pytest

from index.errors import UnreadableFile, UnsupportedFormat
from index.policy import read_policy
from index.readers import office, read
from tests.index.test_outline import GOLDEN, described
from tests.word import policy_document


def rtf(*lines: str) -> bytes:
    written = "".join("".join(f"\\u{ord(char)}?" for char in line) + "\\par\n" for line in lines)
    return f"{{\\rtf1\\ansi\\ansicpg936\\uc1 {written}}}".encode()


def test_the_shipped_policy_as_word_97_is_the_same_tree(soffice: str, tmp_path: Path) -> None:
    """WPS writes the same format under a suffix of its own."""
    (tmp_path / "a.docx").write_bytes(policy_document())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True)
    found = read_policy((tmp_path / "a.doc").read_bytes(), "意见.wps").clauses
    assert [described(clause) for clause in found] == GOLDEN.read_text("utf-8").splitlines()


@pytest.mark.usefixtures("soffice")
def test_rich_text_is_read() -> None:
    source = read(rtf("关于平台的意见", "一、建设。建设中试平台。"), "意见.rtf")
    assert source.text == "关于平台的意见\n一、建设。建设中试平台。"


@pytest.mark.usefixtures("soffice")
def test_what_libreoffice_cannot_read_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="LibreOffice 无法转换") as caught:
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "意见.doc")
    assert caught.value.hint


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnsupportedFormat, match="LibreOffice") as caught:
        office.read(b"{\\rtf1}", "意见.rtf")
    assert "apt install" in caught.value.hint
