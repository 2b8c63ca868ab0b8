"""Pertanyaan tambahan, as far as a file may hold answers to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.imports.reading.words import plain

_NUMBER = re.compile(r"^[0-9]{1,2} ")


@dataclass(frozen=True)
class Added:
    """`own`: an unsur of the UPP's own, which its name tells; a sub-question bears the name of its unsur."""

    code: str
    name: str
    own: bool
    text: str
    options: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.name}: {self.text}"


def added_of(label: str, added: Sequence[Added]) -> Added | None:
    """Return the pertanyaan tambahan that the words above a column are: its question, its code, or the name of an own unsur."""
    words = plain(label)
    asked = _NUMBER.sub("", words)
    for each in added:
        if words == plain(each.code) or asked == plain(each.text) or (each.own and words == plain(each.name)):
            return each
    return None
