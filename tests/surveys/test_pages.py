"""The life of a survey through its pages: each act by the right person, refused to the others, and written down."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.surveys import operations as surveys
from app.surveys.models import Survey
from app.surveys.queries import find_frozen, get_survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.results.recorded import close, record, submit
from tests.world import Place

S = SurveyState
ROWS = [(3, 3, 2, 4, 3, 3, 3, 3, 4)] * 12


def path(place: Place, rest: str = "") -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}{rest}"


def state(place: Place) -> SurveyState:
    with opd_scope(place.opd_id):
        return get_survey(place.survey_id).state


def bring_to(place: Place, wanted: SurveyState) -> None:
    """Bring the place's running survey into a state by the acts that lead there."""
    if wanted is S.BELUM_MULAI:
        with opd_scope(place.opd_id), transaction():  # no act leads back here: the world's surveys run already
            survey = get_survey(place.survey_id)
            survey.state, survey.started_at = S.BELUM_MULAI, None
        return
    record(place, ROWS)
    if wanted is S.DITUTUP:
        close(place)
    elif wanted is not S.BERJALAN:
        submit(place)
    with opd_scope(place.opd_id), transaction():
        if wanted is S.DIKEMBALIKAN:
            surveys.give_back(place.survey_id, note="lengkapi", by=SYSTEM)
        if wanted in (S.DIVERIFIKASI, S.DIPUBLIKASIKAN):
            surveys.verify(place.survey_id, by=SYSTEM)
        if wanted is S.DIPUBLIKASIKAN:
            surveys.publish(place.survey_id, by=SYSTEM)


def last_entry(place: Place) -> AuditEntry:
    with opd_scope(place.opd_id):
        row = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        db.session.expunge(row)
        return row


def written(place: Place, action: str, who: str) -> dict[str, Any]:
    """Assert that the trail tells of this act and person; return the details of the latest such entry."""
    with opd_scope(place.opd_id):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id.desc()).limit(1)
        ).one()
        assert (entry.actor_name, entry.subject_id) == (who, str(place.survey_id))
        return entry.details


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    check_page(answer, address)
    return answer.text


def press(clients: list[FlaskClient], acts: list[tuple[str, dict]]) -> list[int]:
    """Let every client post its act at the same moment; return the statuses in order."""
    barrier = Barrier(len(clients))

    def post(pair: tuple[FlaskClient, tuple[str, dict]]) -> int:
        client, (address, data) = pair
        barrier.wait()
        return client.post(address, data=data).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(post, zip(clients, acts, strict=True)))


# Plan and start

PLAN = {"window_from": "2026-10-01", "window_to": "2026-11-20", "executor": "mandiri", "executor_name": ""}


def test_an_admin_records_the_plan_and_starts_the_survey(world, sign_in) -> None:
    bring_to(world.a, S.BELUM_MULAI)
    admin = sign_in("admin.a")
    assert admin.post(path(world.a, "/rencana"), data=PLAN).headers["Location"] == path(world.a)
    assert written(world.a, "survey:planned", "Admin A")["window_to"] == "2026-11-20"
    shown = page(admin, path(world.a))
    assert "1 Oktober – 20 November 2026" in shown
    assert "Mulai survei" in shown
    admin.post(path(world.a, "/pembukaan"))
    assert state(world.a) is S.BERJALAN
    assert written(world.a, "survey:started", "Admin A")["target"] == 306
    assert "Survei dimulai" in page(admin, path(world.a))


@pytest.mark.parametrize("begun", [S.BERJALAN, S.DITUTUP, S.DIVERIFIKASI])
def test_starting_is_no_way_to_reopen_without_a_reason(world, sign_in, begun: SurveyState) -> None:
    bring_to(world.a, begun)
    before = last_entry(world.a).id
    assert sign_in("admin.a").post(path(world.a, "/pembukaan")).status_code == 409
    assert state(world.a) is begun
    assert last_entry(world.a).id == before


