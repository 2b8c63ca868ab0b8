"""The admin's pages: which phones there are, setting one up, shutting one out, what could not be taken."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import select, update

from app import clock
from app.access.permissions import P
from app.access.policy import ROLE_PERMISSIONS
from app.access.roles import Role
from app.audit.models import AuditEntry
from app.db import transaction
from app.devices.models import Device
from app.extensions import db
from app.tenancy.scope import opd_scope
from tests.accounts.test_members import membership_of
from tests.devices.phone import another_petugas, petugas_of, set_up
from tests.pages import check_page

DEVICES = "/opd/a/perangkat"


def prepared(admin, petugas_id) -> tuple[str, str]:
    """Return the set-up page's address, and the link that it shows."""
    answer = admin.post(f"{DEVICES}/penyiapan", data={"membership_id": str(petugas_id)})
    assert answer.status_code == 302
    page = admin.get(answer.headers["Location"])
    check_page(page, answer.headers["Location"])
    return answer.headers["Location"], re.search(r'value="(http[^"]+/isi/pasang/[^"]+)"', page.text).group(1)


def test_only_admins_manage_phones() -> None:
    assert {role for role in Role if P.DEVICE_MANAGE in ROLE_PERMISSIONS[role]} == {Role.ADMIN_OPD, Role.ADMIN_UPP}


def test_an_admin_prepares_a_phone_sends_the_link_and_sees_it_arrive(app, world, sign_in) -> None:
    admin = sign_in("admin.a")
    assert "Belum ada perangkat yang disiapkan" in admin.get(DEVICES).text
    address, link = prepared(admin, petugas_of(world.a))
    page = admin.get(address).text
    assert "<svg" in page
    assert "wa.me/?text=Yth." in page
    assert link.startswith("http://localhost:8000/isi/pasang/")
    phone = app.test_client()
    assert phone.post(urlsplit(link).path, json={"token": None, "label": "Redmi 9A · Chrome"}).status_code == 200
    assert "Redmi 9A · Chrome dipasang" in admin.get(address).text
    assert link not in admin.get(address).text
    page = admin.get(DEVICES).text
    assert "1 perangkat dapat mengirim" in page
    assert "Petugas A (P-01)" in page
    assert "Belum pernah terhubung" in page


def test_the_list_says_how_each_phone_stands(app, world, sign_in) -> None:
    phone, silent = set_up(app, world.a), set_up(app, world.a)
    phone.send(phone.item())
    with transaction():
        week_ago = clock.now() - timedelta(days=8)
        db.session.execute(update(Device).where(Device.id == silent.device_id).values(last_seen_at=week_ago))
    page = sign_in("admin.a").get(DEVICES)
    check_page(page, DEVICES)
    assert "2 perangkat dapat mengirim, 1 lama tidak terhubung" in page.text
    assert "versi v1" in page.text
    assert ">Aktif<" in page.text


def test_an_admin_revokes_a_phone_after_reading_what_that_means(app, world, sign_in) -> None:
    phone, admin = set_up(app, world.a), sign_in("admin.a")
    address = f"{DEVICES}/{phone.device_id}/pencabutan"
    question = admin.get(address)
    check_page(question, address)
    assert "tidak dapat mengirim wawancara lagi" in question.text
    assert phone.post().status_code == 200
    assert admin.post(address, follow_redirects=True).text.count("dicabut") >= 1
    assert phone.post().status_code == 401
    assert admin.post(address).status_code == 409
    assert "sudah dicabut" in admin.get(address).text
    with opd_scope(world.a.opd_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "device:revoked")).one()
    assert (entry.subject_name, entry.details) == ("Redmi 9A · Chrome", {"petugas": ["P-01"]})


