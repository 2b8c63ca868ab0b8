"""The kiosk as a browser fetches it, and what a wrong code gets."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

from flask.testing import FlaskClient

from app.links.addresses import kiosk_url
from app.links.queries import find_link
from tests.links.conftest import make_link
from tests.pages import check_page
from tests.recording.test_shell import facts_of
from tests.world import World


def test_the_shell_is_one_for_all_codes_and_holds_no_data(client: FlaskClient, code: str) -> None:
    shell = client.get("/kios/aplikasi")
    check_page(shell, "/kios/aplikasi")
    assert client.get(f"/kios/{code}").data == shell.data
    assert "Set-Cookie" not in shell.headers
    for word in (code, "Layanan Satu", "Loket 1", "Dinas Contoh"):
        assert word not in shell.text
    assert "<a " not in shell.text  # no way out of it


def test_the_worker_keeps_the_shell_and_every_file_of_it(client: FlaskClient) -> None:
    worker = client.get("/kios/pekerja.js")
    facts = facts_of(worker)
    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert facts["version"] == client.get("/kios/versi.json").json["version"]
    assert facts["assets"][0] == "/kios/aplikasi"
    for address in facts["assets"]:
        assert client.get(address).status_code == 200, address


def test_a_code_is_found_however_it_is_typed(client: FlaskClient, code: str) -> None:
    page = client.get("/kios/")
    check_page(page, "/kios/")
    typed = client.get("/kios/", query_string={"kode": f"{code[:4].lower()} {code[4:]}"})
    assert (typed.status_code, typed.headers["Location"]) == (302, f"/kios/{code}")
    assert client.get(f"/kios/{code.lower()}").headers["Location"] == f"/kios/{code}"


def test_a_wrong_code_gets_a_clear_page_and_programs_a_clear_word(client: FlaskClient) -> None:
    for address in ("/kios/SALAH", "/kios/?kode=SALAH"):
        page = client.get(address)
        check_page(page, address)
        assert page.status_code == 404
        assert "Kode kios ini tidak dikenal" in page.text
    for address in ("/kios/SALAH/data", "/kios/SALAH/aplikasi.webmanifest"):
        assert (client.get(address).status_code, client.get(address).json) == (
            404,
            {"pesan": "Kode kios ini tidak dikenal."},
        )


def test_an_installed_kiosk_opens_at_its_own_code_on_the_whole_screen(client: FlaskClient, code: str) -> None:
    manifest = client.get(f"/kios/{code}/aplikasi.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    assert (manifest.json["start_url"], manifest.json["scope"], manifest.json["display"]) == (
        f"/kios/{code}",
        "/kios/",
        "fullscreen",
    )
    for icon in manifest.json["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_an_admin_reads_how_to_set_up_the_kiosk_of_a_link(
    sign_in: Callable[[str], FlaskClient], world: World, code: str
) -> None:
    admin, link = sign_in("admin.a"), find_link(code)
    assert link
    address = f"/opd/a/tautan/{link.id}/kios"
    assert address in admin.get("/opd/a/tautan").text
    page = admin.get(address)
    check_page(page, address, tokens=True)
    for words in (kiosk_url(code), "Layanan Satu, Loket 1", "sematkan layar", "layar penuh"):
        assert words in page.text
    ElementTree.fromstring(admin.get(f"/opd/a/tautan/{link.id}/kios.svg").text)
    foreign = find_link(make_link(world.b))
    assert foreign
    assert admin.get(f"/opd/a/tautan/{foreign.id}/kios").status_code == 404
    assert admin.get(f"/opd/a/tautan/{foreign.id}/kios.svg").status_code == 404
