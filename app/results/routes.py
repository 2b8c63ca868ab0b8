"""Pages of results: of a UPP, of an OPD, and what people wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for

from app import clock
from app.access.gate import actor, may, requires
from app.access.permissions import P
from app.ikm import Unsur
from app.opd.models import Upp
from app.opd.queries import get_upp, get_upp_by_id, list_upp
from app.responses.queries import count_late
from app.results import opd_page, page, parts, saran_page
from app.results.history import list_past
from app.results.next_step import Step, next_step
from app.results.periode_choice import PeriodeRef, choose_kind, choose_part, choose_periode, labels, list_surveyed
from app.results.pooling import parts_in, result_of_all, visible
from app.results.surveys import result_of
from app.results.visibility import Sight, sight
from app.surveys.checklist import checks
from app.surveys.models import Survey
from app.surveys.queries import list_surveys
from app.surveys.review import gather
from app.surveys.states import FROZEN
from app.web.frame import Item

bp = Blueprint("results", __name__)
BLUEPRINTS = (bp,)
FILTERS = ("periode", "bagian", "pelanggan", "urut", "arah")


@bp.get("/opd/<kode>/hasil")
@requires(P.RESULT_READ)
def opd(kode: str) -> Any:
    limited = actor().upp_id
    if limited is not None:
        return redirect(url_for(".upp", kode=kode, upp=get_upp_by_id(limited).kode, **_filters()))
    units = list_upp()
    if len(units) == 1:
        return _upp_page(units[0], several=False)
    surveys = list_surveys()
    periode = list_surveyed(surveys)
    chosen = choose_periode(periode, request.args.get("periode"))
    if chosen is None:
        return render_template("results/none.html", title=g.opd.name, several=False)
    role = actor().role
    results = opd_page.visible_results(surveys, chosen, role)
    kind = choose_kind(opd_page.kinds_in(results), request.args.get("pelanggan"))
    earlier = next((each for each in periode if each.deadline < chosen.deadline), None)
    built = opd_page.build(
        {each.id: each for each in list_upp(active_only=False)}, surveys, results, kind, chosen,
        (earlier, opd_page.visible_results(surveys, earlier, role)) if earlier else None,
    )  # fmt: skip
    by = "nama" if request.args.get("urut") == "nama" else "ikm"
    descending = request.args.get("arah") == "turun"
    return render_template(
        "results/opd.html",
        page=built,
        lines=opd_page.sorted_lines(built.lines, by, descending=descending),
        periode_items=_periode_items(periode, chosen),
        kind_items=_kind_items(built.kinds, kind),
        sorting={name: _sorting(name, by, descending) for name in opd_page.SORTS},
    )


@bp.get("/opd/<kode>/upp/<upp>/hasil")
@requires(P.RESULT_READ)
def upp(kode: str, upp: str) -> Any:
    return _upp_page(get_upp(upp), several=actor().upp_id is not None or len(list_upp()) > 1)


@bp.get("/opd/<kode>/saran")
@requires(P.SARAN_READ)
def saran(kode: str) -> Any:
    built = saran_page.build(request.args, actor())
    kept: dict[str, Any] = {name: value for name, value in built.chosen.items() if value}
    if built.periode and request.args.get("periode"):
        kept["periode"] = str(built.periode.id)
    return render_template(
        "results/saran.html", page=built, page_url=lambda **more: url_for(".saran", kode=kode, **kept, **more)
    )


def _upp_page(unit: Upp, *, several: bool) -> Any:
    surveys = list_surveys(upp_id=unit.id)
    periode = list_surveyed(surveys)
    chosen = choose_periode(periode, request.args.get("periode"))
    title = unit.name if several else g.opd.name
    if chosen is None:
        return render_template("results/none.html", title=title, several=several)
    own = parts_in(surveys, chosen)
    one = choose_part(own, request.args.get("bagian"))
    survey, role = one or parts.present(own), actor().role
    shown = visible([one] if one else own, chosen, role)
    context = {
        "title": title, "several": several, "periode": chosen, "periode_items": _periode_items(periode, chosen),
        "part_items": _part_items(own, one),
        "state": survey.state, "survey_url": _survey_url("surveys.show", unit.kode, survey.id),
    }  # fmt: skip
    if not shown:
        seen = sight(role, survey.state, show_running=chosen.show_running)
        return render_template("results/unseen.html", seen=seen, S=Sight, **context)
    result = result_of_all(shown)
    at_hand = result_of(survey, segments=()) if result.parts else result  # what the next step is about
    kinds = [part.kind for part in result.kinds]
    kind = choose_kind(kinds, request.args.get("pelanggan"))
    past = list_past(surveys, periode, chosen, role)
    step = next_step(
        survey.state,
        may,
        target_met=at_hand.respondents >= survey.target > 0,
        deadline=chosen.deadline,
        today=clock.today(),
    )
    built = page.build(result, kind, chosen, past, role)
    return render_template(
        "results/upp.html",
        page=built,
        kicker=page.kicker(built),
        columns=[Unsur(code).short_name for code in result.codes],
        kind_items=_kind_items(kinds, kind),
        step=step,
        step_url=_step_url(step, unit.kode, survey.id),
        checks=checks(gather(survey, at_hand)) if step and step.checked else (),
        left_out=[each.part for each in own if not one and each not in shown],
        report_url=_report_url(unit.kode, survey),
        saran_url=url_for(".saran", kode=g.opd.kode, periode=chosen.id, upp=unit.kode if several else None),
        late=count_late(survey.id),
        **context,
    )


def _step_url(step: Step | None, upp_kode: str, survey_id: UUID) -> str | None:
    if step is None or step.endpoint is None:
        return None
    if not step.endpoint.startswith("surveys."):
        return url_for(step.endpoint, kode=g.opd.kode)
    return _survey_url(step.endpoint, upp_kode, survey_id)


def _survey_url(endpoint: str, upp_kode: str, survey_id: UUID) -> str:
    return url_for(endpoint, kode=g.opd.kode, upp=upp_kode, survey_id=survey_id)


def _report_url(upp_kode: str, survey: Survey) -> str | None:
    """Return where the report is; None while there is nothing final to report."""
    if survey.state not in FROZEN or not may(P.REPORT_READ) or "reports.survey" not in current_app.view_functions:
        return None
    return _survey_url("reports.survey", upp_kode, survey.id)


def _periode_items(periode: list[PeriodeRef], chosen: PeriodeRef) -> list[Item]:
    """Return the choice of periode, the oldest first; none where there is only one."""
    names = labels(periode)
    items = [
        Item(names[each.id], _here(periode=each.id, bagian=None), each.id == chosen.id) for each in reversed(periode)
    ]
    return items if len(items) > 1 else []


def _part_items(own: Sequence[Survey], chosen: Survey | None) -> list[Item]:
    """Return the choice between the whole year and its parts; none where it was surveyed at once."""
    items = [Item("Gabungan", _here(bagian=None), chosen is None)]
    items += [Item(f"Bagian {each.part}", _here(bagian=each.part), each is chosen) for each in own]
    return items if len(own) > 1 else []


def _kind_items(kinds: Any, chosen: Any) -> list[Item]:
    words = {"masyarakat": "Masyarakat", "internal": "Pelanggan internal"}
    items = [Item(words[kind.value], _here(pelanggan=kind.value), kind is chosen) for kind in kinds]
    return items if len(items) > 1 else []


def _sorting(name: str, by: str, descending: bool) -> dict[str, str | None]:
    """Return the address that sorts by a column, or turns it round, and how it is sorted now."""
    turned = name == by and not descending
    direction = ("descending" if descending else "ascending") if name == by else None
    return {"url": _here(urut=name, arah="turun" if turned else None), "direction": direction}


def _filters() -> dict[str, Any]:
    """Return the filters of the address, and nothing else that somebody put into it."""
    return {name: request.args[name] for name in FILTERS if name in request.args}


def _here(**changes: object) -> str:
    """Return this page's address with some of its filters changed; None takes one away."""
    arguments = {**_filters(), **(request.view_args or {}), **changes}
    return url_for(str(request.endpoint), **{name: value for name, value in arguments.items() if value is not None})
