"""Readers and outline parser on files that were damaged at random.

    python benchmarks/fuzz.py --minutes 10 --seed 1

Each damaged file must give a policy whose clauses own every non-blank character of its lines, or a
refusal that the reader itself wrote. What does not is kept in `tests/seeds`; tests read it again.
Files are read in the limited process, so that a crash ends neither this nor the search.
"""

import argparse
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from index.errors import SourceError
from index.ingest import shipped
from index.outline import parse
from index.readers import read, sandbox
from index.readers.archive import listed, member
from tests.papers import ofd, pdf, policy_paragraphs, typeset, with_furniture
from tests.web import old_portal, paragraphs, policy_lines, portal
from tests.word import document, numbered, numbering, paragraph, policy_document, table

SEEDS = Path(__file__).parent.parent / "tests" / "seeds"
_OURS = ("解析出错", "意外中止", "用时超过", "内存超过", "解析结果无效")
"""How the limited process says that the reader failed."""
_TOKENS = (b"<w:p>", b"</w:p>", b"<table><tr><td>", b"\x00", b"\xff\xfe", b"&#x202e;", b"%9", b"-1")
_ARCHIVES = (".docx", ".ofd", ".zip")
Mutation = Callable[[bytes, random.Random], bytes]


def samples() -> dict[str, list[bytes]]:
    """Suffix → whole files to begin with."""
    (file,) = shipped().glob("*.md")
    text, lines = file.read_bytes(), policy_lines()
    levels = [("chineseCounting", "%1、"), ("decimal", "%2."), ("upperRoman", "%1.%3")]
    blocks = [numbered("甲", level) for level in (0, 1, 2)] + [table(["甲", "乙"]), paragraph("丙")]
    zipped = BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("市/意见.md", text)
    pages = with_furniture(typeset(policy_paragraphs()[:12], 10.5, columns=2))
    return {
        ".md": [text],
        ".txt": [text, text.decode().encode("gb18030"), text.decode().encode("utf-16")],
        ".html": [portal(paragraphs(lines)).encode(), old_portal(lines).encode("gb18030")],
        ".docx": [policy_document(), document(*blocks, numbers=numbering(levels))],
        ".pdf": [pdf(pages), pdf(pages, pageCompression=0)],
        ".ofd": [ofd(pages)],
        ".zip": [zipped.getvalue()],
    }


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes changed, cut, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) + 1)
        length = chance.choice((1, 2, 8, 64, 1024))
        piece = bytes(made[at : at + length])
        put = chance.choice((b"", piece * 2, chance.randbytes(length), chance.choice(_TOKENS)))
        made[at : at + len(piece)] = put
    return bytes(made)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """The archive whole, one of its parts damaged: the parser behind zipfile is reached."""
    with zipfile.ZipFile(BytesIO(data)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    name = chance.choice([name for name in parts if name.endswith((".xml", ".md"))])
    parts[name] = damaged(parts[name], chance)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as after:
        for part, content in parts.items():
            after.writestr(part, content)
    return made.getvalue()


def fault(data: bytes, name: str) -> str:
    """What is wrong with how a file was read; "" if nothing is."""
    try:
        if name.endswith(".zip"):
            paths, _ = listed(data, name)
            return next(filter(None, (fault(member(data, name, p), p) for p in paths)), "")
        source = read(data, name)
    except SourceError as error:
        return error.what if any(ours in error.what for ours in _OURS) else ""
    owned = Counter(at for c in parse(source, "0" * 12) for at in range(c.own.start, c.own.end))
    lines = {at for line in source.lines for at in range(line.span.start, line.span.end)}
    lost = [at for at in lines if not source.text[at].isspace() and at not in owned]
    twice = [at for at, times in owned.items() if times > 1]
    return f"{len(lost)} characters lost, {len(twice)} owned twice" if lost or twice else ""


def search(minutes: float, seed: int) -> int:
    """Look for faults for so long; how many were found."""
    chance, whole, tried, found = random.Random(seed), samples(), Counter[str](), 0
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        suffix = chance.choice(list(whole))
        mutate: Mutation = chance.choice((damaged, damaged_inside))
        if suffix not in _ARCHIVES:
            mutate = damaged
        data = mutate(chance.choice(whole[suffix]), chance)
        tried[suffix] += 1
        if wrong := said(data, f"damaged{suffix}"):
            found += 1
            kept = SEEDS / f"{sha256(data).hexdigest()[:16]}{suffix}"
            SEEDS.mkdir(exist_ok=True)
            kept.write_bytes(data)
            print(f"{kept.name}: {wrong}")
    print(f"seed {seed}, {minutes:g} minutes: {dict(tried)}, {found} faults")
    return found


def said(data: bytes, name: str) -> str:
    """As `fault`, an exception that no reader should raise included."""
    try:
        return fault(data, name)
    except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=1)
    options.add_argument("--seed", type=int, default=int(time.time()))
    chosen = options.parse_args()
    sandbox._LOG.setLevel("ERROR")  # noqa: SLF001  what it warns of is what is looked for
    sys.exit(bool(search(chosen.minutes, chosen.seed)))
