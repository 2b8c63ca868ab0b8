"""Chapter texts in the words of the office: all of them, and each to be written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound
from app.opd.models import CustomerKind
from app.reports import text_pages
from app.reports.forms import SureForm, TextForm
from app.reports.operations import texts as operations
from app.reports.pages import kinds_of
from app.reports.rendering.texts import TITLES, Section
from app.reports.routes.blueprint import SURVEY, bp, chosen_kind, context, visible_survey
from app.surveys.models import Survey
from app.web.frame import Item


@bp.get(SURVEY + "/teks")
@requires(P.REPORT_EDIT)
def texts(kode: str, upp: str, survey_id: UUID) -> Any:
    row = visible_survey(survey_id)
    kind = chosen_kind(row)
    here = context(row, upp)
    kinds = kinds_of(row)
    items = [
        Item(f"Pelanggan {each.value}", url_for(".texts", **here["here"], pelanggan=each.value), each is kind)
        for each in kinds
        if len(kinds) > 1
    ]
    chapters = text_pages.list_chapters(row, kind)
    return render_template("reports/texts.html", chapters=chapters, kind=kind, kind_items=items, **here)


@bp.route(SURVEY + "/teks/<bagian>", methods=["GET", "POST"])
@requires(P.REPORT_EDIT)
def text(kode: str, upp: str, survey_id: UUID, bagian: str) -> Any:
    row, section = visible_survey(survey_id), _section(bagian)
    kind = chosen_kind(row)
    shown = text_pages.get_text(row, kind, section)
    form = TextForm(data={"text": shown.text})
    if form.validate_on_submit():
        with transaction():
            operations.write(row, kind, section, text=form.text.data, by=present_actor())
        flash(f"Teks {TITLES[section]} disimpan. Buat lagi laporannya supaya teks ini tercetak.", "success")
        return redirect(_list_url(row, kind, upp, section))
    page = render_template("reports/text.html", form=form, text=shown, kind=kind, **context(row, upp))
    return page, 422 if form.is_submitted() else 200


@bp.route(SURVEY + "/teks/<bagian>/pengembalian", methods=["GET", "POST"])
@requires(P.REPORT_EDIT)
def reset_text(kode: str, upp: str, survey_id: UUID, bagian: str) -> Any:
    row, section, form = visible_survey(survey_id), _section(bagian), SureForm()
    kind = chosen_kind(row)
    if form.validate_on_submit():
        with transaction():
            operations.reset(row, kind, section, by=present_actor())
        flash(f"Teks {TITLES[section]} kembali ke teks bawaan.", "success")
        return redirect(_list_url(row, kind, upp, section))
    shown = text_pages.get_text(row, kind, section)
    page = render_template("reports/text_reset.html", form=form, text=shown, kind=kind, **context(row, upp))
    return page, 422 if form.is_submitted() else 200


def _section(bagian: str) -> Section:
    try:
        return Section(bagian)
    except ValueError:
        raise NotFound("Bagian laporan ini tidak ada.") from None


def _list_url(survey: Survey, kind: CustomerKind, upp: str, section: Section) -> str:
    here = context(survey, upp)["here"]
    return url_for(".texts", **here, pelanggan=kind.value, _anchor=section.value)
