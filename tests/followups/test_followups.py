"""Planning, following and removing what is done about the lowest unsur, and who may."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.followups import operations
from app.followups.models import Followup, FollowupState
from app.ikm import Unsur
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.reports.steps import close, next_year, record, submit
from tests.world import Place

PLAN = {
    "unsur": "WAKTU", "activity": "Menambah dua loket", "quarter": "2", "due_year": "2027", "responsible": "Kepala bidang",
}  # fmt: skip


def survey_address(place: Place) -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/tindak-lanjut"


def page_address(place: Place) -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/tindak-lanjut"


def html(client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, f"{url}: {answer.status_code}"
    check_page(answer, url)
    return answer.get_data(as_text=True)


def planned(place: Place, state: FollowupState = FollowupState.RENCANA) -> UUID:
    with opd_scope(place.opd_id), transaction():
        followup = operations.add(
            get_survey(place.survey_id),
            unsur=Unsur.WAKTU,
            activity="Menambah loket",
            quarter=2,
            due_year=2030,
            responsible="Kasi",
            by=SYSTEM,
        )
        if state is not FollowupState.RENCANA:
            operations.progress(followup, state=state, outcome="", obstacle="", done_on=clock.today(), by=SYSTEM)
        return followup.id


def rows(place: Place) -> list[Followup]:
    with opd_scope(place.opd_id):
        found = list(db.session.scalars(select(Followup).where(Followup.survey_id == place.survey_id)))
        db.session.expunge_all()
        return found


def told(place: Place) -> list[tuple[str, dict]]:
    with opd_scope(place.opd_id):
        entries = (
            select(AuditEntry.action, AuditEntry.details)
            .where(AuditEntry.action.startswith("followup:"))
            .order_by(AuditEntry.id)
        )
        return [tuple(row) for row in db.session.execute(entries)]


def test_an_admin_plans_from_the_lowest_unsur(world, sign_in) -> None:
    record(world.a, 30)
    admin = sign_in("admin.a")
    page = html(admin, page_address(world.a))
    assert "Rencana tindak lanjut belum diisi" in page
    assert page.count("Belum ada kegiatan untuk unsur ini.") == 3
    assert "Nilai unsur masih sementara" in page
    form = html(admin, f"{survey_address(world.a)}?unsur=SARPRAS")
    assert '<option selected value="SARPRAS">' in form
    answer = admin.post(survey_address(world.a), data=PLAN)
    assert answer.status_code == 302
    assert answer.headers["Location"] == page_address(world.a)
    [row] = rows(world.a)
    assert (row.unsur, row.activity, row.quarter, row.due_year, row.state) == (
        "WAKTU",
        "Menambah dua loket",
        2,
        2027,
        FollowupState.RENCANA,
    )
    page = html(admin, page_address(world.a))
    assert "Menambah dua loket" in page
    assert "Triwulan II 2027" in page
    assert not rows(world.a2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unsur", "HARGA"),
        ("activity", " "),
        ("activity", "x" * 301),
        ("quarter", "5"),
        ("due_year", "dua"),
        ("responsible", ""),
    ],
)
def test_a_plan_that_lacks_something_comes_back_with_what_was_typed(world, sign_in, field: str, value: str) -> None:
    answer = sign_in("admin.a").post(survey_address(world.a), data=PLAN | {field: value})
    assert answer.status_code == 422
    check_page(answer, "plan")
    assert "perlu diperbaiki" in answer.get_data(as_text=True)
    if field != "activity":
        assert "Menambah dua loket" in answer.get_data(as_text=True)
    assert not rows(world.a)


def test_a_plan_is_changed_and_the_trail_says_what(world, sign_in) -> None:
    followup_id = planned(world.a)
    kepala = sign_in("kepala.a")
    address = f"{survey_address(world.a)}/{followup_id}/rencana"
    assert "Menambah loket" in html(kepala, address)
    assert kepala.post(address, data=PLAN | {"due_year": "2030"}).status_code == 302
    assert rows(world.a)[0].activity == "Menambah dua loket"
    action, details = told(world.a)[-1]
    assert action == "followup:changed"
    assert details["changes"] == {
        "activity": ["Menambah loket", "Menambah dua loket"],
        "responsible": ["Kasi", "Kepala bidang"],
    }


def test_what_is_finished_keeps_its_plan(world, sign_in) -> None:
    followup_id = planned(world.a, FollowupState.SELESAI)
    answer = sign_in("admin.a").post(f"{survey_address(world.a)}/{followup_id}/rencana", data=PLAN)
    assert answer.status_code == 422
    assert "sudah selesai" in answer.get_data(as_text=True)
    assert rows(world.a)[0].activity == "Menambah loket"


def test_progress_is_recorded_and_a_finished_one_says_when(world, sign_in) -> None:
    followup_id = planned(world.a)
    admin = sign_in("admin.a")
    address = f"{survey_address(world.a)}/{followup_id}"
    html(admin, address)
    done = {"state": "selesai", "outcome": "Antrean lebih pendek", "obstacle": ""}
    future = (clock.today() + timedelta(days=1)).isoformat()
    for data, words in (
        (done, "Tulis tanggal selesainya."),
        (done | {"done_on": future}, "tidak dapat lebih dari hari ini"),
    ):
        answer = admin.post(address, data=data)
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
        assert "Antrean lebih pendek" in answer.get_data(as_text=True)
    assert rows(world.a)[0].state is FollowupState.RENCANA
    assert admin.post(address, data=done | {"done_on": clock.today().isoformat()}).status_code == 302
    page = html(admin, page_address(world.a))
    assert "1 dari 1 kegiatan selesai" in page
    assert "Antrean lebih pendek" in page


def test_a_plan_that_was_not_begun_is_removed_after_a_question(world, sign_in) -> None:
    followup_id = planned(world.a)
    admin = sign_in("admin.a")
    address = f"{survey_address(world.a)}/{followup_id}/penghapusan"
    assert "Menambah loket" in html(admin, address)
    assert rows(world.a), "asking removes nothing"
    assert admin.post(address).status_code == 302
    assert not rows(world.a)
    assert told(world.a)[-1] == ("followup:changed", {"state": "dihapus", "changes": {}})


def test_what_was_begun_is_not_removed(world, sign_in) -> None:
    followup_id = planned(world.a, FollowupState.BERJALAN)
    answer = sign_in("admin.a").post(f"{survey_address(world.a)}/{followup_id}/penghapusan")
    assert answer.status_code == 422
    assert len(rows(world.a)) == 1


def test_the_next_year_shows_the_last_plan_with_its_progress_and_effect(world, sign_in) -> None:
    record(world.b, 12, seed=3)
    followup_id = planned(world.b)
    close(world.b)
    following = next_year(world.b)
    admin = sign_in("admin.b")
    page = html(admin, "/opd/b/tindak-lanjut")
    assert "Tindak lanjut SKM Tahunan" in page
    assert "0 dari 1 kegiatan selesai" in page
    address = f"{survey_address(world.b)}/{followup_id}"
    answer = admin.post(address, data={"state": "berjalan", "outcome": "", "obstacle": "Menunggu anggaran"})
    assert answer.headers["Location"] == page_address(world.b), "back to the page that shows both"
    assert "Hambatan: Menunggu anggaran" in html(admin, "/opd/b/tindak-lanjut")
    assert (
        admin.get(
            f"{survey_address(world.b).replace(str(world.b.survey_id), str(following))}/{followup_id}"
        ).status_code
        == 404
    )


def test_who_may_only_look_cannot_change(world, sign_in) -> None:
    followup_id = planned(world.a)
    pemantau = sign_in("pemantau")
    page = html(pemantau, page_address(world.a))
    assert "Menambah loket" in page
    assert "Tambah kegiatan" not in page
    assert "Catat kemajuan" not in page
    for url in (
        survey_address(world.a),
        f"{survey_address(world.a)}/{followup_id}",
        f"{survey_address(world.a)}/{followup_id}/penghapusan",
    ):
        assert pemantau.post(url, data=PLAN).status_code == 403
    assert sign_in("petugas.a").get(page_address(world.a)).status_code == 403


def test_other_opd_and_upp_do_not_exist(world, sign_in) -> None:
    ours, theirs = planned(world.a), planned(world.b)
    for who in ("admin.b", "kepala.b", "admin_upp.a"):
        client = sign_in(who)
        for url in (page_address(world.a), survey_address(world.a), f"{survey_address(world.a)}/{ours}"):
            assert client.get(url).status_code == 404, f"{who} {url}"
        assert client.post(f"{survey_address(world.a)}/{ours}/penghapusan").status_code == 404
    admin = sign_in("admin.a")
    assert admin.get(f"{survey_address(world.a)}/{theirs}").status_code == 404
    assert admin.get(f"{survey_address(world.a2)}/{ours}").status_code == 404
    assert len(rows(world.a)) == len(rows(world.b)) == 1


def test_a_head_of_a_upp_is_led_to_their_own(world, sign_in) -> None:
    planned(world.a)
    client = sign_in("admin_upp.a")
    answer = client.get("/opd/a/tindak-lanjut")
    assert answer.headers["Location"] == page_address(world.a2)
    page = html(client, page_address(world.a2))
    assert "Puskesmas Contoh" in page
    assert "Menambah loket" not in page


def test_an_opd_of_several_upp_sees_how_far_each_has_come(world, sign_in) -> None:
    planned(world.a, FollowupState.SELESAI)
    page = html(sign_in("kepala.a"), "/opd/a/tindak-lanjut")
    assert "1 dari 2 UPP sudah mengisi rencana" in page
    assert page.count("belum diisi") == 1


def test_the_city_sees_plans_and_no_figures_before_they_are_submitted(world, sign_in) -> None:
    record(world.a, 12)
    planned(world.a)
    organisasi = sign_in("organisasi")
    page = html(organisasi, page_address(world.a))
    assert "Menambah loket" in page
    assert "NRR" not in page
    close(world.a)
    submit(world.a)
    assert "NRR" in html(organisasi, page_address(world.a))
