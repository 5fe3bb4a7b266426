"""Whole numbers as JSON has them."""

from typing import Annotated

from pydantic import BeforeValidator


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
"""5.0 is an integer too: JSON has one kind of number (JSON Schema, 6.1.1)."""
