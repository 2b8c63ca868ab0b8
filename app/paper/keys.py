"""One key for each answer about the respondent: printed beside the box on paper, and typed in the grid. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.responses.profile import Education, Occupation, OfficeKind, Position, Sex
from app.vocabulary import Labelled


@dataclass(frozen=True)
class Keyed:
    key: str
    value: str
    label: str


def _keyed(vocabulary: type[Labelled], *, letters: bool = False) -> tuple[Keyed, ...]:
    """Return the vocabulary with the keys 1 to 9, and initials beyond; with `letters` initials throughout."""
    return tuple(
        Keyed(str(place) if place <= 9 and not letters else label[0], value, label)
        for place, (value, label) in enumerate(vocabulary.choices(), start=1)
    )


# By the name of the form's field. Age is typed in years.
PROFILE: dict[str, tuple[Keyed, ...]] = {
    "jenis_kelamin": _keyed(Sex, letters=True),
    "pendidikan": _keyed(Education),
    "pekerjaan": _keyed(Occupation),
    "jenis_kantor": _keyed(OfficeKind),
    "jabatan": _keyed(Position),
}
LABELS = {
    "jenis_kelamin": "Jenis kelamin",
    "usia": "Usia",
    "pendidikan": "Pendidikan terakhir",
    "pekerjaan": "Pekerjaan",
    "jenis_kantor": "Jenis kantor",
    "jabatan": "Jabatan",
}
CITIZEN = ("jenis_kelamin", "usia", "pendidikan", "pekerjaan")
INTERNAL = ("jenis_kantor", "jabatan")
OTHER = Occupation.OTHER.value


def asked(*, internal: bool) -> tuple[str, ...]:
    """Return the fields that are asked about the respondent, in the order of the sheet."""
    return INTERNAL if internal else CITIZEN


def word_of(field: str, value: object) -> str:
    """Return a value as people read it; "–" where nothing was said."""
    if value is None:
        return "–"
    return next((each.label for each in PROFILE.get(field, ()) if each.value == value), str(value))