def test_a_upp_surveys_its_year_in_semesters_each_with_a_plan_of_its_own(world, sign_in) -> None:
    admin = sign_in("admin.b")
    assert "Bagi survei ini" in page(admin, path(world.b, "/rencana"))
    assert admin.post(path(world.b, "/pembagian"), data={"parts": "3"}).status_code == 422
    admin.post(path(world.b, "/pembagian"), data={"parts": "2"})
    shown = page(admin, "/opd/b/pengumpulan")
    assert "Semester 1" in shown
    assert "Semester 2" in shown
    with opd_scope(world.b.opd_id):
        second = db.session.scalars(select(Survey).where(Survey.part == 2)).one()
        assert (second.state, second.target) == (S.BELUM_MULAI, 306)
        second_id = second.id
    address = path(world.b, "/rencana").replace(str(world.b.survey_id), str(second_id))
    admin.post(address, data=PLAN | {"window_from": "2026-11-01"})
    assert "Semester 2" in page(admin, address.removesuffix("/rencana"))
    assert admin.post(path(world.b, "/pembagian"), data={"parts": "2"}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"window_to": "2026-09-01"}, "Akhir pengumpulan harus sesudah awalnya."),
        ({"executor": "pihak_ketiga"}, "Tulis nama lembaga pelaksananya."),
        ({"window_from": "besok"}, "Tulis tanggal yang ada"),
    ],
)
def test_a_plan_that_cannot_be_comes_back_with_what_was_typed(world, sign_in, wrong: dict, message: str) -> None:
    before = last_entry(world.a).id
    answer = sign_in("admin.a").post(path(world.a, "/rencana"), data=PLAN | {"executor_name": ""} | wrong)
    assert answer.status_code == 422
    check_page(answer, "plan")
    assert message in answer.text
    for name, value in (PLAN | wrong).items():
        assert not value or f'value="{value}"' in answer.text, name
    assert last_entry(world.a).id == before


# Close and reopen


def test_an_admin_closes_the_survey_and_the_figures_stay(world, sign_in) -> None:
    bring_to(world.a, S.BERJALAN)
    admin = sign_in("admin.a")
    assert "Tutup survei dengan 12 responden" in page(admin, path(world.a, "/penutupan"))
    admin.post(path(world.a, "/penutupan"), data={"note": "Layanan Dua sepi"})
    assert state(world.a) is S.DITUTUP
    details = written(world.a, "survey:closed", "Admin A")
    assert (details["note"], details["respondents"], details["version"]) == ("Layanan Dua sepi", 12, 1)
    shown = page(admin, path(world.a))
    with opd_scope(world.a.opd_id):
        assert find_frozen(world.a.survey_id).verification_code in shown
    assert "Survei ditutup: Layanan Dua sepi" in shown


def test_a_note_that_is_too_long_comes_back_whole_and_closes_nothing(world, sign_in) -> None:
    note = "panjang " * 80
    answer = sign_in("admin.a").post(path(world.a, "/penutupan"), data={"note": note})
    assert answer.status_code == 422
    assert note.strip() in answer.text
    assert state(world.a) is S.BERJALAN


def test_an_admin_reopens_a_closed_survey_only_with_a_reason(world, sign_in) -> None:
    bring_to(world.a, S.DITUTUP)
    admin = sign_in("admin.a")
    assert admin.post(path(world.a, "/pembukaan-ulang"), data={"reason": " "}).status_code == 422
    assert state(world.a) is S.DITUTUP
    admin.post(path(world.a, "/pembukaan-ulang"), data={"reason": "tablet tertinggal"})
    assert state(world.a) is S.BERJALAN
    assert written(world.a, "survey:reopened", "Admin A") == {"reason": "tablet tertinggal", "before": "ditutup"}
    assert "Dibuka lagi." in page(admin, path(world.a))


def test_only_bagian_organisasi_reopens_what_was_verified(world, sign_in) -> None:
    bring_to(world.a, S.DIVERIFIKASI)
    admin, city = sign_in("admin.a"), sign_in("organisasi")
    assert admin.post(path(world.a, "/pembukaan-ulang"), data={"reason": "x"}).status_code == 409
    assert admin.post(path(world.a, "/pembukaan-ulang-terverifikasi"), data={"reason": "x"}).status_code == 403
    city.post(path(world.a, "/pembukaan-ulang-terverifikasi"), data={"reason": "data baru"})
    assert state(world.a) is S.BERJALAN
    assert written(world.a, "survey:reopened", "Organisasi")["before"] == "diverifikasi"


