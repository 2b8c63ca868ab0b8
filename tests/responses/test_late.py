"""Susulan: kept, listed, decided on; never refused and never silently counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Conflict
from app.extensions import db
from app.responses import intake, late
from app.responses.models import LateDecision, PendingFold, Response, ResponseState
from app.results import fold, statistics
from app.surveys import operations as surveys
from app.surveys.queries import find_frozen
from app.tenancy.scope import opd_scope
from tests.results.recorded import close, record, submit
from tests.world import Place

COUNT, LEAVE = LateDecision.ACCEPTED, LateDecision.LEFT_OUT


def arrive(place: Place, n: int, score: int = 4) -> list[UUID]:
    """So many answers come in after closing."""
    answers = [place.answer((score,) * 9) for _ in range(n)]
    assert all(intake.record(place.opd_id, answer).late for answer in answers)
    return [answer.id for answer in answers]


def reopen(place: Place) -> None:
    with opd_scope(place.opd_id), transaction():
        surveys.reopen(place.survey_id, reason="tablet tertinggal", by=SYSTEM)


def decide(
    place: Place, decision: LateDecision, chosen: Iterable[UUID] | None = None, before: LateDecision | None = None
) -> int:
    with opd_scope(place.opd_id), transaction():
        return late.decide(
            place.survey_id, decision=decision, before=before, reason="tablet baru tersambung", by=SYSTEM,
            chosen=None if chosen is None else set(chosen), until=clock.now(),
        )  # fmt: skip


def folded(place: Place) -> int:
    """Return how many answers the statistics hold, after proving that they equal the raw rows."""
    with opd_scope(place.opd_id), transaction():
        fold.fold_all()
        assert fold.compare().differences == 0
        held = statistics.by_layanan(place.survey_id)
        fold.rebuild()
        assert statistics.by_layanan(place.survey_id) == held
        return sum(part.n for part in held.values())


def path(place: Place, rest: str = "") -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/susulan{rest}"


def trail(place: Place) -> list[dict]:
    with opd_scope(place.opd_id):
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "late:decided").order_by(AuditEntry.id))
        return [row.details for row in rows]


def test_a_late_answer_changes_neither_the_signed_result_nor_its_fingerprint(world) -> None:
    record(world.a, [(3,) * 9] * 10)
    submit(world.a)
    with opd_scope(world.a.opd_id):
        signed = find_frozen(world.a.survey_id)
        before = (signed.fingerprint, signed.verification_code, signed.figures, signed.ikm, signed.version)
    arrive(world.a, 5)
    assert folded(world.a) == 10
    with opd_scope(world.a.opd_id):
        after = find_frozen(world.a.survey_id)
        assert (after.fingerprint, after.verification_code, after.figures, after.ikm, after.version) == before
        assert late.count_late_by_decision(world.a.survey_id).undecided == 5


def test_late_answers_cannot_be_counted_while_the_survey_is_closed(world) -> None:
    close(world.a)
    chosen = arrive(world.a, 1)
    with pytest.raises(Conflict, match="dibuka lagi"):
        decide(world.a, COUNT, chosen)
    assert folded(world.a) == 0


def test_after_reopening_counted_ones_enter_the_figures_and_the_next_frozen_version(world) -> None:
    record(world.a, [(3,) * 9] * 10)
    submit(world.a)
    first, second, third = arrive(world.a, 3)
    with opd_scope(world.a.opd_id), transaction():
        surveys.give_back(world.a.survey_id, note="ada susulan", by=SYSTEM)
    reopen(world.a)
    assert decide(world.a, COUNT, [first, second]) == 2
    assert decide(world.a, LEAVE, [third]) == 1
    assert folded(world.a) == 12
    close(world.a)
    with opd_scope(world.a.opd_id):
        frozen = find_frozen(world.a.survey_id)
        assert (frozen.version, frozen.respondents, frozen.certified_at) == (2, 12, None)
        assert {row.late_decision for row in db.session.scalars(select(Response).where(Response.id == third))} == {
            LEAVE
        }
    assert [(each["decision"], each["count"]) for each in trail(world.a)] == [("dihitung", 2), ("tidak_dihitung", 1)]


def test_a_double_click_counts_once(world) -> None:
    close(world.a)
    chosen = arrive(world.a, 3)
    reopen(world.a)
    assert [decide(world.a, COUNT, chosen) for _ in range(2)] == [3, 0]
    with opd_scope(world.a.opd_id):
        assert len(db.session.scalars(select(PendingFold)).all()) == 3
    assert folded(world.a) == 3
    assert len(trail(world.a)) == 1


def test_of_two_people_who_decide_at_once_one_wins_and_the_other_is_told(app, world) -> None:
    close(world.a)
    chosen = arrive(world.a, 20)
    reopen(world.a)
    barrier = Barrier(2)

    def press(decision: LateDecision) -> int:
        with app.app_context():
            barrier.wait()
            return decide(world.a, decision, chosen)

    with ThreadPoolExecutor(2) as pool:
        counted, left = pool.map(press, (COUNT, LEAVE))
    assert sorted((counted, left)) == [0, 20]
    assert folded(world.a) == counted


def test_what_was_left_out_may_still_be_counted_but_not_by_somebody_who_did_not_see_it(world) -> None:
    close(world.a)
    chosen = arrive(world.a, 2)
    assert decide(world.a, LEAVE, chosen) == 2
    reopen(world.a)
    assert decide(world.a, COUNT, chosen) == 0
    assert decide(world.a, COUNT, chosen, before=LEAVE) == 2
    assert folded(world.a) == 2


def test_all_means_all_that_had_arrived_when_the_page_was_made(world) -> None:
    close(world.a)
    arrive(world.a, 2)
    seen = clock.now()
    with opd_scope(world.a.opd_id):
        arrive(world.a, 1)
        with transaction():
            count = late.decide(
                world.a.survey_id, decision=LEAVE, before=None, reason="x", by=SYSTEM, chosen=None, until=seen
            )
        assert count == 2
        assert late.count_late_by_decision(world.a.survey_id).undecided == 1


def test_another_opds_late_answers_are_out_of_reach(world) -> None:
    close(world.b)
    foreign = arrive(world.b, 2)
    close(world.a)
    reopen(world.a)
    assert decide(world.a, COUNT, foreign) == 0
    with opd_scope(world.b.opd_id):
        assert {row.state for row in db.session.scalars(select(Response))} == {ResponseState.SUSULAN}


def test_the_list_says_where_they_came_from_and_never_what_was_answered(world, sign_in) -> None:
    close(world.a)
    intake.record(world.a.opd_id, world.a.answer((1,) * 9, saran="Loketnya ditambah", sex="P", age_band="30-39"))
    for who in ("admin.a", "kepala.a", "organisasi", "pemantau"):
        page = sign_in(who).get(path(world.a)).text
        assert "1 jawaban susulan belum diputuskan" in page
        assert "Wawancara petugas" in page
        for secret in ("Loketnya", "Perempuan", "30-39", "30–39"):
            assert secret not in page


def test_the_petugas_is_shown_by_a_code(world, sign_in) -> None:
    from app.accounts.models import Membership

    petugas = db.session.scalars(
        select(Membership.id).where(Membership.opd_id == world.a.opd_id, Membership.petugas_code == "P-01")
    ).one()
    close(world.a)
    intake.record(world.a.opd_id, world.a.answer(petugas_id=petugas))
    page = sign_in("organisasi").get(path(world.a)).text
    assert "P-01" in page
    assert "Petugas A" not in page


def test_an_admin_decides_on_the_page_and_the_survey_says_what_is_left(world, sign_in) -> None:
    close(world.a)
    one, two = arrive(world.a, 2)
    admin = sign_in("admin.a")
    survey = f"/opd/a/upp/a/survei/{world.a.survey_id}"
    assert "2 susulan belum diputuskan" in admin.get(survey).text
    assert "Survei tidak sedang berjalan." in admin.get(path(world.a)).text
    reopen(world.a)
    said = {"scope": "dipilih", "jawaban": [str(one)], "reason": "tablet tertinggal", "keputusan": "dihitung"}
    done = admin.post(path(world.a, "/keputusan"), data=said, follow_redirects=True).text
    assert "1 jawaban susulan dihitung." in done
    again = admin.post(path(world.a, "/keputusan"), data=said, follow_redirects=True).text
    assert "sudah diputuskan lebih dulu" in again
    rest = said | {"scope": "semua", "keputusan": "tidak_dihitung", "jawaban": []}
    assert (
        "1 jawaban susulan tidak dihitung."
        in admin.post(path(world.a, "/keputusan"), data=rest, follow_redirects=True).text
    )
    assert "Susulan: 1 dihitung, 1 tidak dihitung." in admin.get(survey).text
    assert "tablet tertinggal" in admin.get(path(world.a) + "?keputusan=tidak_dihitung").text
    assert folded(world.a) == 1
    with opd_scope(world.a.opd_id):
        row = db.session.scalars(select(Response).where(Response.id == one)).one()
        assert (row.late_decision, row.late_reason, row.late_decided_by) == (COUNT, "tablet tertinggal", "Admin A")


def test_a_result_without_an_answer_says_what_came_late(world, sign_in) -> None:
    close(world.a)
    arrive(world.a, 2)
    page = sign_in("admin.a").get("/opd/a/upp/a/hasil").text
    assert "Belum ada jawaban" in page
    assert "2 jawaban datang setelah survei ditutup (susulan) dan tidak dihitung di sini." in page


def test_without_a_reason_or_a_choice_nothing_happens_and_the_ticks_stay(world, sign_in) -> None:
    close(world.a)
    one, two = (str(each) for each in arrive(world.a, 2))
    admin = sign_in("admin.a")
    said = {"scope": "dipilih", "jawaban": [one], "reason": "", "keputusan": "tidak_dihitung"}
    answer = admin.post(path(world.a, "/keputusan"), data=said)
    assert answer.status_code == 422
    assert "Tulis alasan keputusan ini." in answer.text
    assert re.search(rf'value="{one}"[^>]*checked', answer.text)
    assert not re.search(rf'value="{two}"[^>]*checked', answer.text)
    answer = admin.post(
        path(world.a, "/keputusan"), data={"scope": "dipilih", "reason": "tablet", "keputusan": "tidak_dihitung"}
    )
    assert answer.status_code == 422
    assert "Centang dulu" in answer.text
    assert "tablet</textarea>" in answer.text
    with opd_scope(world.a.opd_id):
        assert late.count_late_by_decision(world.a.survey_id).undecided == 2


def test_counting_on_the_page_of_a_closed_survey_is_told_as_409(world, sign_in) -> None:
    close(world.a)
    arrive(world.a, 1)
    said = {"scope": "semua", "reason": "tablet", "keputusan": "dihitung"}
    assert sign_in("admin.a").post(path(world.a, "/keputusan"), data=said).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("kepala.a", 403), ("pemantau", 403), ("petugas.a", 403), ("admin.b", 404), ("admin_upp.a", 404)],
)
def test_only_admins_and_bagian_organisasi_decide(world, sign_in, who: str, status: int) -> None:
    close(world.a)
    arrive(world.a, 1)
    said = {"scope": "semua", "reason": "tablet", "keputusan": "tidak_dihitung"}
    assert sign_in(who).post(path(world.a, "/keputusan"), data=said).status_code == status
    with opd_scope(world.a.opd_id):
        assert late.count_late_by_decision(world.a.survey_id).undecided == 1
