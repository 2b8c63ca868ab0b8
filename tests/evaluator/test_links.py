"""An evaluator reads verified results by a link: nothing else, nothing more than the link opens, until it is over."""

from __future__ import annotations

import re
import threading
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.audit.models import CityAuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.evaluator import operations
from app.evaluator.models import EvaluatorLink
from app.extensions import db, limiter
from app.followups import operations as followups
from app.ikm import Unsur
from app.reports.models import DocumentKind
from app.responses import intake
from app.results import fold
from app.surveys import operations as surveys
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.publication.test_pages import record as record_medium
from tests.reports.steps import close, made_at_once, submit
from tests.surveys.test_pages import bring_to
from tests.world import Place, World

S = SurveyState
PAGE = "/organisasi/tautan-evaluator"
SECRET = "Loket tiga kurang ramah kepada ibu hamil"


def link(world: World, opd_ids: list[UUID] | None = None, *, days: int = 14) -> str:
    """Return the address that a new link opens."""
    with transaction():
        token = operations.make(
            purpose="Tim PEKPPP Provinsi", periode_id=world.periode_id, opd_ids=opd_ids, days=days, by=SYSTEM
        )
    return f"/penilaian/{token}"


def verify(place: Place, n: int, *, publish: bool = False) -> None:
    """So many people have answered, with a saran, and the result is verified."""
    with opd_scope(place.opd_id):
        for _ in range(n):
            intake.record(place.opd_id, place.answer((3, 3, 2, 4, 3, 3, 3, 3, 4), saran=SECRET))
        with transaction():
            fold.fold_all()
    close(place)
    submit(place)
    with opd_scope(place.opd_id), transaction():
        surveys.verify(place.survey_id, by=SYSTEM)
        if publish:
            surveys.publish(place.survey_id, by=SYSTEM)


def plan(place: Place) -> None:
    with opd_scope(place.opd_id), transaction():
        followups.add(
            get_survey(place.survey_id), unsur=Unsur.WAKTU, activity="Menambah loket", quarter=1, due_year=2027,
            responsible="Ibu Sari Petugas", by=SYSTEM,
        )  # fmt: skip


def bundle(place: Place) -> UUID:
    """The UPP has made its bukti dukung; return its id."""
    return made_at_once(place, DocumentKind.BUKTI_DUKUNG)


def trail() -> list[tuple[str, str]]:
    rows = db.session.execute(select(CityAuditEntry.action, CityAuditEntry.actor_name).order_by(CityAuditEntry.id))
    found = [(action, name) for action, name in rows if action.startswith("evaluator_link:")]
    db.session.rollback()
    return found


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    check_page(answer, address)
    return answer.text


def test_bagian_organisasi_makes_a_link_and_an_evaluator_reads_by_it_without_an_account(
    world: World, sign_in, client
) -> None:
    verify(world.a, 12)
    plan(world.a)
    record_medium(sign_in("admin.a"), world.a)
    office = sign_in("organisasi")
    check_page(office.get(PAGE), "links")
    made = office.post(
        PAGE, data={"purpose": "Tim PEKPPP", "periode": str(world.periode_id), "reach": "semua", "days": "14"}
    )
    check_page(made, "made")
    address = re.search(r"http://localhost:8000(/penilaian/[\w-]{43})<", made.text)
    assert address
    assert address[1] not in office.get(PAGE).text, "it is shown once"
    index = shown(client, address[1])
    assert "Dinas Contoh A" in index
    assert index.count("hasilnya belum diverifikasi") == 2  # Puskesmas Contoh and Badan Contoh B
    page = shown(client, f"{address[1]}/a/a")
    for told in (
        "77,78", "12 responden", "Waktu Penyelesaian", "Menambah loket", "Direncanakan", "Poster di ruang layanan",
        "1 media tercatat: 1 nonelektronik, 0 elektronik.", "simulasi",
    ):  # fmt: skip
        assert told in page, told
    proof = client.get(re.search(rf'href="({address[1]}/a/a/publikasi/[\w-]+)"', page)[1])
    assert proof.data.startswith(b"\xff\xd8\xff")
    listed = office.get(PAGE).text
    assert "3 kali" in listed
    assert trail() == [("evaluator_link:made", "Organisasi"), ("evaluator_link:used", "Potret")]