# Submit, verify, return, publish


def judged(client: FlaskClient, place: Place, **more: str) -> dict[str, str]:
    """Return the verifier's form with every point judged sound, but those that `more` says otherwise."""
    shown = page(client, path(place, "/verifikasi"))
    version = re.search(r'name="version"[^>]*value="(\d+)"', shown)
    assert version
    return dict.fromkeys(re.findall(r'name="(butir-[^"]+)"', shown), "sesuai") | {"version": version[1]} | more


def test_the_kepala_certifies_and_submits_after_reading(world, sign_in) -> None:
    bring_to(world.a, S.DITUTUP)
    kepala = sign_in("kepala.a")
    page(kepala, path(world.a, "/pengajuan"))
    unread = kepala.post(path(world.a, "/pengajuan"))
    assert unread.status_code == 422
    assert "Centang setelah membaca" in unread.text
    assert state(world.a) is S.DITUTUP
    kepala.post(path(world.a, "/pengajuan"), data={"read": "y"})
    assert state(world.a) is S.DIAJUKAN
    details = written(world.a, "survey:submitted", "Kepala A")
    with opd_scope(world.a.opd_id):
        result = find_frozen(world.a.survey_id)
        assert result.certified_by == "Kepala A"
        assert details["verification_code"] == result.verification_code
    assert "Dinas Contoh A" in page(sign_in("organisasi"), "/organisasi/verifikasi")


