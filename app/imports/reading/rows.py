"""The answers of a sheet by its plan: all of them, every wrong cell, and what else should be said about the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from app.imports.reading import headings, profiles
from app.imports.reading.added import Added
from app.imports.reading.guessing import Questions
from app.imports.reading.meanings import Meaning
from app.imports.reading.moments import NOON, MomentColumn
from app.imports.reading.plan import Plan, unsur_columns
from app.imports.reading.problems import FileRejected, Problem, Unreadable, shortened
from app.imports.reading.scores import ScoreColumn
from app.imports.reading.sheets import MAX_ROWS, TOO_TALL, Sheet
from app.imports.reading.words import Cell, is_blank, plain, shown
from app.responses.masking import mask_personal
from app.web.formats import daftar

MAX_SARAN = 500
NOT_COUNTED = "{count} baris menjawab kurang dari {least} unsur: disimpan, tetapi tidak dihitung dalam IKM."
POSITIONS = "Jabatan “{value}” tidak dikenal: {count} baris disimpan tanpa jabatan."
AGE_GROUPS = "Kelompok usia “{value}” tidak masuk satu kelompok standar: {count} baris disimpan tanpa usia."
SHORTENED = "{count} saran lebih dari 500 huruf dan dipotong."
UNREAD = "Tidak ada kolom untuk pertanyaan tambahan {names}: jawabannya disimpan tanpa itu."
SUMS = "Baris {first} sampai {last} (jumlah, rata-rata, atau catatan di bawah jawaban) tidak dibaca."


@dataclass(frozen=True)
class Place:
    """A layanan or titik that the file may name; `internal`: a layanan whose customers are civil servants."""

    id: UUID
    name: str
    internal: bool = False


@dataclass(frozen=True)
class Rules:
    """What the world outside the file says: the questionnaire, the places, and which days are possible."""

    questions: Questions
    layanan: tuple[Place, ...]
    titik: tuple[Place, ...]
    zone: tzinfo
    earliest: date
    latest: date
    least: int  # unsur that must be answered for a response to count
    added: tuple[Added, ...] = ()


@dataclass(frozen=True)
class ReadRow:
    """One respondent. `number` is the spreadsheet's; `timed`: with a time of day; `mark`: the file's own number of it;
    `extra_scores`: of pertanyaan tambahan that were answered, by code."""

    number: int
    scores: tuple[int | None, ...]
    layanan_id: UUID
    titik_id: UUID
    finished_at: datetime
    timed: bool
    sex: str | None
    age_band: str | None
    education: str | None
    occupation: str | None
    occupation_other: str | None
    saran: str
    mark: str
    office_kind: str | None = None
    position: str | None = None
    extra_scores: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """`count`: rows that hold anything; `first_row` and `last_row`: where the answers stand, as the spreadsheet counts."""

    count: int
    rows: tuple[ReadRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    first_row: int
    last_row: int


def read_rows(sheet: Sheet, plan: Plan, rules: Rules) -> Reading:
    """Return everything that the sheet says by its plan. Raises FileRejected for more than 50,000 answers."""
    cells = sheet.filled
    heading = headings.find_heading(cells, plan.heading)
    end = _end(cells, heading.first, plan)
    filled = [index for index in range(heading.first, end) if _holds_anything(cells[index], plan)]
    if len(filled) > MAX_ROWS:
        raise FileRejected(TOO_TALL)
    reader = _Reader(plan, rules, [cells[index] for index in filled])
    rows = [reader.read(index + 1, cells[index]) for index in filled]
    after = any(not is_blank(cell) for row in cells[end:] for cell in row)
    notes = reader.told(last=len(cells) if after else 0, end=end)
    return Reading(
        count=len(filled),
        rows=tuple(row for row in rows if row is not None),
        problems=tuple(reader.problems),
        notes=tuple(notes),
        first_row=heading.first + 1,
        last_row=end,
    )


def _end(cells: list[list[Cell]], first: int, plan: Plan) -> int:
    unsur = frozenset(column for column, meaning in plan.columns.items() if meaning.unsur)
    marks = frozenset(column for column, meaning in plan.columns.items() if meaning is Meaning.NOMOR)
    return headings.find_end(cells, first, unsur=unsur, marks=marks)


def _holds_anything(row: list[Cell], plan: Plan) -> bool:
    """Return whether a row holds an answer; its number alone, printed in advance, is none."""
    return any(
        not is_blank(row[column])
        for column, meaning in plan.columns.items()
        if column < len(row) and meaning not in (Meaning.NOMOR, Meaning.ABAIKAN)
    )


class _Reader:
    """Reads row after row; what a cell says is worked out once for each value of a column."""

    def __init__(self, plan: Plan, rules: Rules, rows: Sequence[list[Cell]]) -> None:
        self.plan, self.rules = plan, rules
        self.problems: list[Problem] = []
        self.notes: Counter[tuple[str, str]] = Counter()  # by sentence and the value that it quotes
        self.shortened = self.few = 0
        self.internal = {place.id for place in rules.layanan if place.internal}
        self.unsur = unsur_columns(plan.columns, list(rules.questions))
        self._cache: dict[int, dict[Cell, Any]] = {column: {} for column in plan.columns}
        self._readers = {
            column: self._reader(column, meaning, {row[column] for row in rows if column < len(row)})
            for column, meaning in plan.columns.items()
        }
        self._default_at = datetime.combine(plan.collected_on, NOON, rules.zone)
        self._columns = {meaning: column for column, meaning in plan.columns.items()}

    def read(self, number: int, row: list[Cell]) -> ReadRow | None:
        """Return the answers of a row; None where a cell of it is wrong."""
        before = len(self.problems)
        scores = tuple(self._at(column, number, row) for column in self.unsur)
        extra_scores = {code: self._at(column, number, row) for column, code in self.plan.added.items()}
        moment = self._of(Meaning.WAKTU_ISI, number, row)
        layanan_id = self._of(Meaning.LAYANAN, number, row) or self.plan.layanan_id
        titik_id = self._of(Meaning.TITIK, number, row) or self.plan.titik_id
        age, outside = self._of(Meaning.USIA, number, row) or (None, False)
        occupation, other = self._of(Meaning.PEKERJAAN, number, row) or (None, None)
        sex = self._of(Meaning.JENIS_KELAMIN, number, row)
        education = self._of(Meaning.PENDIDIKAN, number, row)
        office_kind = self._of(Meaning.JENIS_KANTOR, number, row)
        position, unknown = self._of(Meaning.JABATAN, number, row) or (None, False)
        if not any(scores) and len(self.problems) == before:
            column = next(column for column in self.unsur if column is not None)
            self._wrong(
                column,
                number,
                "",
                Unreadable("Tidak ada unsur yang dijawab di baris ini.", "Isi nilainya, atau hapus barisnya"),
            )
        if len(self.problems) > before:
            return None
        internal = layanan_id in self.internal
        if outside and not internal:
            self.notes[AGE_GROUPS, shown(self._cell(Meaning.USIA, row))] += 1
        if unknown and internal:
            self.notes[POSITIONS, shown(self._cell(Meaning.JABATAN, row))] += 1
        if internal:  # who they are as citizens is not asked, and not kept
            sex = age = education = occupation = other = None
        else:
            office_kind = position = None
        self.few += sum(score is not None for score in scores) < self.rules.least
        assert layanan_id is not None
        assert titik_id is not None
        return ReadRow(
            number=number, scores=scores, layanan_id=layanan_id, titik_id=titik_id,
            finished_at=moment.at if moment else self._default_at, timed=bool(moment and moment.timed), sex=sex, age_band=age,
            education=education, occupation=occupation, occupation_other=other, saran=self._saran(row),
            mark=shown(self._cell(Meaning.NOMOR, row)), office_kind=office_kind, position=position,
            extra_scores={code: score for code, score in extra_scores.items() if score},
        )  # fmt: skip

    def told(self, *, last: int, end: int) -> list[str]:
        """Return what the reader of the page should know, besides the wrong cells."""
        found = []
        if last:
            found.append(SUMS.format(first=end + 1, last=last))
        unread = [each.name for each in self.rules.added if each.code not in self.plan.added.values()]
        if unread:
            found.append(UNREAD.format(names=daftar(dict.fromkeys(unread))))
        if self.few:
            found.append(NOT_COUNTED.format(count=self.few, least=self.rules.least))
        found += [words.format(value=value, count=count) for (words, value), count in self.notes.most_common(5)]
        if self.shortened:
            found.append(SHORTENED.format(count=self.shortened))
        return found

    def _of(self, meaning: Meaning, number: int, row: list[Cell]) -> Any:
        return self._at(self._columns.get(meaning), number, row)

    def _at(self, column: int | None, number: int, row: list[Cell]) -> Any:
        if column is None:
            return None
        cell = row[column] if column < len(row) else None
        cache = self._cache[column]
        if cell not in cache:
            cache[cell] = self._attempt(column, cell)
        found = cache[cell]
        if isinstance(found, Unreadable):
            self._wrong(column, number, shortened(shown(cell)), found)
            return None
        return found

    def _attempt(self, column: int, cell: Cell) -> Any:
        try:
            return self._readers[column](cell)
        except Unreadable as wrong:
            return wrong

    def _wrong(self, column: int, number: int, value: str, wrong: Unreadable) -> None:
        self.problems.append(Problem(number, column, value, wrong.message, wrong.fix))

    def _cell(self, meaning: Meaning, row: list[Cell]) -> Cell:
        column = self._columns.get(meaning)
        return row[column] if column is not None and column < len(row) else None

    def _saran(self, row: list[Cell]) -> str:
        cell = self._cell(Meaning.SARAN, row)
        if is_blank(cell):
            return ""
        text = mask_personal("".join(sign for sign in shown(cell) if sign in "\n\t" or ord(sign) >= 32).strip())
        if len(text) > MAX_SARAN:
            self.shortened += 1
        return text[:MAX_SARAN]

    def _reader(self, column: int, meaning: Meaning, values: set[Cell]) -> Callable[[Cell], Any]:
        rules = self.rules
        if meaning.unsur:
            return ScoreColumn.of_unsur(meaning.value, rules.questions[meaning.value], values).read
        if meaning is Meaning.TAMBAHAN:
            asked = next(each for each in rules.added if each.code == self.plan.added[column])
            return ScoreColumn.of_added(asked, values).read
        if meaning is Meaning.WAKTU_ISI:
            return MomentColumn.of(values, zone=rules.zone, earliest=rules.earliest, latest=rules.latest).read
        readers: dict[Meaning, Callable[[Cell], Any]] = {
            Meaning.JENIS_KELAMIN: profiles.read_sex,
            Meaning.USIA: profiles.read_age,
            Meaning.PENDIDIKAN: profiles.read_education,
            Meaning.PEKERJAAN: profiles.read_occupation,
            Meaning.JENIS_KANTOR: profiles.read_office_kind,
            Meaning.JABATAN: profiles.read_position,
            Meaning.LAYANAN: _place_reader(rules.layanan, "Layanan"),
            Meaning.TITIK: _place_reader(rules.titik, "Titik layanan"),
        }
        return readers.get(meaning, lambda _cell: None)


def _place_reader(places: Sequence[Place], word: str) -> Callable[[Cell], UUID]:
    ids = {plain(place.name): place.id for place in places}

    def read(cell: Cell) -> UUID:
        found = ids.get(plain(shown(cell)))
        if found is None:
            what = "belum diisi" if is_blank(cell) else "tidak ada di UPP ini"
            raise Unreadable(f"{word} {what}.", f"Salah satu dari: {'; '.join(place.name for place in places)}")
        return found

    return read
