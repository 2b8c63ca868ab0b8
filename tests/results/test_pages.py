"""Who sees which figures, and what the pages of a UPP and of an OPD say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.opd.models import CustomerKind, Layanan, Opd, Upp
from app.opd.queries import get_upp_by_id
from app.periods import operations as periods
from app.periods.models import Periode
from app.periods.policy import Aggregation, Policy
from app.surveys import operations as surveys
from app.surveys.models import Executor
from app.surveys.queries import find_frozen, get_survey
from app.tenancy.scope import opd_scope
from tests.results.pages import text_of
from tests.results.recorded import close, record, submit
from tests.world import Place

GOOD = (4, 4, 3, 4, 4, 4, 4, 3, 3)
POOR = (3, 3, 2, 3, 3, 3, 3, 3, 3)


def set_policy(world, policy: Policy) -> None:
    with transaction():
        db.session.get_one(Periode, world.periode_id).policy = policy.to_json()


def layanan_two(place: Place) -> UUID:
    """Return the place's other layanan."""
    with opd_scope(place.opd_id):
        return db.session.scalars(
            select(Layanan.id).where(Layanan.upp_id == place.upp_id).order_by(Layanan.position.desc())
        ).first()


def last_year(place: Place, rows: list[tuple[int, ...]]) -> UUID:
    """The place has a closed survey in the periode before, with these answers; return the periode's id."""
    opens_on = clock.today() - timedelta(days=420)
    with transaction():
        periode_id = periods.open_periode(
            name="SKM lama", opens_on=opens_on, deadline=clock.today() - timedelta(days=345), policy=Policy(), by=SYSTEM
        ).id
    with opd_scope(place.opd_id), transaction():
        survey = surveys.enrol(get_upp_by_id(place.upp_id), db.session.get_one(Periode, periode_id))
        surveys.plan(
            survey,
            window_from=opens_on,
            window_to=opens_on + timedelta(days=30),
            executor=Executor.MANDIRI,
            executor_name="",
            by=SYSTEM,
        )
        surveys.start(survey, by=SYSTEM)
        survey_id = survey.id
    before = replace(place, survey_id=survey_id)
    record(before, rows)
    submit(before)
    return periode_id


class TestWhoSees:
    def test_another_opd_does_not_exist(self, world, sign_in) -> None:
        record(world.a, [GOOD] * 3)
        for path in ("/opd/a/hasil", "/opd/a/upp/a/hasil", "/opd/a/saran"):
            assert sign_in("kepala.b").get(path).status_code == 404
        assert sign_in("kepala.b").get("/opd/b/upp/a/hasil").status_code == 404

    def test_an_admin_of_one_upp_lands_on_it_and_never_sees_the_other(self, world, sign_in) -> None:
        record(world.a, [(1, 2, 3, 4, 1, 2, 3, 4, 1)] * 7, saran="Rahasia UPP pertama")
        record(world.a2, [GOOD] * 6)
        client = sign_in("admin_upp.a")
        landed = client.get("/opd/a/hasil?pelanggan=masyarakat")
        assert landed.location == "/opd/a/upp/a2/hasil?pelanggan=masyarakat"
        page = text_of(client.get(landed.location))
        assert "91,67 IKM" in page
        assert "Rahasia" not in page + text_of(client.get("/opd/a/saran"))
        assert "Dinas Contoh A" not in page
        assert client.get("/opd/a/upp/a/hasil").status_code == 404

    def test_a_petugas_has_no_right(self, world, sign_in) -> None:
        for path in ("/opd/b/hasil", "/opd/b/upp/b/hasil", "/opd/b/saran"):
            assert sign_in("petugas.b").get(path).status_code == 403

    @pytest.mark.parametrize("who", ["organisasi", "pemantau"])
    def test_the_city_sees_no_figure_before_the_submission(self, world, sign_in, who: str) -> None:
        record(world.b, [GOOD] * 12, saran="Kursi kurang")
        close(world.b)
        client = sign_in(who)
        page = text_of(client.get("/opd/b/hasil"))
        assert "Hasil belum disampaikan" in page
        assert "91,67" not in page
        assert "Mutu" not in page
        assert "Kursi" not in text_of(client.get("/opd/b/saran"))
        with opd_scope(world.b.opd_id), transaction():
            surveys.submit(world.b.survey_id, by=SYSTEM)
        assert "91,67 IKM" in text_of(client.get("/opd/b/hasil"))
        assert "Kursi" in text_of(client.get("/opd/b/saran"))

    def test_of_several_upp_the_city_sees_only_those_that_submitted(self, world, sign_in) -> None:
        record(world.a, [GOOD] * 12)
        record(world.a2, [POOR] * 12)
        submit(world.a)
        page = text_of(sign_in("organisasi").get("/opd/a/hasil"))
        assert "91,67 IKM" in page
        assert "1 UPP belum menyampaikan hasil dan tidak ikut dihitung." in page
        assert "72,22" not in page

    def test_the_office_sees_running_figures_as_provisional(self, world, sign_in) -> None:
        record(world.b, [GOOD] * 12)
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert "SKM Tahunan · sementara" in page
        assert "kode verifikasi" not in page

    def test_unless_the_policy_keeps_them_back(self, world, sign_in) -> None:
        record(world.b, [GOOD] * 12)
        set_policy(world, Policy(show_running=False))
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert "Hasil tampil setelah survei ditutup" in page
        assert "91,67" not in page

    def test_few_answers_of_a_layanan_are_withheld_from_the_city_only(self, world, sign_in) -> None:
        record(world.b, [GOOD] * 12)
        record(replace(world.b, layanan_id=layanan_two(world.b)), [(2,) * 9] * 4)
        submit(world.b)
        assert "Angka Layanan Dua tidak ditampilkan" in text_of(sign_in("organisasi").get("/opd/b/hasil"))
        own = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert "tidak ditampilkan" not in own
        assert "50,00 Mutu D" in own


