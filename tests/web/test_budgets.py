"""What the first screen of each kind of page weighs, as it goes over the wire (ux.md 2.4). Addresses carry fingerprints, so
this is also all that a browser ever loads again after a new version."""

from __future__ import annotations

import re
from gzip import compress
from typing import Any

import pytest

from tests.links.conftest import make_link
from tests.world import World

KB = 1024
CITIZEN, STAFF = 60 * KB, 250 * KB
SMALL = ("text/", "javascript", "svg", "json")  # what a proxy compresses


def weight(client: Any, address: str) -> tuple[int, int]:
    """Return bytes and requests of a page with every file that it names, and the font that its sheet names."""
    page = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200, address
    text = page.get_data()
    if page.content_encoding != "gzip":
        text = compress(text, 6)
    html = client.get(address).text
    files = dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    return len(text) + sum(sent(client, file) for file in files), 1 + len(files)


def sent(client: Any, address: str) -> int:
    file = client.get(address)
    assert file.status_code == 200, address
    return len(compress(file.data, 6)) if any(kind in file.content_type for kind in SMALL) else len(file.data)


def test_a_citizen_on_2g_waits_for_sixty_kilobytes_and_three_requests_at_most(client: Any, world: World) -> None:
    code = make_link(world.a)
    for address in (f"/s/{code}", f"/s/{code}?bahasa=en", f"/s/{code}/privasi", "/s/", "/u/", "/kios/"):
        size, requests = weight(client, address)
        assert (size <= CITIZEN, requests <= 3) == (True, True), (address, size, requests)


def test_the_public_results_are_no_heavier_than_a_page_of_staff(client: Any) -> None:
    size, _ = weight(client, "/publik")
    assert size <= STAFF, size


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("admin.a", "/opd/a/hasil"),
        ("admin.a", "/opd/a/pengumpulan"),
        ("admin.a", "/opd/a/tautan"),
        ("organisasi", "/organisasi/kepatuhan"),
        ("petugas.a", "/isi"),
    ],
)
def test_a_page_of_staff_is_a_quarter_of_a_megabyte_at_most(sign_in: Any, who: str, address: str) -> None:
    size, requests = weight(sign_in(who), address)
    assert (size <= STAFF, requests <= 12) == (True, True), (size, requests)


def test_the_petugas_s_app_is_kept_whole_in_a_quarter_of_a_megabyte(client: Any) -> None:
    size, requests = kept(client, "/isi/pekerja.js")
    assert (size <= STAFF, requests <= 10) == (True, True), (size, requests)


def test_a_kiosk_begins_as_light_as_a_citizen_s_phone_and_is_kept_whole_in_little_more(
    client: Any, world: World
) -> None:
    size, requests = weight(client, f"/kios/{make_link(world.a)}")
    assert (size <= CITIZEN, requests <= 5) == (True, True), (size, requests)
    size, requests = kept(client, "/kios/pekerja.js")
    assert (size <= 80 * KB, requests <= 6) == (True, True), (size, requests)


def kept(client: Any, worker: str) -> tuple[int, int]:
    """Return bytes and requests of a worker and everything that it keeps."""
    script = client.get(worker)
    assets = re.findall(r'"(/[^"]+)"', script.text.partition("\n")[0])
    return sum(sent(client, address) for address in (worker, *assets)), 1 + len(assets)