def test_phones_and_people_of_another_opd_do_not_exist(app, world, sign_in) -> None:
    foreign, admin = set_up(app, world.b), sign_in("admin.a")
    address, _ = prepared(sign_in("admin.a"), petugas_of(world.a))
    assert admin.get(f"{DEVICES}/{foreign.device_id}/pencabutan").status_code == 404
    assert admin.post(f"{DEVICES}/{foreign.device_id}/pencabutan").status_code == 404
    assert admin.post(f"{DEVICES}/penyiapan", data={"membership_id": str(petugas_of(world.b))}).status_code == 404
    assert admin.post(f"{DEVICES}/penyiapan", data={"membership_id": "x"}).status_code == 404
    assert sign_in("admin.b").get(address.replace("/opd/a/", "/opd/b/")).status_code == 404
    assert foreign.post().status_code == 200


def test_only_petugas_get_a_phone(world, sign_in) -> None:
    admin = sign_in("admin.a")
    kepala = membership_of("kepala.a", world.a.opd_id)
    assert admin.post(f"{DEVICES}/penyiapan", data={"membership_id": str(kepala)}).status_code == 404


def test_an_admin_of_one_upp_sees_the_phones_of_its_own_petugas_only(app, world, sign_in) -> None:
    whole = set_up(app, world.a)
    own = set_up(app, world.a2, another_petugas(world.a2, upp_id=world.a2.upp_id))
    admin = sign_in("admin_upp.a")
    page = admin.get(DEVICES).text
    assert "Sari Dewi" in page
    assert "Petugas A" not in page
    assert "1 perangkat dapat mengirim" in page
    assert admin.get(f"{DEVICES}/{whole.device_id}/pencabutan").status_code == 404
    assert admin.get(f"{DEVICES}/{own.device_id}/pencabutan").status_code == 200
    assert admin.post(f"{DEVICES}/penyiapan", data={"membership_id": str(petugas_of(world.a))}).status_code == 404


def test_what_could_not_be_taken_is_shown_with_its_reason(app, world, sign_in) -> None:
    phone, admin = set_up(app, world.a), sign_in("admin.a")
    empty = admin.get(f"{DEVICES}/karantina")
    assert "Semua kiriman diterima" in empty.text
    item, refused = phone.item(), phone.item(sex="X")
    phone.send(item, item | {"scores": dict.fromkeys(item["scores"], 1)}, refused)
    page = admin.get(f"{DEVICES}/karantina")
    check_page(page, "karantina")
    assert "2 kiriman tidak dapat diterima" in page.text
    assert "Laporkan kepada admin" not in page.text
    assert "sudah dipakai oleh jawaban lain" in page.text
    assert "Pilih salah satu, atau Tidak menjawab." in page.text
    assert "Petugas A (P-01)" in page.text
    assert "Redmi 9A · Chrome" in page.text
    assert "2 kiriman tidak dapat diterima" in admin.get(DEVICES).text
    phone.send(refused | {"sex": "P"})
    assert "Diterima kemudian" in admin.get(f"{DEVICES}/karantina").text
    assert "kiriman" not in sign_in("admin.b").get("/opd/b/perangkat").text
    assert "Semua kiriman diterima" in sign_in("admin_upp.a").get(f"{DEVICES}/karantina").text


def test_a_page_that_is_not_there_is_the_nearest_that_is(sign_in) -> None:
    admin = sign_in("admin.a")
    for page in ("0", "-3", "99", "x"):
        assert admin.get(f"{DEVICES}/karantina?halaman={page}").status_code == 200, page


def test_the_ways_to_the_phones_stand_where_an_admin_looks(sign_in) -> None:
    admin = sign_in("admin.a")
    for page in ("/opd/a/pengumpulan", "/opd/a/orang"):
        assert f'href="{DEVICES}"' in admin.get(page, follow_redirects=True).text, page
    assert f'href="{DEVICES}"' in sign_in("admin.b").get("/opd/b/pengumpulan", follow_redirects=True).text.replace(
        "/opd/b/", "/opd/a/"
    )
    assert f'href="{DEVICES}"' not in sign_in("kepala.a").get("/opd/a/orang").text
