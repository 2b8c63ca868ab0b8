"""What the pages of an import say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.imports import checking
from app.imports.findings import Findings
from app.imports.models import Import
from app.imports.reading.meanings import Meaning
from app.imports.reading.plan import Plan
from app.imports.reading.preview import read_columns
from app.imports.reading.problems import letters
from app.imports.strip import Strip, strip
from app.opd.queries import list_layanan, list_titik
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.questionnaire import get_questionnaire
from app.web.formats import angka

WIDE, NARROW = 240, 72  # ticks that a screen and a phone can tell apart
SHOWN_PROBLEMS = 100
FROM_FILE = "menurut berkas"


@dataclass(frozen=True)
class ColumnBox:
    """A column in the row of boxes above the wrong cells."""

    letters: str
    name: str
    wrong: int


@dataclass(frozen=True)
class CheckPage:
    findings: Findings
    columns: tuple[ColumnBox, ...]
    filled: int  # columns of the sheet
    place: str  # "KTP-el, Loket 3"
    sheet: str
    wide: Strip
    narrow: Strip
    again: bool

    @property
    def sentence(self) -> str:
        """Return the fact that the page begins with."""
        found = self.findings
        if found.problem_count:
            return f"{angka(found.problem_count)} kesalahan di {angka(len(found.wrong))} baris"
        if not found.taken:
            return "Semua baris sudah diimpor"
        return f"{angka(found.taken)} jawaban siap diimpor"


def check_page(row: Import) -> CheckPage:
    """Return the page of an import that has been checked."""
    findings, plan = Findings.from_json(row.findings or {}), Plan.from_json(row.plan or {})
    columns, heads = read_columns(plan), _heads(row, plan)
    return CheckPage(
        findings=findings,
        columns=tuple(
            ColumnBox(letters(column), heads[column], findings.wrong_columns.get(column, 0))
            for column, meaning in columns
        ),
        filled=len(plan.columns),
        place=_place(row, plan),
        sheet=plan.sheet,
        wide=_strip(findings, WIDE, 2.8),
        narrow=_strip(findings, NARROW, 11),
        again=plan.again,
    )


def preview_heads(row: Import) -> list[tuple[str, str]]:
    """Return the heads of the preview's columns, as the table macro takes them."""
    plan = Plan.from_json(row.plan or {})
    return [(head, "") for head in _heads(row, plan).values()]


def _heads(row: Import, plan: Plan) -> dict[int, str]:
    """Return what each column that is read holds, from left to right."""
    names = {each.code: f"{each.name} (tambahan)" for each in checking.added_to(get_survey(row.survey_id))}
    return {column: names.get(plan.added.get(column, ""), meaning.short) for column, meaning in read_columns(plan)}


def wordings(survey: Survey) -> dict[str, str]:
    """Return the question of each unsur."""
    return {question.code: question.text for question in get_questionnaire(survey.questionnaire_id).questions}


def _strip(findings: Findings, most: int, apart: float) -> Strip:
    return strip(findings.first_row, findings.last_row, findings.wrong, findings.twin_rows, most=most, apart=apart)


def _place(row: Import, plan: Plan) -> str:
    layanan = {each.id: each.name for each in list_layanan(row.upp_id)}
    titik = {each.id: each.name for each in list_titik(row.upp_id)}
    by_file = {"layanan": plan.column_of(Meaning.LAYANAN), "titik": plan.column_of(Meaning.TITIK)}
    names: Sequence[str] = (
        f"layanan {FROM_FILE}" if by_file["layanan"] is not None else layanan.get(plan.layanan_id, ""),  # type: ignore[arg-type]
        f"titik {FROM_FILE}" if by_file["titik"] is not None else titik.get(plan.titik_id, ""),  # type: ignore[arg-type]
    )
    return ", ".join(names)
