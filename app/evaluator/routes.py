"""Links of evaluators: Bagian Organisasi makes and revokes them, and whoever has one reads. No session, no account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, url_for

from app.access.gate import public, requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.evaluator import operations, pages, queries
from app.evaluator.forms import LinkForm
from app.evaluator.queries import LinkRef
from app.extensions import limiter
from app.opd.queries import list_opd
from app.periods.queries import list_periode
from app.reports.documents import DOCUMENTS
from app.reports.models import DocumentKind
from app.reports.routes.blueprint import file_answer

bp = Blueprint("evaluator_links", __name__)
reading = Blueprint("evaluator", __name__, url_prefix="/penilaian/<token>")
BLUEPRINTS = (bp, reading)
OVER = 410
OFTEN, SELDOM = "60/minute", "10/minute"  # a page, and a file that is packed anew


@bp.route("/organisasi/tautan-evaluator", methods=["GET", "POST"])
@requires(P.EVALUATOR_LINK_MANAGE, proof=True)
def index() -> Any:
    form, address = LinkForm(), None
    form.periode.choices = [(str(each.id), each.name) for each in list_periode()]
    form.opd.choices = [(str(each.id), each.short_name) for each in list_opd(active_only=False)]
    if form.validate_on_submit():
        with transaction():
            token = operations.make(
                purpose=form.purpose.data or "",
                periode_id=UUID(form.periode.data),
                opd_ids=form.chosen(),
                days=form.days.data,
                by=present_actor(),
            )
        address = f"{current_app.config['PUBLIC_URL']}{url_for('evaluator.entries', token=token)}"
        form = _empty(form)
    status = 422 if form.is_submitted() and address is None else 200
    return render_template("evaluator/links.html", form=form, address=address, links=queries.list_links()), status


@bp.post("/organisasi/tautan-evaluator/<uuid:evaluator_link_id>/pencabutan")
@requires(P.EVALUATOR_LINK_MANAGE)
def revoke(evaluator_link_id: UUID) -> Any:
    with transaction():
        operations.revoke(evaluator_link_id, by=present_actor())
    flash("Tautan dicabut. Ia tidak membuka apa pun mulai sekarang.", "success")
    return redirect(url_for(".index"))


@reading.get("")
@public
@limiter.limit(OFTEN)
def entries(token: str) -> Any:
    return _read(
        token,
        lambda link: render_template("evaluator/entries.html", link=link, token=token, opd=pages.list_entries(link)),
    )


@reading.get("/<opd_kode>/<upp_kode>")
@public
@limiter.limit(OFTEN)
def upp(token: str, opd_kode: str, upp_kode: str) -> Any:
    return _read(
        token,
        lambda link: render_template(
            "evaluator/upp.html", link=link, token=token, page=pages.read_upp(link, opd_kode, upp_kode)
        ),
    )


@reading.get("/<opd_kode>/<upp_kode>/publikasi/<uuid:publication_id>")
@public
@limiter.limit(OFTEN)
def evidence(token: str, opd_kode: str, upp_kode: str, publication_id: UUID) -> Any:
    def answer(link: LinkRef) -> Response:
        file = pages.read_evidence(link, opd_kode, upp_kode, publication_id)
        return file_answer(file.content, file.media_type, file.file_name, download=False)

    return _read(token, answer)


@reading.get("/<opd_kode>/<upp_kode>/bukti-dukung/<uuid:report_id>")
@public
@limiter.limit(SELDOM)
def bundle(token: str, opd_kode: str, upp_kode: str, report_id: UUID) -> Any:
    def answer(link: LinkRef) -> Response:
        document = DOCUMENTS[DocumentKind.BUKTI_DUKUNG]
        name = f"{document.file} {opd_kode} {upp_kode}.{document.extension}"
        return file_answer(pages.read_bundle(link, opd_kode, upp_kode, report_id), document.media_type, name)

    return _read(token, answer)


@reading.after_request
def _unlisted(response: Response) -> Response:
    """No search engine keeps what a link shows, should it ever find one."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _read(token: str, answer: Callable[[LinkRef], Any]) -> Response:
    """Count the use of the link and answer; a link that is over says so, and one that never was is no page."""
    with transaction():
        link = operations.use(token)
    if link is None:
        return make_response(render_template("evaluator/over.html"), OVER)
    return make_response(answer(link))


def _empty(form: LinkForm) -> LinkForm:
    """Return the form as it is first shown: what was just made is not made again by pressing again."""
    fresh = LinkForm(formdata=None)
    fresh.periode.choices, fresh.opd.choices = form.periode.choices, form.opd.choices
    return fresh
