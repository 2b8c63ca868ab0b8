"""A backup file of a phone: encrypted to the OPD, opened by its admin, taken as if the phone had sent it."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.operations import SYSTEM
from app.db import transaction
from app.devices import operations
from app.extensions import db
from app.responses.models import Quarantine, Response
from app.tenancy.scope import opd_scope
from tests.devices.phone import Phone, another_petugas, set_up
from tests.devices.sealing import sealed
from tests.pages import check_page

UPLOAD = "/opd/a/perangkat/cadangan"


@pytest.fixture
def phone(app, world) -> Phone:
    return set_up(app, world.a)


def opd_of(phone: Phone) -> dict:
    return phone.client.get("/isi/data", headers=phone.headers).json["opd"]


def contents(phone: Phone, *items) -> dict:
    return phone.batch(*items) | {"device_id": str(phone.device_id)}


def upload(person, content: bytes):
    return person.post(UPLOAD, data={"file": (BytesIO(content), "cadangan-a-2026-11-24.potret")})


def test_a_backup_of_a_phone_that_is_shut_out_is_taken_once(world, phone, sign_in) -> None:
    sent, waiting, wrong = phone.item(), phone.item(score=4), phone.item(age=3)
    phone.send(sent)
    file = sealed(opd_of(phone), contents(phone, sent, waiting, wrong, {"id": "x"}))
    with opd_scope(world.a.opd_id), transaction():
        operations.revoke(phone.device_id, by=SYSTEM)
    admin = sign_in("admin.a")
    page = upload(admin, file)
    check_page(page, UPLOAD)
    assert page.status_code == 200
    assert "1 wawancara baru diterima" in page.text
    assert "Dari cadangan berisi 4 wawancara." in page.text
    assert "Sudah diterima sebelumnya" in page.text
    assert "17 tahun ke atas" in page.text
    assert "tanpa nomor" in page.text
    assert "Tidak ada wawancara baru" in upload(admin, file).text
    with opd_scope(world.a.opd_id):
        rows = db.session.scalars(select(Response)).all()
        assert {str(row.id) for row in rows} == {sent["id"], waiting["id"]}
        assert {row.device_id for row in rows} == {phone.device_id}
        assert len(db.session.scalars(select(Quarantine)).all()) == 1
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "backup:imported")).all()
    assert [entry.details["outcomes"] for entry in entries] == [
        {"sudah_diterima": 1, "diterima": 1, "ditolak": 2},
        {"sudah_diterima": 2, "ditolak": 2},
    ]
    assert (entries[0].details["items"], entries[0].details["device_id"]) == (4, str(phone.device_id))


def test_an_empty_backup_says_so(phone, sign_in) -> None:
    assert "Cadangan ini kosong" in upload(sign_in("admin.a"), sealed(opd_of(phone), contents(phone))).text


def test_url_safe_base64_without_padding_is_read_too(phone, sign_in) -> None:
    cover = json.loads(sealed(opd_of(phone), contents(phone, phone.item())))
    for name in ("iv", "ct"):
        cover[name] = cover[name].replace("+", "-").replace("/", "_").rstrip("=")
    assert "1 wawancara baru diterima" in upload(sign_in("admin.a"), json.dumps(cover).encode()).text


def test_a_file_that_is_no_backup_is_refused_in_words_and_nothing_is_stored(world, app, phone, sign_in) -> None:
    opd, admin, item = opd_of(phone), sign_in("admin.a"), phone.item()
    good = json.loads(sealed(opd, contents(phone, item)))
    foreign = set_up(app, world.b)
    for words, content in (
        ("bukan cadangan", b""),
        ("bukan cadangan", b"PK\x03\x04"),
        ("bukan cadangan", b"[" * 100_000),
        ("bukan cadangan", b"{}"),
        ("bukan cadangan", json.dumps(good | {"v": 2}).encode()),
        ("milik OPD lain", json.dumps(good | {"opd": "b"}).encode()),
        ("milik OPD lain", json.dumps(good | {"opd": []}).encode()),
        ("tidak dapat dibuka", json.dumps(good | {"ct": good["ct"][:-8] + "AAAAAAA="}).encode()),
        ("tidak dapat dibuka", json.dumps(good | {"ct": 3}).encode()),
        ("tidak dapat dibuka", json.dumps(good | {"iv": "AAAA"}).encode()),
        ("tidak dapat dibuka", json.dumps(good | {"epk": None}).encode()),
        ("tidak dapat dibuka", json.dumps(good | {"epk": good["epk"] | {"y": good["epk"]["x"]}}).encode()),
        ("tidak dapat dibuka", json.dumps(good | {"epk": good["epk"] | {"x": "AA"}}).encode()),
        ("tidak dapat dibuka", sealed(opd, [1])),
        ("tidak dapat dibuka", sealed(opd, {"device_id": 3, "items": []})),
        ("tidak dapat dibuka", sealed(opd, {"device_id": str(phone.device_id), "items": {}})),
        ("tidak dapat dibuka", sealed(opd_of(foreign) | {"kode": "a"}, contents(phone, item))),
        ("tidak dikenal di sini", sealed(opd, contents(foreign, item))),
        ("5.000 wawancara", sealed(opd, contents(phone, *[{}] * 5001))),
        ("10 MB", b"x" * (10 * 1024 * 1024 + 1)),
    ):
        answer = upload(admin, content)
        assert answer.status_code == 422, words
        assert words in answer.text, (words, content[:60])
    assert "Pilih berkasnya" in admin.post(UPLOAD, data={}).text
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(Response)).all() == []


def test_an_admin_of_one_upp_opens_only_backups_of_its_own_phones(app, world, phone, sign_in) -> None:
    own = set_up(app, world.a2, another_petugas(world.a2, upp_id=world.a2.upp_id))
    admin = sign_in("admin_upp.a")
    assert "1 wawancara baru" in upload(admin, sealed(opd_of(own), contents(own, own.item()))).text
    assert "tidak dikenal di sini" in upload(admin, sealed(opd_of(phone), contents(phone, phone.item()))).text
