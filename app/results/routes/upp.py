"""The result of one UPP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, g, render_template, request, url_for

from app import clock
from app.access.gate import actor, may, requires
from app.access.permissions import P
from app.errors import NotFound
from app.ikm import Unsur
from app.opd.models import Upp
from app.opd.queries import get_upp, list_upp
from app.responses.queries import count_late
from app.results import page, parts
from app.results.history import Past, list_past
from app.results.narrowing import narrow
from app.results.next_step import Step, next_step
from app.results.periode_choice import PeriodeRef, choose_kind, choose_part, choose_periode, list_surveyed
from app.results.pooling import parts_in, result_of_all, visible
from app.results.reading import result_of
from app.results.routes.blueprint import bp
from app.results.routes.choices import group_items, here, kind_items, part_items, periode_items
from app.results.surveys import SurveyResult
from app.results.visibility import Reader, Sight, sight
from app.surveys.checklist import checks
from app.surveys.models import Survey
from app.surveys.queries import list_surveys
from app.surveys.review import gather
from app.surveys.states import FROZEN


@bp.get("/opd/<kode>/upp/<upp>/hasil")
@requires(P.RESULT_READ)
def upp(kode: str, upp: str) -> Any:
    return upp_page(get_upp(upp), several=actor().upp_id is not None or len(list_upp()) > 1)


def upp_page(unit: Upp, *, several: bool) -> Any:
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
        "title": title, "several": several, "periode": chosen, "periode_items": periode_items(periode, chosen),
        "part_items": part_items(own, one),
        "state": survey.state, "survey_url": _survey_url("surveys.show", unit.kode, survey.id),
    }  # fmt: skip
    if not shown:
        seen = sight(role, survey.state, show_running=chosen.show_running)
        return render_template("results/unseen.html", seen=seen, S=Sight, **context)
    whole = result_of_all(shown)
    past = list_past(surveys, periode, chosen, role)
    layanan = request.args.get("layanan", "")
    if layanan:
        whole, past = _narrowed(whole, past, layanan)
    kinds = [part.kind for part in whole.kinds]
    kind = choose_kind(kinds, request.args.get("pelanggan"))
    late = 0 if layanan else count_late(survey.id)
    built = page.build(
        whole, kind, chosen, past, reader(), group=request.args.get("kelompok", ""), late=late,
        layanan_url=None if layanan else lambda each: here(layanan=each, pelanggan=None),
    )  # fmt: skip
    return render_template(
        "results/upp.html",
        page=built,
        kicker=page.kicker(built),
        columns=[Unsur(code).short_name for code in whole.codes],
        names={code: Unsur(code).short_name for code in whole.codes},
        kind_items=[] if layanan else kind_items(kinds, kind),
        group_items=group_items(built.groups, built.group.key),
        layanan=built.kind.layanan[0].name if layanan else None,
        late=late,
        whole_url=here(layanan=None),
        left_out=[each.part for each in own if not one and each not in shown],
        report_url=_report_url(unit.kode, survey),
        quality_url=_survey_url("quality.show", unit.kode, survey.id) if may(P.QUALITY_READ) else None,
        plan_url=_survey_url("followups.create", unit.kode, survey.id) if may(P.FOLLOWUP_EDIT) else None,
        saran_url=url_for(
            ".saran", kode=g.opd.kode, periode=chosen.id, upp=unit.kode if several else None, layanan=layanan or None
        ),
        **({"step": None} if layanan else _step(survey, unit, whole, chosen)),
        **context,
    )


def reader() -> Reader:
    """Return what the person of this request may see of a result."""
    return Reader(actor().role, sees_petugas=may(P.MEMBER_MANAGE) or may(P.EXCLUSION_DECIDE))


def _narrowed(whole: SurveyResult, past: list[Past], layanan: str) -> tuple[SurveyResult, list[Past]]:
    """Return the results of one layanan alone, as far back as it goes."""
    known = {str(each.id): each.id for part in whole.kinds for each in part.layanan}
    one = narrow(whole, known[layanan]) if layanan in known else None
    if one is None:
        raise NotFound("Layanan ini tidak ada di survei ini.")
    if one.main.figures.n < reader().fewest:
        raise NotFound("Jawaban layanan ini terlalu sedikit untuk ditampilkan.")
    earlier = ((each.periode, narrow(each.result, known[layanan], segments=())) for each in past)
    return one, [Past(periode, result) for periode, result in earlier if result is not None]


def _step(survey: Survey, unit: Upp, whole: SurveyResult, periode: PeriodeRef) -> dict[str, Any]:
    """Return the next step with this survey, for this person, and what is ready for it."""
    at_hand = result_of(survey, segments=()) if whole.parts else whole
    step = next_step(
        survey.state,
        may,
        target_met=at_hand.respondents >= survey.target > 0,
        deadline=periode.deadline,
        today=clock.today(),
    )
    return {
        "step": step,
        "step_url": _step_url(step, unit.kode, survey.id),
        "checks": checks(gather(survey, at_hand)) if step and step.checked else (),
    }


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
