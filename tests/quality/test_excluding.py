"""Answers are excluded by two people with reasons, and both figures stay visible."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Conflict, Rejected
from app.extensions import db
from app.ikm import ikm, tally_rows
from app.quality import operations
from app.quality.models import Proposal
from app.responses import intake
from app.responses.models import Response
from app.results import fold
from app.results.reading import result_of
from app.surveys import operations as surveys
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.world import Place, World

NORMAL = [(3, 4, 3, 4, 3, 3, 4, 3, 2), (4, 3, 3, 4, 4, 3, 3, 2, 3), (3, 3, 2, 4, 3, 4, 3, 3, 3)] * 12
FAST = [(4,) * 9] * 4


def fill(place: Place) -> list[UUID]:
    """Record honest interviews and four that nobody could have read; return the ids of the four."""
    now = clock.now()
    quick = []
    with opd_scope(place.opd_id):
        for number, scores in enumerate(NORMAL + FAST):
            end = now - timedelta(hours=40) + timedelta(minutes=5 * number)
            start = end - timedelta(seconds=5 if scores in FAST else 100 + number)
            one = place.answer(scores, started_at=start, finished_at=end)
            intake.record(place.opd_id, one)
            if scores in FAST:
                quick.append(one.id)
        with transaction():
            fold.fold_all()
    return quick


def address(place: Place, more: str = "") -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/kualitas{more}"


def test_the_page_names_what_to_look_at_and_both_indices(world: World, sign_in) -> None:
    fill(world.a)
    page = sign_in("admin.a").get(address(world.a))
    check_page(page, "kualitas")
    assert "4 dari 40 jawaban perlu ditelusuri" in page.text
    assert str(ikm(tally_rows(NORMAL + FAST, 9))).replace(".", ",") in page.text
    assert str(ikm(tally_rows(NORMAL, 9))).replace(".", ",") in page.text
    assert "Lebih cepat daripada orang membaca" in page.text


def test_proposed_by_the_admin_decided_by_bagian_organisasi(world: World, sign_in) -> None:
    quick = fill(world.a)
    admin, verifier = sign_in("admin.a"), sign_in("organisasi")
    proposal_page = admin.get(address(world.a, "/usulan?catatan=terlalu_cepat"))
    check_page(proposal_page, "usulan")
    assert verifier.get(address(world.a)).status_code == 404, "not submitted, and nothing to decide yet"
    empty = admin.post(address(world.a, "/usulan?catatan=terlalu_cepat"), data={"reason": " "})
    assert empty.status_code == 422
    assert "Tulis alasan" in empty.text
    sent = admin.post(
        address(world.a, "/usulan?catatan=terlalu_cepat"), data={"reason": "Diisi petugas sambil menunggu"}
    )
    assert sent.status_code == 302
    with opd_scope(world.a.opd_id):
        proposal = db.session.scalars(select(Proposal)).one()
        assert set(proposal.response_ids) == set(quick)
    assert "Diisi petugas sambil menunggu" in verifier.get(address(world.a)).text
    accepted = verifier.post(address(world.a, f"/usulan/{proposal.id}/persetujuan"), data={"reason": "Setuju"})
    assert accepted.status_code == 302
    with opd_scope(world.a.opd_id), transaction():
        fold.fold_all()
        assert fold.compare().differences == 0
        result = result_of(get_survey(world.a.survey_id))
        assert result.main.figures.ikm == ikm(tally_rows(NORMAL, 9))
        assert db.session.scalar(select(func.count()).select_from(Response)) == len(NORMAL) + len(FAST)
    page = admin.get(address(world.a)).text
    assert "Disetujui" in page
    assert "Setuju" in page


def test_refusing_needs_a_reason_and_keeps_the_answers(world: World, sign_in) -> None:
    quick = fill(world.a)
    with opd_scope(world.a.opd_id), transaction():
        proposal_id = operations.propose(world.a.survey_id, note="Cepat", response_ids=quick, reason="x", by=SYSTEM).id
    verifier = sign_in("organisasi")
    without = verifier.post(address(world.a, f"/usulan/{proposal_id}/penolakan"), data={"reason": ""})
    assert without.status_code == 422
    assert "Tulis alasan menolak" in without.text
    refused = verifier.post(
        address(world.a, f"/usulan/{proposal_id}/penolakan"), data={"reason": "Titiknya memang sepi"}
    )
    assert refused.status_code == 302
    again = verifier.post(address(world.a, f"/usulan/{proposal_id}/persetujuan"), data={"reason": ""})
    assert again.status_code == 409
    with opd_scope(world.a.opd_id):
        assert db.session.scalar(select(func.count()).where(Response.excluded_at.is_not(None))) == 0


def test_only_a_running_survey_and_only_once(world: World) -> None:
    quick = fill(world.a)
    with opd_scope(world.a.opd_id):
        with transaction():
            waiting = operations.propose(world.a.survey_id, note="Cepat", response_ids=quick[:2], reason="x", by=SYSTEM)
            proposal_id = waiting.id
        with pytest.raises(Conflict), transaction():
            operations.propose(world.a.survey_id, note="Cepat", response_ids=quick, reason="x", by=SYSTEM)
        with pytest.raises(Rejected, match="belum diputuskan"), transaction():
            surveys.close(world.a.survey_id, note="", by=SYSTEM)
        with transaction():
            operations.refuse(world.a.survey_id, proposal_id, reason="x", by=SYSTEM)
            surveys.close(world.a.survey_id, note="", by=SYSTEM)
        with pytest.raises(Rejected), transaction():
            operations.propose(world.a.survey_id, note="Cepat", response_ids=quick[2:], reason="x", by=SYSTEM)


def test_another_opd_is_not_there_and_a_petugas_may_not(world: World, sign_in) -> None:
    fill(world.a)
    assert sign_in("admin.b").get(address(world.a)).status_code == 404
    assert sign_in("petugas.a").get(address(world.a)).status_code == 403
    assert sign_in("kepala.a").get(address(world.a)).status_code == 200
    assert sign_in("kepala.a").get(address(world.a, "/usulan?catatan=terlalu_cepat")).status_code == 403


def test_the_answers_of_a_note_show_when_and_where_but_not_what(world: World, sign_in) -> None:
    fill(world.a)
    page = sign_in("admin.a").get(address(world.a, "/usulan?catatan=terlalu_cepat")).text
    assert "5 detik" in page
    assert "4, 4, 4" not in page
