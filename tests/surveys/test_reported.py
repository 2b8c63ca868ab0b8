"""A third party's result: handed in as its report says it, marked everywhere, and counted like any other."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.compliance.queries import find_own
from app.compliance.standing import Term
from app.db import transaction
from app.extensions import db
from app.ikm import Unsur
from app.opd.models import CustomerKind
from app.periods.policy import Aggregation
from app.periods.queries import get_periode
from app.reports.models import FilePurpose, Report, ReportFile
from app.results.reading import result_of
from app.results.rollup import roll_up
from app.surveys import operations as surveys
from app.surveys.models import Executor
from app.surveys.queries import find_frozen, get_survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.api.test_api import city_token, token_of
from tests.pages import check_page
from tests.portal.test_public_pages import data
from tests.results.recorded import record, submit
from tests.surveys.test_pages import judged, page, path, state
from tests.world import World

S = SurveyState
NRR = ("3,25", "3.25", "3,25", "3,25", "3,25", "3,25", "3,25", "3,25", "3,25")  # 81,25 exactly; 80,44 with 0.11
MARK = "Dilaporkan, tidak dapat dihitung ulang"


def form(**more: object) -> dict[str, object]:
    scores = {unsur.value: nrr for unsur, nrr in zip(Unsur, NRR, strict=True)}
    rest = {"executor_name": "Lembaga Survei", "kind": "masyarakat", "respondents": "412", "ikm": "81,25"}
    return scores | rest | {"report": (BytesIO(b"%PDF-1.4 laporan %%EOF"), "laporan.pdf")} | more


def hand_in(client, place, **more: object):
    return client.post(path(place, "/hasil-pihak-ketiga"), data=form(**more), content_type="multipart/form-data")


def test_the_admin_hands_in_what_the_report_says_and_the_kepala_certifies_it(world: World, sign_in) -> None:
    admin, kepala, city = sign_in("admin.a"), sign_in("kepala.a"), sign_in("organisasi")
    check_page(admin.get(path(world.a, "/hasil-pihak-ketiga")), "form")
    sent = hand_in(admin, world.a)
    assert sent.status_code == 302
    assert state(world.a) is S.DITUTUP
    with opd_scope(world.a.opd_id):
        frozen = find_frozen(world.a.survey_id)
        assert (frozen.ikm, frozen.mutu, frozen.respondents) == (Decimal("81.25"), "B", 412)
        survey = get_survey(world.a.survey_id)
        assert (survey.executor, survey.executor_name) == (Executor.PIHAK_KETIGA, "Lembaga Survei")
        assert db.session.scalars(select(ReportFile.purpose)).all() == [FilePurpose.LAPORAN_PIHAK_KETIGA]
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "result:reported")).one()
        assert (entry.details["weight"], entry.details["ikm"]) == ("persis", "81.25")
    shown = page(admin, path(world.a))
    assert MARK in shown
    assert "mengikuti NRR-nya dengan bobot persis" in shown
    assert MARK in page(kepala, path(world.a, "/pengajuan"))
    kepala.post(path(world.a, "/pengajuan"), data={"read": "y"})
    assert state(world.a) is S.DIAJUKAN
    with opd_scope(world.a.opd_id):
        assert not db.session.scalars(select(Report)).all(), "no report of ours is made of somebody else's figures"
    examined = page(city, path(world.a, "/verifikasi"))
    assert MARK in examined
    assert "sama persis" not in examined
    city.post(path(world.a, "/verifikasi"), data=judged(city, world.a))
    city.post(path(world.a, "/publikasi"))
    for who, address in (
        (admin, "/opd/a/upp/a/hasil"),
        (city, "/opd/a/hasil"),
        (admin, path(world.a, "/versi/1")),
        (admin, path(world.a, "/laporan")),
    ):
        answer = who.get(address, follow_redirects=True)
        check_page(answer, address)
        assert "dilaporkan" in answer.text.lower(), address
    public = city.get("/publik/opd/a/upp/a", follow_redirects=True)
    public = public if public.status_code == 200 else city.get("/publik")
    assert "81,25" in public.text
    assert "ilaporkan pihak ketiga" in public.text
    assert MARK in city.get("/organisasi/hasil").text
    anybody = city.application.test_client()
    for name in ("ikm", "unsur"):
        assert {row["dilaporkan"] for row in data(anybody, name)} == {"ya"}
    (unit,) = anybody.get("/api/v1/rekap", headers=city_token()).json["unit"]
    own = anybody.get("/api/v1/hasil", headers=token_of(world.a)).json["hasil"]
    assert {each["upp"]: each["dilaporkan"] for each in own} == {"a": True, "a2": False}
    assert unit["dilaporkan"] is True


def test_it_counts_for_compliance_and_enters_the_mean(world: World, sign_in) -> None:
    hand_in(sign_in("admin.a"), world.a)
    record(world.a2, [(4,) * 9] * 5)
    submit(world.a2)
    with opd_scope(world.a.opd_id), transaction():
        surveys.submit(world.a.survey_id, by=SYSTEM)
    with opd_scope(world.a.opd_id):
        results = [result_of(get_survey(each.survey_id)) for each in (world.a, world.a2)]
        found = roll_up(results, CustomerKind.MASYARAKAT, Aggregation.MEAN)
        assert (found.aggregate.ikm, found.upp_counted) == (Decimal("90.63"), 2)
        assert found.upp_reported == ("Dinas Contoh A",)
        assert found.statistics.n == 417
        pooled = roll_up(results, CustomerKind.MASYARAKAT, Aggregation.POOLED)
        assert (pooled.aggregate.ikm, pooled.upp_counted) == (Decimal("100.00"), 1), "nobody can pool printed figures"
        periode = get_periode(world.periode_id)
        standing = find_own(world.periode_id, Term(periode.opens_on, periode.deadline, clock.today()))
        assert standing.finished
        assert sum(upp.forecast.achieved for upp in standing.upps) == 417


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"WAKTU": "4,2"}, "Isi angka dari 1 sampai 4."),
        ({"WAKTU": "tiga"}, "Tulis angka seperti di laporan"),
        ({"WAKTU": ""}, "Isian ini wajib diisi."),
        ({"ikm": "101"}, "Isi angka dari 25 sampai 100."),
        ({"ikm": "81,255"}, "Paling banyak 2 angka di belakang koma."),
        ({"ikm": "95,00"}, "tidak mengikuti NRR-nya"),
        ({"respondents": "0"}, "Isi angka dari 1"),
        ({"report": (BytesIO(b"MZ program"), "laporan.pdf")}, "Berkas ini bukan PDF."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_kept(world, sign_in, wrong, message) -> None:
    answer = hand_in(sign_in("admin.a"), world.a, **wrong)
    assert answer.status_code == 422
    check_page(answer, "form")
    assert message in answer.text
    assert "Lembaga Survei" in answer.text
    assert state(world.a) is S.BERJALAN
    with opd_scope(world.a.opd_id):
        assert not db.session.scalars(select(ReportFile)).all()


def test_an_index_that_follows_from_no_weight_is_taken_as_printed_once_somebody_says_so(world: World, sign_in) -> None:
    admin = sign_in("admin.a")
    assert hand_in(admin, world.a, ikm="83,00", as_printed="y").status_code == 302
    assert "tidak mengikuti NRR-nya dengan bobot mana pun" in page(admin, path(world.a))


def test_a_typing_error_is_mended_as_the_next_version(world: World, sign_in) -> None:
    admin = sign_in("admin.a")
    hand_in(admin, world.a)
    assert hand_in(admin, world.a, respondents="421").status_code == 302
    with opd_scope(world.a.opd_id):
        assert (find_frozen(world.a.survey_id).version, find_frozen(world.a.survey_id).respondents) == (2, 421)


def test_a_survey_with_answers_of_its_own_takes_none(world: World, sign_in) -> None:
    record(world.a, [(3,) * 9] * 5)
    refused = hand_in(sign_in("admin.a"), world.a)
    assert refused.status_code == 409
    assert "punya jawaban di Potret" in refused.text
    assert state(world.a) is S.BERJALAN


def test_only_the_admin_of_this_upp_hands_it_in(world: World, sign_in) -> None:
    for who, status in (("kepala.a", 403), ("organisasi", 403), ("admin.b", 404), ("admin_upp.a", 404)):
        assert hand_in(sign_in(who), world.a).status_code == status
    assert hand_in(sign_in("admin_upp.a"), world.a2).status_code == 302
