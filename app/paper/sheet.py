"""What stands on one sheet, as it is typed: read, compared, settled. Pure.

The values of a sheet are kept by the names of the form's fields (`jawaban-WAKTU`, `usia`), unsur by code and never by number;
None where nothing was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.errors import Rejected
from app.ikm import Unsur
from app.paper.keys import CITIZEN, INTERNAL, OTHER, PROFILE, asked
from app.recording.forms import (
    MAX_OCCUPATION_OTHER,
    MAX_POSTED,
    MAX_SARAN,
    NOT_A_NUMBER,
    TOO_OLD,
    TOO_YOUNG,
)
from app.responses.masking import mask_personal
from app.responses.profile import MAX_AGE, MIN_AGE
from app.web.forms import strip

Values = dict[str, Any]
UNANSWERED = frozenset({"", "0", "-", "–"})
MAX_NUMBER = 99_999
NOT_A_SCORE = "Isi 1, 2, 3, atau 4; 0 atau - bila tidak dijawab."
NOTHING_ANSWERED = "Belum ada nilai yang diketik. Lembar kosong tidak perlu diketik."
NOT_A_SHEET = f"Tulis nomor lembar, 1 sampai {MAX_NUMBER}."


STANDARD = frozenset(f"jawaban-{unsur}" for unsur in Unsur)


class SheetRejected(Rejected):
    """The sheet cannot be taken; `errors` says which field, and why."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(next(iter(errors.values())))
        self.errors = errors


def score_field(code: str) -> str:
    return f"jawaban-{code}"


def read(values: Mapping[str, str], codes: Sequence[str], *, internal: bool) -> tuple[int, Values]:
    """Return number and values of a typed sheet. Raises SheetRejected with a message for every wrong field."""
    errors: dict[str, str] = {}

    def take(name: str, convert: Callable[[str], Any]) -> Any:
        try:
            return convert(values.get(name, "")[:MAX_POSTED].strip())
        except ValueError as problem:
            errors[name] = str(problem)
            return None

    number = take("nomor", _number)
    found: Values = {score_field(code): take(score_field(code), _score) for code in codes}
    if not any(found.values()) and not errors:
        errors[score_field(codes[0])] = NOTHING_ANSWERED
    for name in asked(internal=internal):
        found[name] = take(name, _age if name == "usia" else _chosen(name))
    other = take("pekerjaan_lain", _line(MAX_OCCUPATION_OTHER, "Pekerjaan"))
    found["pekerjaan_lain"] = other if found.get("pekerjaan") == OTHER else ""
    found["saran"] = mask_personal(take("saran", _line(MAX_SARAN, "Saran")) or "")[:MAX_SARAN]
    if errors:
        raise SheetRejected(errors)
    return number, found


def answered(values: Values) -> int:
    """Return how many of the nine have a score; pertanyaan tambahan do not decide whether a sheet counts."""
    return sum(name in STANDARD and value is not None for name, value in values.items())


def differing(first: Values, second: Values) -> list[str]:
    """Return the fields that two typings of a sheet hold differently. Free text is not compared: nobody types it twice alike."""
    compared = [name for name in first if name.startswith("jawaban-")] + [*CITIZEN, *INTERNAL]
    return [name for name in compared if first.get(name) != second.get(name)]


def settle(first: Values, second: Values, from_second: frozenset[str] = frozenset()) -> Values:
    """Return what holds: the first typing, but the second's value of the fields that were decided so."""
    held = first | {name: second[name] for name in from_second}
    if "pekerjaan" in from_second:
        held["pekerjaan_lain"] = second["pekerjaan_lain"]
    return held | {"saran": first["saran"] or second["saran"]}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MAX_NUMBER):
        raise ValueError(NOT_A_SHEET)
    return int(text)


def _score(text: str) -> int | None:
    if text in UNANSWERED:
        return None
    if text not in {"1", "2", "3", "4"}:
        raise ValueError(NOT_A_SCORE)
    return int(text)


def _age(text: str) -> int | None:
    if text in UNANSWERED:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(NOT_A_NUMBER)
    age = int(text[:6])
    if age < MIN_AGE:
        raise ValueError(TOO_YOUNG)
    if age > MAX_AGE:
        raise ValueError(TOO_OLD)
    return age


def _chosen(name: str) -> Callable[[str], str | None]:
    values = {each.value for each in PROFILE[name]}

    def convert(text: str) -> str | None:
        if text in UNANSWERED:
            return None
        if text not in values:
            raise ValueError("Pilih salah satu dari daftar.")
        return text

    return convert


def _line(longest: int, what: str) -> Callable[[str], str]:
    """Accept one line of text: runs of blanks become one, control characters none."""

    def convert(text: str) -> str:
        line = " ".join(strip(text).split())
        if len(line) > longest:
            raise ValueError(f"{what} paling banyak {longest} huruf; sekarang {len(line)}. Persingkat dahulu.")
        return line

    return convert
