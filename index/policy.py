"""The bytes of a file → Policy."""

import hashlib
import unicodedata

from index.card import read as read_card
from index.clause import Policy
from index.outline import parse
from index.readers import read


def policy_id(source_file: str) -> str:
    """12 hex digits of the path's SHA-256, so that a new version of a file keeps its ids."""
    normal = unicodedata.normalize("NFC", source_file)
    return hashlib.sha256(normal.encode()).hexdigest()[:12]


def read_policy(data: bytes, source_file: str) -> Policy:
    """Read, divide and describe one file.

    Raises:
        SourceError: if it cannot be read.
    """
    source = read(data, source_file)
    identity = policy_id(source_file)
    clauses = parse(source, identity)
    return Policy(
        id=identity,
        source_file=source_file,
        sha256=hashlib.sha256(data).hexdigest(),
        text=source.text,
        card=read_card(source, clauses),
        clauses=clauses,
        warnings=source.warnings,
    )
