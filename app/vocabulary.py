"""Closed vocabularies that people read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A closed vocabulary whose members carry the words that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:  # without a label: looked up by its value
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, label) in the order of the form."""
        return [(member.value, member.label) for member in cls]
