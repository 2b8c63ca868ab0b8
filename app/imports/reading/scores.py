"""The answers to one question: numbers 1 to 4, letters a to d, or words; blank is not answered.

Official words come first. Other common scales ("Sangat baik … Tidak baik") are read only where the whole column leaves
no doubt which four steps they are: "Tidak puas" is 1 beside "Kurang puas", but 2 beside "Sangat tidak puas".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.ikm import Unsur
from app.imports.reading.added import Added
from app.imports.reading.problems import Unreadable
from app.imports.reading.words import Cell, is_blank, plain, shown

LETTERS = {"a": 1, "b": 2, "c": 3, "d": 4}
STEMS = (
    "baik", "puas", "memuaskan", "setuju", "sesuai", "mudah", "cepat", "kompeten", "mampu", "wajar", "jelas", "lengkap",
    "nyaman", "sopan", "ramah", "sopan ramah", "terampil", "memadai", "tepat",
)  # fmt: skip
# (what stands before the stem → score) of the two scales that are told apart with certainty.
PLAIN_SCALE = {"tidak": 1, "kurang": 2, "": 3, "sangat": 4}
DOUBLE_SCALE = {"sangat tidak": 1, "tidak": 2, "": 3, "sangat": 4}
# Ways to write the official words that mean nothing else.
VARIANTS = {
    Unsur.BIAYA: {"gratis tidak dipungut biaya": 4, "tidak dipungut biaya": 4, "tidak ada biaya": 4, "tanpa biaya": 4},
    Unsur.PENGADUAN: {
        "ada tidak berfungsi": 2,
        "tidak berfungsi": 2,
        "berfungsi tetapi kurang maksimal": 3,
        "kurang maksimal": 3,
        "dikelola baik": 4,
    },
}
_STEPS = re.compile(
    rf"(?:(sangat tidak|sangat kurang|sangat|tidak|kurang|cukup) )?({'|'.join(sorted(STEMS, key=len, reverse=True))})"
)
_BEFORE = re.compile(r"([a-dA-D1-4])\s*[.):–-]\s*(\S.*)", re.DOTALL)
_BEHIND = re.compile(r"(\S.*?)\s*\(\s*([1-4])\s*\)", re.DOTALL)
_DECIMAL = re.compile(r"-?\d{1,6}(?:[.,]\d{1,6})?")


@dataclass(frozen=True)
class ScoreColumn:
    """`asked`: what messages call it; `words`: the official options; `steps`: what other scales of this column say, where they say it without doubt."""

    asked: str
    options: tuple[str, ...]
    words: dict[str, int]
    steps: dict[str, int]

    @classmethod
    def of_unsur(cls, code: str, options: Iterable[str], values: Iterable[Cell]) -> ScoreColumn:
        """Return the reader of a column; `values` are its distinct cells."""
        options = tuple(options)
        return cls(f"unsur {Unsur(code).short_name}", options, official_words(code, options), _steps(values))

    @classmethod
    def of_added(cls, added: Added, values: Iterable[Cell]) -> ScoreColumn:
        """Return the reader of a column with a pertanyaan tambahan."""
        words = {plain(option): score for score, option in enumerate(added.options, start=1)}
        return cls(f"pertanyaan tambahan {added.name}", added.options, words, _steps(values))

    def read(self, cell: Cell) -> int | None:
        """Return 1 to 4, or None where nothing was answered. Raises Unreadable for anything else."""
        if is_blank(cell):
            return None
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return self._number(float(cell))
        text = shown(cell).strip().lstrip("'")
        if _DECIMAL.fullmatch(text):
            return self._number(float(text.replace(",", ".")))
        letter = text.rstrip(".) ").casefold()
        if letter in LETTERS:
            return LETTERS[letter]
        return self._words(text)

    def _number(self, value: float) -> int:
        if not value.is_integer():
            raise Unreadable(f"Nilai {self.asked} harus angka bulat.", "Isi 1, 2, 3, atau 4")
        if not 1 <= value <= 4:
            raise Unreadable(
                f"Nilai {self.asked} di luar 1 sampai 4.",
                "Isi 1, 2, 3, atau 4; kosongkan jika tidak dijawab",
            )
        return int(value)

    def _words(self, text: str) -> int:
        score, number = self._score_of(text), None
        if score is None and (found := _BEFORE.fullmatch(text)):
            score, number = self._score_of(found[2]), found[1]
        elif score is None and (found := _BEHIND.fullmatch(text)):
            score, number = self._score_of(found[1]), found[2]
        if score is None:
            raise Unreadable(
                f"Bukan salah satu pilihan {self.asked}.",
                f"Salah satu dari: {'; '.join(self.options)}",
            )
        # A letter is a place in a list, and lists are printed in either direction: the words count. A number is an answer.
        if number is not None and number.isdigit() and int(number) != score:
            raise Unreadable("Angka dan kata di sel ini tidak sama artinya.", "Tulis angkanya saja, atau katanya saja")
        return score

    def _score_of(self, text: str) -> int | None:
        words = plain(text)
        return self.words.get(words) or self.steps.get(words)


def official_words(code: str, options: Iterable[str]) -> dict[str, int]:
    """Return the official options of a question, and other ways to write them, with their scores."""
    official = {plain(option): score for score, option in enumerate(options, start=1)}
    return {plain(text): score for text, score in VARIANTS.get(Unsur(code), {}).items()} | official


def _steps(values: Iterable[Cell]) -> dict[str, int]:
    found: dict[str, set[str]] = {}
    for value in values:
        text = plain(value) if isinstance(value, str) else ""
        matched = _STEPS.fullmatch(text) or _STEPS.fullmatch(text[2:] if text[1:2] == " " else "")
        if matched:
            found.setdefault(matched[2], set()).add((matched[1] or "").replace("sangat kurang", "sangat tidak"))
    return {f"{before} {stem}".strip(): score for stem, seen in found.items() for before, score in _scale(seen).items()}


def _scale(seen: set[str]) -> dict[str, int]:
    """Return the scale that a column uses; a step that more than one scale could mean is left out."""
    if "sangat tidak" in seen:
        return DOUBLE_SCALE if seen <= DOUBLE_SCALE.keys() else {}
    if not seen <= PLAIN_SCALE.keys():
        return {}
    return PLAIN_SCALE if "kurang" in seen or "tidak" not in seen else {"": 3, "sangat": 4}