def test_bagian_organisasi_verifies_and_publishes(world, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    city = sign_in("organisasi")
    assert "Periksa dan putuskan" in page(city, path(world.a))
    assert "Nyatakan terverifikasi" in page(city, path(world.a, "/verifikasi"))
    assert city.post(path(world.a, "/verifikasi")).status_code == 422, "no point was judged"
    assert state(world.a) is S.DIAJUKAN
    city.post(path(world.a, "/verifikasi"), data=judged(city, world.a))
    assert state(world.a) is S.DIVERIFIKASI
    assert written(world.a, "survey:verified", "Organisasi")["version"] == 1
    city.post(path(world.a, "/publikasi"))
    assert state(world.a) is S.DIPUBLIKASIKAN
    assert written(world.a, "survey:published", "Organisasi")["version"] == 1


def test_a_result_is_returned_with_notes_that_its_people_read(world, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    city = sign_in("organisasi")
    assert city.post(path(world.a, "/pengembalian"), data={"note": ""}).status_code == 422
    assert state(world.a) is S.DIAJUKAN
    city.post(path(world.a, "/pengembalian"), data={"note": "Lengkapi RTL unsur waktu"})
    assert state(world.a) is S.DIKEMBALIKAN
    assert written(world.a, "survey:returned", "Organisasi") == {"note": "Lengkapi RTL unsur waktu"}
    assert "Lengkapi RTL unsur waktu" in page(sign_in("admin.a"), path(world.a))
    sign_in("kepala.a").post(path(world.a, "/pengajuan"), data={"read": "y"})
    assert state(world.a) is S.DIAJUKAN


# Refusals

GOOD = {"note": "x", "reason": "x", "read": "y"} | PLAN
ACTS = {
    "/pembukaan": (S.BELUM_MULAI, "admin.a"),
    "/penutupan": (S.BERJALAN, "admin.a"),
    "/pembukaan-ulang": (S.DITUTUP, "admin.a"),
    "/pembukaan-ulang-terverifikasi": (S.DIVERIFIKASI, "organisasi"),
    "/pengajuan": (S.DITUTUP, "kepala.a"),
    "/verifikasi": (S.DIAJUKAN, "organisasi"),
    "/pengembalian": (S.DIAJUKAN, "organisasi"),
    "/publikasi": (S.DIVERIFIKASI, "organisasi"),
}
WRONG_STATE = {
    "/pembukaan": S.DITUTUP,
    "/penutupan": S.DIAJUKAN,
    "/pembukaan-ulang": S.DIAJUKAN,
    "/pembukaan-ulang-terverifikasi": S.DIAJUKAN,
    "/pengajuan": S.BERJALAN,
    "/verifikasi": S.DITUTUP,
    "/pengembalian": S.DIVERIFIKASI,
    "/publikasi": S.DIAJUKAN,
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_from_the_wrong_state_is_told_as_409_and_changes_nothing(world, sign_in, act: str) -> None:
    bring_to(world.a, WRONG_STATE[act])
    before = last_entry(world.a).id
    answer = sign_in(ACTS[act][1]).post(path(world.a, act), data=GOOD)
    assert answer.status_code == 409
    assert "berstatus" in answer.text
    assert state(world.a) is WRONG_STATE[act]
    assert last_entry(world.a).id == before


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_to_everybody_else_and_hidden_from_other_opds(world, sign_in, act: str) -> None:
    wanted, right_one = ACTS[act]
    bring_to(world.a, wanted)
    before = last_entry(world.a).id
    wrong = {"admin.a": "kepala.a", "kepala.a": "admin.a", "organisasi": "kepala.a"}[right_one]
    for who, status in ((wrong, 403), ("admin.b", 404), ("admin_upp.a", 404)):
        assert sign_in(who).post(path(world.a, act), data=GOOD).status_code == status, who
    assert state(world.a) is wanted
    assert last_entry(world.a).id == before


def test_a_survey_of_another_opd_does_not_exist_at_ones_own_address(world, sign_in) -> None:
    foreign = path(world.a).replace(str(world.a.survey_id), str(world.b.survey_id))
    for who in ("admin.a", "organisasi"):
        assert sign_in(who).get(foreign).status_code == 404
        assert sign_in(who).post(f"{foreign}/penutupan", data=GOOD).status_code in (403, 404)
    assert state(world.b) is S.BERJALAN


def test_the_people_of_a_upp_act_for_their_own_upp(world, sign_in) -> None:
    bring_to(world.a2, S.BERJALAN)
    sign_in("admin_upp.a").post(path(world.a2, "/penutupan"), data={"note": ""})
    sign_in("kepala_upp.a").post(path(world.a2, "/pengajuan"), data={"read": "y"})
    assert state(world.a2) is S.DIAJUKAN
    assert state(world.a) is S.BERJALAN


# At once


def test_of_two_who_submit_at_once_one_wins_and_the_other_is_told(world, sign_in) -> None:
    bring_to(world.a, S.DITUTUP)
    act = (path(world.a, "/pengajuan"), {"read": "y"})
    assert sorted(press([sign_in("kepala.a"), sign_in("kepala.a")], [act, act])) == [302, 409]
    with opd_scope(world.a.opd_id):
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "survey:submitted")).all()
        assert len(entries) == 1


def test_a_result_is_verified_or_returned_but_never_both(world, sign_in) -> None:
    bring_to(world.a, S.DIAJUKAN)
    data = judged(sign_in("organisasi"), world.a)
    acts = [(path(world.a, "/verifikasi"), data), (path(world.a, "/pengembalian"), {"note": "lengkapi"})]
    verified, returned = press([sign_in("organisasi"), sign_in("organisasi")], acts)
    assert sorted((verified, returned)) == [302, 409]
    assert state(world.a) is (S.DIVERIFIKASI if verified == 302 else S.DIKEMBALIKAN)


def test_a_survey_that_is_started_by_two_begins_once(world, sign_in) -> None:
    bring_to(world.a, S.BELUM_MULAI)
    act = (path(world.a, "/pembukaan"), {})
    assert sorted(press([sign_in("admin.a"), sign_in("ganda")], [act, act])) == [302, 409]


def test_a_survey_that_is_closed_by_two_has_one_frozen_version(world, sign_in) -> None:
    bring_to(world.a, S.BERJALAN)
    act = (path(world.a, "/penutupan"), {"note": ""})
    assert sorted(press([sign_in("admin.a"), sign_in("ganda")], [act, act])) == [302, 409]
    with opd_scope(world.a.opd_id):
        assert find_frozen(world.a.survey_id).version == 1


def test_the_city_sees_no_figures_before_they_were_submitted(world, sign_in) -> None:
    bring_to(world.a, S.DITUTUP)
    assert "Lihat hasil" not in page(sign_in("organisasi"), path(world.a))
    with opd_scope(world.a.opd_id), transaction():
        surveys.submit(world.a.survey_id, by=SYSTEM)
    assert "Lihat hasil" in page(sign_in("organisasi"), path(world.a))
