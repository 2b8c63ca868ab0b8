"""The first rows of a file as they will be stored, beside what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.imports.reading.meanings import Meaning
from app.imports.reading.plan import Plan
from app.imports.reading.problems import shortened
from app.imports.reading.rows import Reading, ReadRow, Rules
from app.imports.reading.sheets import Sheet
from app.imports.reading.words import shown
from app.responses.profile import AgeBand, Education, Occupation, OfficeKind, Position, Sex
from app.vocabulary import Labelled
from app.web.formats import NOTHING

SHOWN_ROWS = 20


@dataclass(frozen=True)
class PreviewRow:
    """`cells`: (text, whether it is wrong) of each column that is read, from left to right."""

    number: int
    cells: tuple[tuple[str, bool], ...]


def read_columns(plan: Plan) -> list[tuple[int, Meaning]]:
    """Return the columns that are read, from left to right."""
    return [(column, meaning) for column, meaning in sorted(plan.columns.items()) if meaning is not Meaning.ABAIKAN]


def preview(sheet: Sheet, plan: Plan, reading: Reading, rules: Rules) -> list[PreviewRow]:
    """Return the first rows; a row with a wrong cell shows what the file says."""
    good = {row.number: row for row in reading.rows[:SHOWN_ROWS]}
    wrong = {(problem.row, problem.column) for problem in reading.problems}
    numbers = sorted({*good, *(problem.row for problem in reading.problems[: SHOWN_ROWS * 9])})[:SHOWN_ROWS]
    columns = read_columns(plan)
    names = {place.id: place.name for place in (*rules.layanan, *rules.titik)}
    codes = list(rules.questions)
    found = []
    for number in numbers:
        if number in good:
            texts = _texts(good[number], codes, names)
            added = {column: str(good[number].extra_scores.get(code, "")) for column, code in plan.added.items()}
            cells = ((added.get(column, texts.get(meaning, "")), False) for column, meaning in columns)
        else:
            raw = sheet.filled[number - 1]
            cells = (
                (shortened(shown(raw[column])) if column < len(raw) else "", (number, column) in wrong)
                for column, _ in columns
            )
        found.append(PreviewRow(number, tuple((text or NOTHING, bad) for text, bad in cells)))
    return found


def _texts(row: ReadRow, codes: list[str], names: Mapping[UUID, str]) -> dict[Meaning, str]:
    scores = {Meaning(code): str(score or "") for code, score in zip(codes, row.scores, strict=True)}
    return {
        **scores,
        Meaning.WAKTU_ISI: f"{row.finished_at:%d/%m/%Y %H.%M}" if row.timed else f"{row.finished_at:%d/%m/%Y}",
        Meaning.JENIS_KELAMIN: _word(Sex, row.sex),
        Meaning.USIA: _word(AgeBand, row.age_band).removesuffix(" tahun"),
        Meaning.PENDIDIKAN: _word(Education, row.education),
        Meaning.PEKERJAAN: row.occupation_other or _word(Occupation, row.occupation),
        Meaning.JENIS_KANTOR: _word(OfficeKind, row.office_kind),
        Meaning.JABATAN: _word(Position, row.position),
        Meaning.SARAN: shortened(row.saran),
        Meaning.LAYANAN: names[row.layanan_id],
        Meaning.TITIK: names[row.titik_id],
        Meaning.NOMOR: row.mark,
    }


def _word(vocabulary: type[Labelled], value: str | None) -> str:
    return dict(vocabulary.choices()).get(value or "", "")
