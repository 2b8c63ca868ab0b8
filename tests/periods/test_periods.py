"""Bagian Organisasi opens, adjusts and ends a periode; every OPD that is not excused takes part."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.audit.models import CityAuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Rejected
from app.extensions import db
from app.ikm import sample_size
from app.opd.models import Kewajiban, Opd
from app.periods import operations, participation, queries
from app.periods.models import Periode, PeriodeState
from app.periods.policy import Aggregation, Policy
from app.results import fold
from app.results.reading import result_of
from app.surveys.models import Survey
from app.surveys.states import SurveyState
from app.tenancy.scope import all_opds, opd_scope
from tests.pages import check_page
from tests.results.recorded import record, submit

RULES = {
    "aggregation": "gabungan",
    "sample_basis": "upp",
    "min_answered": "5",
    "show_running": "y",
    "steps_before": "30, 14 7,3;1",
    "steps_after": "1",
    "max_letters": "8",
    "reminder_hour": "8",
    "escalation_emails": "Sekretaris Daerah <sekda@contoh.test>\nasisten@contoh.test",
}
NEW = RULES | {"name": "SKM Tahunan 2027", "opens_on": "2027-01-04", "deadline": "2027-11-30"}


def periode(name: str) -> Periode | None:
    return db.session.scalar(select(Periode).where(Periode.name == name))


def confirm(client: FlaskClient, address: str, change: dict[str, str]) -> TestResponse:
    """Ask for the effects of a change, and save it as the page then offers."""
    mark = re.search(r'name="effects_seen"[^>]*value="(\w+)"', client.post(address, data=change).text)
    assert mark
    return client.post(address, data=change | {"effects_seen": mark[1]})


def surveys_of(periode_id) -> list[str]:
    with all_opds("test"):
        rows = db.session.execute(
            select(Opd.kode).join(Survey, Survey.opd_id == Opd.id).where(Survey.periode_id == periode_id)
        )
        return sorted(row.kode for row in rows)


def test_opening_enrols_everyone_who_is_not_excused(sign_in, world) -> None:
    with transaction():
        db.session.get_one(Opd, world.b.opd_id).kewajiban = Kewajiban.DIKECUALIKAN
    answer = sign_in("organisasi").post("/organisasi/periode/baru", data=NEW, follow_redirects=True)
    assert "SKM Tahunan 2027 dibuka; 2 UPP ikut." in answer.get_data(as_text=True)
    new = periode("SKM Tahunan 2027")
    assert new is not None
    assert surveys_of(new.id) == ["a", "a"]
    policy = Policy.from_json(new.policy)
    assert policy.aggregation is Aggregation.POOLED
    assert policy.reminder_steps == (-30, -14, -7, -3, -1, 1)
    assert policy.escalation_emails == ("Sekretaris Daerah <sekda@contoh.test>", "asisten@contoh.test")
    assert (
        db.session.scalars(select(CityAuditEntry.action).order_by(CityAuditEntry.id.desc())).first() == "periode:opened"
    )


def test_opening_twice_makes_one_periode_and_enrols_once(sign_in, world) -> None:
    organisasi = sign_in("organisasi")
    assert organisasi.post("/organisasi/periode/baru", data=NEW).status_code == 302
    again = organisasi.post("/organisasi/periode/baru", data=NEW | {"name": "skm tahunan 2027"})
    assert again.status_code == 422
    assert "sudah ada" in again.get_data(as_text=True)
    new = periode("SKM Tahunan 2027")
    assert new is not None
    assert surveys_of(new.id) == ["a", "a", "b"]
    assert participation.enrol_everyone(new.id) == 3
    assert surveys_of(new.id) == ["a", "a", "b"]


def test_an_interrupted_opening_is_shown_and_completed(sign_in, world) -> None:
    today = clock.today()
    with transaction():
        half = operations.open_periode(
            name="Terhenti", opens_on=today, deadline=today + timedelta(days=90), policy=Policy(), by=SYSTEM
        ).id
    participation._enrol_opd(world.b.opd_id, half)  # the process died after the first OPD
    assert participation.count_absent(half) == 2
    organisasi = sign_in("organisasi")
    page = organisasi.get(f"/organisasi/periode/{half}").get_data(as_text=True)
    assert "2 UPP belum ikut." in page
    assert "Ikutkan yang belum" in page
    assert "Ikutkan yang belum" not in sign_in("pemantau").get(f"/organisasi/periode/{half}").get_data(as_text=True)
    organisasi.post(f"/organisasi/periode/{half}/keikutsertaan")
    assert surveys_of(half) == ["a", "a", "b"]
    assert participation.count_absent(half) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"deadline": "2026-12-01"}, "Tenggat harus sesudah hari pembukaan."),
        ({"deadline": "30 Nov"}, "Tulis tanggal yang ada"),
        ({"name": ""}, "Tulis nama periode."),
        ({"min_answered": "10"}, "Isi angka dari 1 sampai 9."),
        ({"max_letters": "0"}, "Isi angka dari 1 sampai 12."),
        ({"steps_before": "tiga puluh"}, "Tulis hari dari 1 sampai 180"),
        ({"steps_before": "-7"}, "Tulis hari dari 1 sampai 180"),
        ({"steps_before": "", "steps_after": ""}, "Isi paling sedikit satu hari"),
        ({"escalation_emails": "sekda"}, "bukan alamat e-mail"),
        ({"reminder_hour": "3"}, "Pilih salah satu"),
        ({"aggregation": "median"}, "Pilih salah satu"),
    ],
)
def test_a_wrong_rule_is_named_and_nothing_typed_is_lost(sign_in, world, change, message) -> None:
    answer = sign_in("organisasi").post("/organisasi/periode/baru", data=NEW | change)
    assert answer.status_code == 422
    check_page(answer, "/organisasi/periode/baru")
    page = answer.get_data(as_text=True)
    assert message in page
    for name in ("name", "steps_before", "deadline"):
        value = (NEW | change)[name]
        assert f'value="{value}"' in page, name
    assert len(queries.list_periode()) == 1


def test_the_preview_says_what_the_rules_mean_and_saves_nothing(sign_in, world) -> None:
    answer = sign_in("organisasi").post("/organisasi/periode/baru", data=NEW | {"pratinjau": "1"})
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    # 30 October 2027 is a Saturday: H−30 of 30 November falls on 31 October, a Sunday, and moves to Friday the 29th.
    assert "Jumat, 29 Oktober 2027" in page
    assert "H−30 · admin OPD dan admin UPP" in page
    assert "Semua jawaban UPP digabung" in page
    assert "pimpinan" in page
    assert periode("SKM Tahunan 2027") is None


def test_a_changed_rule_needs_a_reason_and_is_in_the_trail(sign_in, world) -> None:
    address = f"/organisasi/periode/{world.periode_id}/ubah"
    organisasi = sign_in("organisasi")
    deadline = (clock.today() + timedelta(days=25)).isoformat()
    without = organisasi.post(address, data=RULES | {"deadline": deadline, "reason": " "})
    assert without.status_code == 422
    assert "Tulis alasannya" in without.get_data(as_text=True)
    change = RULES | {"deadline": deadline, "reason": "Banjir"}
    shown = organisasi.post(address, data=change)
    assert shown.status_code == 200
    check_page(shown, "akibat")
    assert "Akibat perubahan ini" in shown.text
    assert "Banjir</textarea>" in shown.text
    held = db.session.get_one(Periode, world.periode_id, populate_existing=True)
    assert held.deadline.isoformat() != deadline, "nothing is saved before its effects were seen"
    assert confirm(organisasi, address, change).status_code == 302
    entry = db.session.scalars(select(CityAuditEntry).order_by(CityAuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.details["reason"]) == ("periode:changed", "Banjir")
    assert entry.details["changes"]["deadline"][1] == deadline
    assert entry.details["changes"]["aggregation"] == ["rata_rata", "gabungan"]
    assert "max_letters" not in entry.details["changes"]


def test_the_form_opens_with_what_holds_and_refuses_to_save_nothing(sign_in, world) -> None:
    organisasi = sign_in("organisasi")
    address = f"/organisasi/periode/{world.periode_id}/ubah"
    page = organisasi.get(address).get_data(as_text=True)
    assert 'value="30, 14, 7, 3, 1"' in page
    deadline = queries.get_periode(world.periode_id).deadline.isoformat()
    same = RULES | {"aggregation": "rata_rata", "escalation_emails": "", "deadline": deadline, "reason": "x"}
    answer = organisasi.post(address, data=same)
    assert answer.status_code == 422
    assert "Belum ada yang diubah." in answer.get_data(as_text=True)


def test_a_stricter_sample_moves_the_targets(sign_in, world) -> None:
    deadline = queries.get_periode(world.periode_id).deadline.isoformat()
    change = RULES | {"sample_basis": "layanan", "deadline": deadline, "reason": "Lebih ketat"}
    address = f"/organisasi/periode/{world.periode_id}/ubah"
    shown = sign_in("organisasi").post(address, data=change).text
    assert "Target 3 UPP berubah" in shown
    assert f"OPD B, Badan Contoh B: 306 menjadi {sample_size(500) + sample_size(1000)}" in shown
    confirm(sign_in("organisasi"), address, change)
    with opd_scope(world.b.opd_id):
        target = db.session.scalars(select(Survey.target).where(Survey.id == world.b.survey_id)).one()
    assert target == sample_size(500) + sample_size(1000)


def test_ending_names_what_will_happen_and_happens_once(sign_in, world) -> None:
    organisasi = sign_in("organisasi")
    address = f"/organisasi/periode/{world.periode_id}/pengakhiran"
    assert "3 dari 3 UPP belum menyampaikan" in organisasi.get(address).get_data(as_text=True)
    assert organisasi.post(address).status_code == 302
    assert db.session.get_one(Periode, world.periode_id, populate_existing=True).state is PeriodeState.SELESAI
    assert organisasi.post(address).status_code == 409
    assert organisasi.get(f"/organisasi/periode/{world.periode_id}/ubah").status_code == 409
    assert "Tidak ada periode yang berjalan" in organisasi.get("/organisasi/periode").get_data(as_text=True)


def test_the_page_counts_surveys_by_state(world) -> None:
    counts = participation.count_states([world.periode_id])[world.periode_id]
    assert counts[SurveyState.BERJALAN] == 3
    assert sum(counts.values()) == 3


def test_pemantau_reads_without_buttons_and_others_do_not_read(sign_in, world) -> None:
    pemantau = sign_in("pemantau")
    left = (queries.get_periode(world.periode_id).deadline - clock.today()).days
    for path in ("/organisasi/periode", f"/organisasi/periode/{world.periode_id}"):
        answer = pemantau.get(path)
        check_page(answer, path)
        page = answer.get_data(as_text=True)
        assert f"{left} hari lagi sampai tenggat" in page
        assert not any(word in page for word in ("Sesuaikan", "Akhiri", "Buka periode"))
    assert pemantau.post("/organisasi/periode/baru", data=NEW).status_code == 403
    assert pemantau.post(f"/organisasi/periode/{world.periode_id}/pengakhiran").status_code == 403
    assert sign_in("admin.a").get("/organisasi/periode").status_code == 403


def test_a_periode_with_the_same_name_in_one_year_is_refused_by_the_operation(world) -> None:
    same = db.session.get_one(Periode, world.periode_id)
    with pytest.raises(Rejected, match="sudah ada"):
        operations.open_periode(
            name=same.name.upper(), opens_on=same.opens_on, deadline=same.deadline, policy=Policy(), by=SYSTEM
        )


def base(world, **more: str) -> dict[str, str]:
    """Return the form as it stands, with what is to change."""
    held = db.session.get_one(Periode, world.periode_id)
    same = RULES | {"aggregation": "rata_rata", "escalation_emails": "", "deadline": held.deadline.isoformat()}
    return same | {"reason": "Rapat"} | more


def test_another_rule_of_aggregation_names_whose_figure_moves(sign_in, world) -> None:
    record(world.a, [(4,) * 9] * 30)
    record(world.a2, [(2,) * 9] * 10)
    submit(world.a)
    submit(world.a2)
    shown = sign_in("organisasi").post(
        f"/organisasi/periode/{world.periode_id}/ubah", data=base(world, aggregation="gabungan")
    )
    assert "OPD A: 75,00 menjadi 87,50" in shown.text


def test_moved_added_and_dropped_reminders_are_named(sign_in, world) -> None:
    address = f"/organisasi/periode/{world.periode_id}/ubah"
    shown = sign_in("organisasi").post(address, data=base(world, steps_before="10, 3, 1")).text
    assert "H−10 ditambahkan pada" in shown
    assert re.search("H−7 pada .+ tidak dikirim lagi", shown)


def test_a_change_made_after_the_effects_were_shown_is_shown_again(sign_in, world) -> None:
    address, organisasi = f"/organisasi/periode/{world.periode_id}/ubah", sign_in("organisasi")
    mark = re.search(
        r'name="effects_seen"[^>]*value="(\w+)"', organisasi.post(address, data=base(world, show_running="")).text
    )
    assert mark
    other = organisasi.post(address, data=base(world, reminder_hour="9") | {"effects_seen": mark[1]})
    assert other.status_code == 200
    assert "Dikirim pukul 09.00, semula 08.00." in other.text


def test_another_least_number_of_answers_counts_running_surveys_anew(sign_in, world) -> None:
    record(world.b, [(3,) * 9] * 4 + [(3, 3, 3, 3, 3, None, None, None, None)] * 3)
    address, organisasi = f"/organisasi/periode/{world.periode_id}/ubah", sign_in("organisasi")
    assert confirm(organisasi, address, base(world, min_answered="9")).status_code == 302
    with opd_scope(world.b.opd_id):
        assert result_of(db.session.scalars(select(Survey)).one()).respondents == 4
        assert fold.compare().differences == 0