class TestUpp:
    def test_one_upp_is_never_called_so(self, world, sign_in) -> None:
        record(world.b, [GOOD] * 12)
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert "UPP" not in page
        assert page == text_of(sign_in("kepala.b").get("/opd/b/upp/b/hasil"))

    def test_a_closed_survey_carries_version_and_code(self, world, sign_in) -> None:
        record(world.b, [GOOD] * 12)
        close(world.b)
        with opd_scope(world.b.opd_id):
            code = find_frozen(world.b.survey_id).verification_code
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert f"versi beku 1 · kode verifikasi data {code}" in page
        assert "sementara" not in page

    def test_nothing_answered_yet(self, world, sign_in) -> None:
        page = text_of(sign_in("admin.b").get("/opd/b/hasil"))
        assert "Belum ada jawaban yang dapat dihitung." in page
        assert "SKM Tahunan · berjalan" in page
        assert "Nilai per unsur, dari" not in page

    def test_an_unsur_without_a_score_is_named(self, world, sign_in) -> None:
        record(world.b, [(3, 3, 3, None, 3, 3, 3, 3, 3)] * 6)
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert "Belum ada nilai untuk Biaya/Tarif, sehingga IKM belum dapat dihitung." in page
        assert "IKM menjadi" not in page

    def test_a_shortfall_is_shown(self, world, sign_in) -> None:
        record(world.b, [GOOD] * 12)
        with opd_scope(world.b.opd_id):
            target = get_survey(world.b.survey_id).target
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert f"12 responden kurang {target - 12} dari target {target}" in page
        assert "Baca hati-hati: jawaban Layanan Satu masih di bawah targetnya." in page

    def test_it_leads_with_the_weakest_unsur_and_what_was_written_about_it(self, world, sign_in) -> None:
        record(world.b, [GOOD[:2] + (2,) + GOOD[3:]] * 10, saran="Antrean terlalu lama")
        record(world.b, [GOOD] * 2, saran="Kursi kurang")
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert "Waktu Penyelesaian terendah, 2,167; 10 dari 12 saran menyebut antrean atau waktu." in page
        assert "12 saran menurut tema Antrean dan waktu 10 Ruang dan sarana 2" in page

    def test_the_change_since_last_year(self, world, sign_in) -> None:
        last_year(world.b, [POOR] * 20 + [GOOD] * 2)
        record(world.b, [GOOD] * 20 + [POOR] * 2)
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        # 20 × 33 and 2 × 26 of 9 × 22 answers: 712/198 × 25 = 89,90; the other way round 586/198 × 25 = 73,99.
        assert "Naik 15,91 dari 73,99 tahun lalu" in page
        assert "Kenaikan melebihi variasi sampel" in page
        assert "n 22 jawaban lengkap. Perkiraan, bila responden terpilih acak." in page
        assert "Waktu Penyelesaian masih terendah, naik 0,818 menjadi 2,909." in page

    def test_an_earlier_periode_has_its_own_address(self, world, sign_in) -> None:
        before = last_year(world.b, [POOR] * 10)
        record(world.b, [GOOD] * 10)
        client = sign_in("kepala.b")
        assert "72,22 IKM" in text_of(client.get(f"/opd/b/hasil?periode={before}"))
        assert "91,67 IKM" in text_of(client.get("/opd/b/hasil"))
        for wrong in ("00000000-0000-4000-8000-000000000000", "bukan-id", "%00"):
            assert client.get(f"/opd/b/hasil?periode={wrong}").status_code == 404

    def test_citizens_and_internal_customers_are_never_mixed(self, world, sign_in) -> None:
        other = layanan_two(world.b)
        with opd_scope(world.b.opd_id), transaction():
            db.session.get_one(Layanan, (world.b.opd_id, other)).customer_kind = CustomerKind.INTERNAL
        record(world.b, [GOOD] * 12, occupation="SWASTA")
        record(replace(world.b, layanan_id=other), [POOR] * 9, office_kind="DINAS", position="PELAKSANA")
        client = sign_in("kepala.b")
        citizens, internal = (
            text_of(client.get(f"/opd/b/hasil?pelanggan={kind}")) for kind in ("masyarakat", "internal")
        )
        assert "91,67 IKM" in citizens
        assert "Swasta 12 100,00%" in citizens
        assert "72,22" not in citizens
        assert "72,22 IKM" in internal
        assert "Jenis kantor" in internal
        assert "Dinas 9 100,00%" in internal
        assert "91,67" not in internal
        assert text_of(client.get("/opd/b/hasil?pelanggan=entah")) == text_of(client.get("/opd/b/hasil"))

    def test_the_profile_has_counts_and_shares_and_those_who_declined(self, world, sign_in) -> None:
        record(world.b, [GOOD] * 3, sex="P", age_band="20-29", education="S1")
        record(world.b, [GOOD] * 2, sex="L")
        record(world.b, [GOOD] * 10)
        page = text_of(sign_in("kepala.b").get("/opd/b/hasil"))
        assert "Laki-laki 2 13,33% Perempuan 3 20,00% Tidak menjawab 10 66,67%" in page
        assert "20–29 tahun 3 20,00%" in page
        assert "Wawancara petugas 15 100,00%" in page

    def test_the_head_submits_a_closed_survey_from_here(self, world, sign_in) -> None:
        record(world.b, [GOOD] * 12)
        close(world.b)
        address = f'href="/opd/b/upp/b/survei/{world.b.survey_id}/pengajuan"'
        assert address in sign_in("kepala.b").get("/opd/b/hasil").text
        assert address not in sign_in("admin.b").get("/opd/b/hasil").text


