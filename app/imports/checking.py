"""The dry run: an import's file read by its plan, against the world as it is now. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.errors import Conflict
from app.imports.findings import Findings, findings_of
from app.imports.models import Import
from app.imports.reading import guessing
from app.imports.reading.added import Added
from app.imports.reading.guessing import Guess, Questions
from app.imports.reading.plan import Plan
from app.imports.reading.problems import FileRejected
from app.imports.reading.rows import Place, Reading, Rules, read_rows
from app.imports.reading.sheets import Sheet, open_sheets
from app.imports.twins import Sorted, find_twins
from app.opd.models import CustomerKind
from app.opd.queries import list_layanan, list_titik
from app.periods.policy import Policy
from app.periods.queries import get_periode
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.questionnaire import get_questionnaire, situations_of

GONE = "Berkas ini tidak disimpan lagi. Unggah lagi berkasnya."
NO_ANSWERS = "Belum ada baris jawaban di bawah judulnya."


@dataclass(frozen=True)
class Run:
    """Everything that one reading of an import says."""

    sheet: Sheet
    plan: Plan
    rules: Rules
    reading: Reading
    rows: Sorted

    @property
    def findings(self) -> Findings:
        return findings_of(self.sheet, self.plan, self.reading, self.rules, self.rows)


def dry_run(row: Import, plan: Plan | None = None) -> Run:
    """Read the import's file by a plan, its own by default."""
    if plan is None:
        if row.plan is None:
            raise Conflict("Kolom berkas ini belum dicocokkan.")
        plan = Plan.from_json(row.plan)
    sheet = sheet_of(open_file(row), plan.sheet)
    rules = rules_for(get_survey(row.survey_id))
    reading = read_rows(sheet, plan, rules)
    if not reading.count:
        raise FileRejected(NO_ANSWERS)
    return Run(sheet, plan, rules, reading, find_twins(row.survey_id, reading.rows))


def open_file(row: Import) -> list[Sheet]:
    """Return the sheets of the import's file."""
    if row.content is None:
        raise Conflict(GONE)
    return open_sheets(row.file_name, row.content)


def sheet_of(sheets: list[Sheet], name: str | None) -> Sheet:
    """Return a sheet by its name, the one that looks most like answers where none is named."""
    return next((sheet for sheet in sheets if sheet.name == name), None) or guessing.best_sheet(sheets)


def guess_columns(sheet: Sheet, survey: Survey, heading_row: int | None = None) -> Guess:
    """Return what each column of the sheet probably holds."""
    return guessing.guess(sheet, questions_of(survey), heading_row, added_to(survey))


def questions_of(survey: Survey) -> Questions:
    """Return the options by code; those of other words where every layanan of the UPP is asked in them."""
    layanan = [situations_of(each) for each in list_layanan(survey.upp_id, active_only=True)]
    shared = frozenset.intersection(*layanan) if layanan else frozenset()
    version = get_questionnaire(survey.questionnaire_id).read_in(shared)
    return {question.code: question.options for question in version.questions}


def added_to(survey: Survey) -> tuple[Added, ...]:
    """Return the pertanyaan tambahan of the survey."""
    extras = get_questionnaire(survey.questionnaire_id).extras
    return tuple(Added(each.code, each.name, each.unsur is None, each.text, each.options) for each in extras)


def rules_for(survey: Survey) -> Rules:
    """Return what the world says about a file for this survey."""
    periode = get_periode(survey.periode_id)
    return Rules(
        questions=questions_of(survey),
        layanan=tuple(
            Place(each.id, each.name, each.customer_kind is CustomerKind.INTERNAL)
            for each in list_layanan(survey.upp_id, active_only=True)
        ),
        titik=tuple(Place(each.id, each.name) for each in list_titik(survey.upp_id) if each.active),
        zone=clock.zone(),
        earliest=periode.opens_on,
        latest=clock.today(),
        least=Policy.from_json(periode.policy).min_answered,
        added=added_to(survey),
    )
