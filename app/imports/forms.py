"""What people say about a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, Field, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from app.errors import Rejected
from app.imports.reading.guessing import Column, Guess
from app.imports.reading.meanings import UNSUR, Meaning
from app.imports.reading.plan import Plan, UnsurOrder, repeated
from app.imports.reading.problems import shortened
from app.imports.reading.sheets import Sheet
from app.opd.models import Layanan, Titik
from app.web.forms import BaseForm, given, required

M = Meaning
GROUPS = {
    "Unsur": UNSUR,
    "Responden": (M.WAKTU_ISI, M.JENIS_KELAMIN, M.USIA, M.PENDIDIKAN, M.PEKERJAAN, M.JENIS_KANTOR, M.JABATAN, M.SARAN),
    "Tempat": (M.LAYANAN, M.TITIK),
    "Lainnya": (M.NOMOR, M.ABAIKAN),
}
CHOICES = [
    SelectChoice(meaning.value, meaning.label, optgroup=group)
    for group, members in GROUPS.items()
    for meaning in members
]
ADDED = ":"  # between TAMBAHAN and the code of a pertanyaan tambahan
ORDERS = (
    (UnsurOrder.KUESIONER.value, "U8 Sarana dan Prasarana, U9 Penanganan Pengaduan (urutan kuesioner)"),
    (UnsurOrder.DEFINISI.value, "U8 Penanganan Pengaduan, U9 Sarana dan Prasarana (urutan daftar unsur)"),
)


class UploadForm(BaseForm):
    file = FileField("Berkas", [FileRequired("Pilih berkasnya.")])


class TwinsForm(BaseForm):
    again = RadioField(
        "Baris yang mungkin kembar",
        choices=[("", "Lewati baris itu"), ("1", "Impor juga: orangnya berbeda")],
        validators=[Optional()],
    )


class MappingForm(BaseForm):
    """One select a column (`kolom_0` …, made by mapping_form), and what the whole file has in common."""

    layanan = SelectField("Layanan", validators=[Optional()])
    titik = SelectField("Titik layanan", validators=[Optional()])
    collected_on = DateField("Tanggal pengumpulan", [given("Pilih tanggalnya.")])

    def column(self, index: int) -> Field | None:
        """Return the select of a column; U8 and U9 have none while their order is asked."""
        return getattr(self, _name(index), None)

    def plan(self, sheet: Sheet, guess: Guess) -> Plan:
        """Return what was said. Raises Rejected, with a message beside each column, where one meaning was chosen twice."""
        order = UnsurOrder(self.order.data) if "order" in self else UnsurOrder.KUESIONER
        columns = guess.meanings(order)
        columns |= {
            column.index: Meaning(field.data.partition(ADDED)[0])
            for column in guess.columns
            if (field := self.column(column.index))
        }
        added = {
            column.index: field.data.partition(ADDED)[2]
            for column in guess.columns
            if (field := self.column(column.index)) and ADDED in field.data
        }
        twice = repeated(columns, added)
        for index, letters in twice.items():
            self.refuse(Rejected(f"Sudah dibaca dari kolom {letters}.", field=_name(index)))
        if twice:
            raise Rejected("Satu isi hanya dapat dibaca dari satu kolom.")
        return Plan(
            sheet=sheet.name, heading=guess.heading.row, columns=columns, layanan_id=_id(self.layanan.data),
            titik_id=_id(self.titik.data), collected_on=self.collected_on.data, labels=guess.heading.labels,
            added=added,
        )  # fmt: skip


def mapping_form(
    guess: Guess, plan: Plan | None, layanan: Sequence[Layanan], titik: Sequence[Titik], today: date
) -> MappingForm:
    """Return the form for a sheet: filled with the plan that was made before, else with what is guessed."""
    added = [
        SelectChoice(_added(each.code), shortened(each.label), optgroup="Pertanyaan tambahan") for each in guess.offered
    ]
    fields: dict[str, Any] = {
        _name(column.index): SelectField(_label(column), choices=CHOICES + added)
        for column in guess.columns
        if column.number is None
    }
    if guess.asks_order:
        fields["order"] = RadioField(
            "Urutan U8 dan U9 di berkas ini", choices=ORDERS, validators=[required("Pilih urutannya.")]
        )
    data: dict[str, Any] = _chosen(guess.meanings(), guess.added)
    data |= {"order": UnsurOrder.KUESIONER.value, "collected_on": today}
    data |= {"layanan": _only(layanan), "titik": _only(titik)}
    if plan is not None:
        data |= _chosen(plan.columns, plan.added)
        data |= {
            "layanan": str(plan.layanan_id or ""), "titik": str(plan.titik_id or ""), "collected_on": plan.collected_on,
            "order": _order_of(guess, plan),
        }  # fmt: skip
    form: MappingForm = type("MappingForm", (MappingForm,), fields)(data=data)
    named = set(guess.meanings().values())
    form.layanan.choices = [_unchosen("layanan", M.LAYANAN in named), *((str(each.id), each.name) for each in layanan)]
    form.titik.choices = [_unchosen("titik layanan", M.TITIK in named), *((str(each.id), each.name) for each in titik)]
    return form


def _chosen(columns: Mapping[int, Meaning], added: Mapping[int, str]) -> dict[str, str]:
    return {_name(index): _added(added[index]) if index in added else m.value for index, m in columns.items()}


def _added(code: str) -> str:
    return f"{M.TAMBAHAN}{ADDED}{code}"


def _unchosen(word: str, named: bool) -> tuple[str, str]:
    return "", "Menurut kolom di berkas" if named else f"Pilih {word}"


def _order_of(guess: Guess, plan: Plan) -> str:
    numbered = [column for column in guess.columns if column.number]
    wanted = {column.index: UnsurOrder.DEFINISI.meaning(column.number or 0) for column in numbered}
    definisi = any(plan.columns.get(index) is meaning for index, meaning in wanted.items())
    return (UnsurOrder.DEFINISI if definisi else UnsurOrder.KUESIONER).value


def _name(index: int) -> str:
    return f"kolom_{index}"


def _label(column: Column) -> str:
    return f"Kolom {column.letters}"


def _only(places: Sequence[Layanan] | Sequence[Titik]) -> str:
    return str(places[0].id) if len(places) == 1 else ""


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None