class TestOpd:
    @pytest.mark.parametrize(
        ("rule", "ikm", "sentence"),
        [
            # A: 20 × 33/36, A2: 10 × 26/36.
            (Aggregation.MEAN, "81,94", "Rata-rata IKM UPP, setiap UPP sama bobotnya."),
            (Aggregation.POOLED, "85,19", "Semua jawaban UPP digabung."),
            (Aggregation.WEIGHTED, "81,94", "Rata-rata IKM UPP, ditimbang jumlah pengguna layanan."),
        ],
    )
    def test_the_periodes_rule_rolls_the_upp_up(
        self, world, sign_in, rule: Aggregation, ikm: str, sentence: str
    ) -> None:
        set_policy(world, Policy(aggregation=rule))
        record(world.a, [GOOD] * 20)
        record(world.a2, [POOR] * 10)
        page = text_of(sign_in("kepala.a").get("/opd/a/hasil"))
        assert f"{ikm} IKM" in page
        assert sentence in page
        assert "2 dari 2 UPP masuk hitungan" in page

    def test_the_weakest_upp_stands_first_and_the_address_can_sort_otherwise(self, world, sign_in) -> None:
        record(world.a, [GOOD] * 20)
        record(world.a2, [POOR] * 10)
        client = sign_in("admin.a")

        def order(query: str) -> bool:
            rows = client.get(f"/opd/a/hasil{query}").text
            return rows.index("/opd/a/upp/a2/hasil") < rows.index("/opd/a/upp/a/hasil")

        assert order("")
        assert order("?urut=nama&arah=turun")
        assert not order("?urut=nama")
        assert not order("?urut=ikm&arah=turun")

    def test_a_upp_without_answers_is_named_and_stands_last(self, world, sign_in) -> None:
        record(world.a, [GOOD] * 20)
        page = text_of(sign_in("kepala.a").get("/opd/a/hasil"))
        assert "Belum punya IKM" in page
        assert "1 dari 2 UPP masuk hitungan" in page
        assert "Puskesmas Contoh" in page

    def test_filters_cannot_smuggle_anything_into_links(self, world, sign_in) -> None:
        record(world.a, [GOOD] * 20)
        answer = sign_in("kepala.a").get("/opd/a/hasil?_external=1&_scheme=javascript&_anchor=x&kode=b&arah=%22onclick")
        assert answer.status_code == 200
        assert "javascript:" not in answer.text
        assert '"onclick' not in answer.text

    def test_no_survey_at_all(self, world, sign_in) -> None:
        now = clock.now()
        with transaction():
            opd = Opd(kode="c", name="Dinas Baru", short_name="OPD C", kind="dinas", created_at=now)
            db.session.add(opd)
            db.session.flush()
            opd_id = opd.id
        with opd_scope(opd_id), transaction():
            db.session.add(Upp(kode="c", name="Dinas Baru", created_at=now))
        client = sign_in("organisasi")
        for path in ("/opd/c/hasil", "/opd/c/upp/c/hasil", "/opd/c/saran"):
            assert "Belum ada survei" in text_of(client.get(path))