def test_the_pages_make_no_session_and_are_kept_by_nobody(world: World, client) -> None:
    verify(world.a, 12)
    address = link(world)
    for path in (address, f"{address}/a/a"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex' in answer.text
        assert "<script" not in answer.text
    assert client.post(address).status_code == 405


def test_no_answer_saran_or_name_of_a_petugas_is_in_it(world: World, client) -> None:
    verify(world.a, 12)
    plan(world.a)
    bundle(world.a)
    address = link(world)
    page = shown(client, f"{address}/a/a")
    told = [shown(client, address), page]
    packed = client.get(re.search(rf'href="({address}/a/a/bukti-dukung/[\w-]+)"', page)[1])
    assert packed.mimetype == "application/zip"
    with zipfile.ZipFile(BytesIO(packed.data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {"00 Daftar bukti.txt", "Laporan SKM.pdf"} <= set(names)
        assert not [name for name in names if name.endswith(".xlsx")], "one row a respondent"
        readme = archive.read("00 Daftar bukti.txt").decode()
        assert "tidak ikut lewat tautan ini" in readme
        told += [archive.read(name).decode("utf-8", "replace") for name in names]
    for text in told:
        assert SECRET not in text
        assert "P-01" not in text
        assert "Sari Petugas" not in text


def test_what_is_not_verified_is_not_there(world: World, client) -> None:
    bring_to(world.b, S.DIAJUKAN)
    address = link(world)
    assert "hasilnya belum diverifikasi" in shown(client, address)
    assert client.get(f"{address}/b/b").status_code == 404
    with opd_scope(world.b.opd_id), transaction():
        surveys.verify(world.b.survey_id, by=SYSTEM)
    assert client.get(f"{address}/b/b").status_code == 200
    with opd_scope(world.b.opd_id), transaction():
        surveys.reopen_verified(world.b.survey_id, reason="Ada yang tertinggal", by=SYSTEM)
    assert client.get(f"{address}/b/b").status_code == 404


def test_a_bundle_made_before_the_figures_changed_is_not_given(world: World, sign_in, client) -> None:
    verify(world.a, 12)
    report_id = bundle(world.a)
    address = link(world)
    path = f"{address}/a/a/bukti-dukung/{report_id}"
    assert client.get(path).status_code == 200
    record_medium(sign_in("admin.a"), world.a)
    assert client.get(path).status_code == 404
    assert "datanya berubah sejak dibuat" in shown(client, f"{address}/a/a")


def test_only_the_chosen_opd_are_opened(world: World, client) -> None:
    for place in (world.a, world.b):
        verify(place, 12)
    report_id = bundle(world.a)
    only_b, everything = link(world, [world.b.opd_id]), link(world)
    assert "Dinas Contoh A" not in shown(client, only_b)
    assert "Badan Contoh B" in shown(client, only_b)
    for rest in ("/a/a", f"/a/a/bukti-dukung/{report_id}", f"/b/b/bukti-dukung/{report_id}", "/a/b", "/c/c"):
        assert client.get(only_b + rest).status_code == 404, rest
    assert client.get(f"{only_b}/b/b").status_code == 200
    assert client.get(f"{everything}/a/a").status_code == 200


def test_a_link_that_never_was_is_no_page(world: World, client) -> None:
    verify(world.a, 12)
    link(world)
    for token in ("x", "A" * 43, "0" * 64):
        for rest in ("", "/a/a"):
            answer = client.get(f"/penilaian/{token}{rest}")
            assert answer.status_code == 404
            check_page(answer, "unknown")
            assert "Dinas Contoh" not in answer.text


def test_an_expired_and_a_revoked_link_say_that_they_are_over_and_no_more(
    app: Flask, world: World, sign_in, client
) -> None:
    verify(world.a, 12)
    expired, revoked = link(world, days=1), link(world, days=90)
    assert "Dinas Contoh A" in shown(client, revoked)
    office = sign_in("organisasi")
    newest = select(EvaluatorLink.id).order_by(EvaluatorLink.expires_at.desc()).limit(1)
    address = f"{PAGE}/{db.session.scalar(newest)}/pencabutan"
    assert office.post(address).status_code == 302
    with clock.pretend(clock.now() + timedelta(days=1, minutes=1)):
        for over in (expired, revoked):
            for rest in ("", "/a/a", "/b/b", "/tidak/ada"):
                answer = client.get(over + rest)
                check_page(answer, "over")
                assert answer.status_code == 410
                assert "Tautan sudah berakhir" in answer.text
                assert "Contoh" not in answer.text
                assert "PEKPPP" not in answer.text
    listed = office.get(PAGE).text
    assert "dicabut" in listed
    assert listed.count(">Cabut<") == 1
    assert ("evaluator_link:revoked", "Organisasi") in trail()


def test_uses_are_counted_and_the_first_of_each_day_stands_in_the_trail(world: World, client) -> None:
    address = link(world)
    for day in (0, 0, 1, 1, 3):
        with clock.pretend(clock.now() + timedelta(days=day)):
            assert client.get(address).status_code == 200
    assert trail().count(("evaluator_link:used", "Potret")) == 3
    assert db.session.scalar(select(EvaluatorLink.uses)) == 5


def test_once_a_revocation_is_through_no_request_is_answered(app: Flask, world: World, client) -> None:
    """Readers and the revocation at once: each is before it or after it, and after it everything is over."""
    address = link(world)
    answers: list[int] = []
    begin = threading.Barrier(5)

    def reads() -> None:
        own = app.test_client()
        begin.wait()
        answers.extend(own.get(address).status_code for _ in range(4))

    readers = [threading.Thread(target=reads) for _ in range(4)]
    for reader in readers:
        reader.start()
    link_id = db.session.scalars(select(EvaluatorLink.id)).one()
    db.session.rollback()
    begin.wait()
    with transaction():
        operations.revoke(link_id, by=SYSTEM)
    after = client.get(address).status_code
    for reader in readers:
        reader.join()
    assert after == 410
    assert set(answers) <= {200, 410}
    assert db.session.scalars(select(EvaluatorLink.uses)).one() == answers.count(200)


def test_few_answers_are_held_back_with_whatever_would_give_them_away(world: World, client) -> None:
    verify(world.a, 3)  # too few by themselves
    verify(world.a2, 9)  # with the whole that the public reads, it would give them away
    address = link(world)
    assert shown(client, address).count("tidak ditampilkan") == 2
    for upp in ("a", "a2"):
        page = shown(client, f"{address}/a/{upp}")
        assert "Karena itu tidak ditampilkan" in page
        assert "77,78" not in page
        assert "3 responden" not in page
        assert "sampel kurang" not in page
        assert "Unduh bukti dukung" not in page


def test_what_the_public_does_not_see_an_evaluator_does_not_either(world: World, client) -> None:
    verify(world.b, 4, publish=True)  # hides A, too, since two OPD and their mean are public
    verify(world.a, 12, publish=True)
    assert "disembunyikan" in client.get("/publik?semua=1").text
    address = link(world)
    assert "77,78" not in shown(client, f"{address}/b/b")
    assert "77,78" not in shown(client, f"{address}/a/a")


def test_the_secret_is_kept_as_a_hash_and_in_no_line_of_the_log(
    app: Flask, world: World, client, sign_in, capfd
) -> None:
    capfd.readouterr()
    made = sign_in("organisasi").post(
        PAGE, data={"purpose": "Tim", "periode": str(world.periode_id), "reach": "semua", "days": "14"}
    )
    token = re.search(r"/penilaian/([\w-]{43})<", made.text)[1]
    for rest in ("", "/a/a", "/tidak/ada"):
        client.get(f"/penilaian/{token}{rest}")
    client.get(f"/penilaian/{token[:-1]}x")
    written = "".join(capfd.readouterr())
    assert "evaluator.entries" in written
    assert token not in written
    assert token[:20] not in written
    row = db.session.scalars(select(EvaluatorLink)).one()
    assert token not in str(vars(row))
    assert not any(token in str(entry.details) for entry in db.session.scalars(select(CityAuditEntry)))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"purpose": " "}, "Tulis siapa yang memakai tautan ini."),
        ({"days": "0"}, "Isi angka dari 1 sampai 90."),
        ({"days": "91"}, "Isi angka dari 1 sampai 90."),
        ({"days": "lama"}, "Tulis angka bulat"),
        ({"reach": "pilihan"}, "Pilih sedikitnya satu OPD."),
        ({"reach": "pilihan", "opd": "bukan-opd"}, "bukan-opd"),
        ({"periode": "2019"}, "Pilih salah satu dari daftar."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_no_link_is_made(world: World, sign_in, wrong, message) -> None:
    right = {"purpose": "Tim PEKPPP", "periode": str(world.periode_id), "reach": "semua", "days": "14"}
    answer = sign_in("organisasi").post(PAGE, data=right | wrong)
    assert answer.status_code == 422
    check_page(answer, "links")
    assert message in answer.text or message == "bukan-opd"
    assert not db.session.scalars(select(EvaluatorLink)).all()


def test_only_bagian_organisasi_makes_links(world: World, sign_in) -> None:
    for who in ("pemantau", "kepala.a", "admin.a", "petugas.a"):
        assert sign_in(who).get(PAGE).status_code == 403
    made = sign_in("organisasi").post(
        PAGE,
        data={
            "purpose": "Tim", "periode": str(world.periode_id), "reach": "pilihan", "opd": str(world.a.opd_id), "days": "90",
        },
    )  # fmt: skip
    assert made.status_code == 200
    row = db.session.scalars(select(EvaluatorLink)).one()
    assert row.opd_ids == [world.a.opd_id]
    assert (row.expires_at - row.created_at).days == 90


@pytest.mark.own_app
def test_whoever_asks_far_too_often_waits(app: Flask, world: World) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    try:
        client = app.test_client()
        asked = [client.get("/penilaian/xyz").status_code for _ in range(61)]
    finally:
        limiter.reset()
        limiter.enabled = False
    assert asked[0] == 404
    assert asked[-1] == 429
