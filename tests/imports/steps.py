"""What the tests of imports do again and again: files as people have them, and the wizard's steps."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterable, Sequence
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID

from openpyxl import Workbook
from sqlalchemy import func, select

from app import clock
from app.audit.operations import SYSTEM
from app.extensions import db
from app.imports import checking, operations
from app.imports.models import Import
from app.imports.reading.plan import Plan
from app.outbox.models import OutboxRow, OutboxState
from app.outbox.topics import Topic
from app.responses.models import Response
from app.surveys.queries import get_survey
from app.surveys.questionnaire import standard_questions
from app.tenancy.scope import opd_scope
from tests.world import Place

Rows = Iterable[Sequence[Any]]
QUESTIONS = standard_questions()
CODES = [question["code"] for question in QUESTIONS]
SEKADAU = Path(__file__).parent.parent / "data" / "sekadau_2019_s1_rows.csv"
U = [f"U{number}" for number in range(1, 10)]


def as_csv(rows: Rows, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows: Rows, title: str = "Form Responses 1") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def converted(xlsx: bytes, ending: str, folder: Path) -> bytes:
    """Return the workbook as LibreOffice saves it in another format."""
    source = folder / "asal.xlsx"
    source.write_bytes(xlsx)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profil",
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"asal.{ending}").read_bytes()


def scores(count: int, first: int = 0) -> list[list[int]]:
    """Return rows of nine scores that repeat only after a long time."""
    return [
        [(number * (place + 2) + number // 7) % 4 + 1 for place in range(9)] for number in range(first, first + count)
    ]


def numbered(count: int, first: int = 0) -> list[list[Any]]:
    """Return the plain layout: U1 to U9, one respondent a row."""
    return [["no", *U], *([number + 1, *row] for number, row in enumerate(scores(count, first)))]


def google_form(answers: Rows, *, timestamp: str = "Cap waktu") -> list[list[Any]]:
    """Return what Google Forms exports: the question's wording above each column, words below."""
    head = [timestamp, "Alamat email", "Jenis Kelamin", "Usia", "Pendidikan terakhir", "Pekerjaan"]
    head += [f"{question['no']}. {question['text']}" for question in QUESTIONS] + ["Saran atau masukan Anda"]
    return [head, *map(list, answers)]


def words(row: Sequence[int]) -> list[str]:
    """Return scores as the official options say them."""
    return [question["options"][score - 1] for question, score in zip(QUESTIONS, row, strict=True)]


def uploaded(client: Any, place: Place, name: str, content: bytes, **query: str) -> Any:
    """Return the answer to an upload."""
    address = f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/impor"
    return client.post(address, data={"file": (io.BytesIO(content), name)}, query_string=query)


def mapped(client: Any, place: Place, answer: Any, **changes: str) -> Any:
    """Return the check page after the mapping page was sent as it stood, with the place chosen."""
    mapping = client.get(client.get(answer.headers["Location"]).headers["Location"])
    values = fields_of(mapping.get_data(as_text=True))
    values |= {"layanan": str(place.layanan_id), "titik": str(place.titik_id)} | changes
    sent = client.post(action_of(mapping.get_data(as_text=True)), data=values)
    return client.get(sent.headers["Location"]) if sent.status_code == 302 else sent


def started(client: Any, check_page: Any) -> str:
    """Press the button of the check page; return the address of the import."""
    answer = client.post(check_page.request.path.replace("/pemeriksaan", "/pelaksanaan"))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def work() -> None:
    """A worker does every import that waits."""
    from workers.topics import run_import

    wanted = select(OutboxRow.id, OutboxRow.opd_id).where(
        OutboxRow.topic == Topic.IMPORT_RUN.value, OutboxRow.state == OutboxState.WAITING
    )
    rows = db.session.execute(wanted).all()
    db.session.rollback()
    for row in rows:
        run_import(row_id=row.id, opd_id=str(row.opd_id))


def imported(client: Any, place: Place, name: str, content: bytes, **changes: str) -> str:
    """The file has gone through the whole wizard without a manual fix; return the page at its end."""
    check = mapped(client, place, uploaded(client, place, name, content), **changes)
    assert "siap diimpor" in check.get_data(as_text=True), check.get_data(as_text=True)
    address = started(client, check)
    work()
    return client.get(address).get_data(as_text=True)


def prepared(place: Place, rows: Rows | None = None, *, name: str = "jawaban.csv", start: bool = False) -> UUID:
    """A file is uploaded, matched and checked (and started) by the operations; return the import's id."""
    survey = get_survey(place.survey_id)
    row = operations.upload(survey, file_name=name, content=as_csv(rows or numbered(5)), by=SYSTEM)
    sheet = checking.sheet_of(checking.open_file(row), None)
    guess = checking.guess_columns(sheet, survey)
    plan = Plan(
        sheet.name,
        guess.heading.row,
        guess.meanings(),
        place.layanan_id,
        place.titik_id,
        clock.today(),
        labels=guess.heading.labels,
    )
    operations.prepare(row, plan)
    if start:
        operations.start(row, by=SYSTEM)
    return row.id


def stored(place: Place) -> list[Response]:
    with opd_scope(place.opd_id):
        return list(db.session.scalars(select(Response).where(Response.survey_id == place.survey_id)))


def count(place: Place) -> int:
    with opd_scope(place.opd_id):
        return (
            db.session.scalar(select(func.count()).select_from(Response).where(Response.survey_id == place.survey_id))
            or 0
        )


def state_of(place: Place, import_id: UUID | str) -> Import:
    with opd_scope(place.opd_id):
        row = db.session.scalars(select(Import).where(Import.id == import_id)).one()
        db.session.expunge(row)
        return row


def fields_of(page: str) -> dict[str, str]:
    """Return what the mapping form would send as it stands."""
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        name: str | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            values = dict(attrs)
            if tag == "select":
                self.name = values.get("name")
            elif tag == "option" and self.name and ("selected" in values or self.name not in found):
                found[self.name] = values.get("value") or ""
            elif tag == "input" and values.get("name") and (values.get("type") != "radio" or "checked" in values):
                found[values["name"] or ""] = values.get("value") or ""

    Reader().feed(page[page.index("<main") :].split('id="pemetaan"', 1)[1])
    return found


def action_of(page: str) -> str:
    form = next(tag for tag in re.findall(r"<form[^>]*>", page) if 'id="pemetaan"' in tag)
    found = re.search(r'action="([^"]+)"', form)
    assert found is not None
    return unescape(found[1])
