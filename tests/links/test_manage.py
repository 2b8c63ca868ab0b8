"""An admin makes links, switches them, and downloads posters; the trail knows."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
import segno
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.extensions import db
from app.links.models import LinkCode
from app.links.posters.layout import HEIGHT, QUIET, WIDTH, Poster, layout
from app.links.posters.png import SCALE, to_png
from app.links.posters.shapes import Box, Disc, Stroke, Words, strokes
from app.links.queries import find_link
from app.reports.rendering import fonts
from app.tenancy.scope import opd_scope
from tests.links.conftest import AXE, SERIOUS, make_link
from tests.world import PASSWORD

pytestmark = pytest.mark.usefixtures("world")  # everything here needs the application
LONGEST = Poster(
    city="Kota Tangerang Selatan",
    layanan="Penerbitan Surat Keterangan Pindah Datang Penduduk Antarkabupaten/Kota dalam Satu Provinsi",
    titik="Loket 12 Ruang Pelayanan Terpadu Lantai 2 Gedung B",
    office="Unit Pelaksana Teknis Daerah Pengelolaan Pemakaman dan Pertamanan Wilayah Serpong Utara",
    url="https://survei-kepuasan.tangerangselatankota.example/s/K7M294QX",
    code="K7M294QX",
)


def links_of(world) -> list[LinkCode]:
    return list(db.session.scalars(select(LinkCode).where(LinkCode.opd_id == world.a.opd_id)))


def trail(opd_id) -> list[tuple[str, str]]:
    with opd_scope(opd_id):
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("link:%")).order_by(AuditEntry.id))
        return [(row.action, row.subject_name) for row in rows]


def test_the_admin_of_an_opd_makes_all_links_at_once_and_each_is_in_the_trail(sign_in, world) -> None:
    admin = sign_in("admin.a")
    assert "4 tempat belum punya tautan" in admin.get("/opd/a/tautan").text
    page = admin.post("/opd/a/tautan/pembuatan", follow_redirects=True)
    assert "4 tautan dibuat" in page.text
    assert "Semua 4 tempat sudah punya tautan" in page.text
    assert len({link.code for link in links_of(world)}) == 4
    assert trail(world.a.opd_id).count(("link:made", "Layanan Satu, Loket 1")) == 2
    assert admin.post("/opd/a/tautan/pembuatan").status_code == 404
    assert len(links_of(world)) == 4


def test_one_place_gets_one_code_for_good(sign_in, world) -> None:
    admin = sign_in("admin.a")
    place = {"layanan_id": str(world.a.layanan_id), "titik_id": str(world.a.titik_id)}
    admin.post("/opd/a/tautan/pembuatan", data=place)
    (link,) = links_of(world)
    assert admin.post("/opd/a/tautan/pembuatan", data=place).status_code == 404
    assert [each.code for each in links_of(world)] == [link.code]


def test_the_admin_of_a_upp_sees_and_makes_only_its_own(sign_in, world, code) -> None:
    admin = sign_in("admin_upp.a")
    page = admin.get("/opd/a/tautan").text
    assert "2 tempat belum punya tautan" in page
    assert code not in page
    foreign = find_link(code)
    for act in ("penonaktifan", "pengaktifan"):
        assert admin.post(f"/opd/a/tautan/{foreign.id}/{act}").status_code == 404
    place = {"layanan_id": str(world.a.layanan_id), "titik_id": str(world.a.titik_id)}
    assert admin.post("/opd/a/tautan/pembuatan", data=place).status_code == 404
    admin.post("/opd/a/tautan/pembuatan")
    assert {link.upp_id for link in links_of(world)} == {world.a.upp_id, world.a2.upp_id}


def test_a_link_of_another_opd_does_not_exist(sign_in, world) -> None:
    foreign = find_link(make_link(world.b))
    admin = sign_in("admin.a")
    assert admin.get(f"/opd/a/tautan/{foreign.id}/poster.pdf").status_code == 404
    assert admin.post(f"/opd/a/tautan/{foreign.id}/penonaktifan").status_code == 404
    assert foreign.code not in admin.get("/opd/a/tautan").text


def test_a_link_goes_off_and_on_again_with_the_same_code(sign_in, client, world, code) -> None:
    admin, link = sign_in("admin.a"), find_link(code)
    admin.post(f"/opd/a/tautan/{link.id}/penonaktifan")
    assert "sedang tidak dipakai" in client.get(f"/s/{code}").text
    admin.post(f"/opd/a/tautan/{link.id}/penonaktifan")
    admin.post(f"/opd/a/tautan/{link.id}/pengaktifan")
    assert "Mulai menilai" in client.get(f"/s/{code}").text
    name = "Layanan Satu, Loket 1"
    assert trail(world.a.opd_id) == [("link:made", name), ("link:changed", name), ("link:changed", name)]


@pytest.mark.parametrize(("address", "size"), [("poster.pdf", (420, 595)), ("poster.pdf?kertas=a4", (595, 842))])
def test_a_poster_is_one_sheet_that_says_where_and_how(sign_in, world, code, address, size) -> None:
    answer = sign_in("admin.a").get(f"/opd/a/tautan/{find_link(code).id}/{address}")
    assert re.search(r'filename="?a-poster-layanan-satu-loket-1', answer.headers["Content-Disposition"])
    (page,) = PdfReader(BytesIO(answer.data)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    said = page.extract_text()
    for words in (
        "Layanan Satu, Loket 1",
        "Dinas Contoh A",
        "localhost:8000/s/",
        f"{code[:4]} {code[4:]}",
        "Tanpa nama",
    ):
        assert words in said


def test_the_svg_holds_the_words_and_nothing_from_elsewhere(sign_in, code) -> None:
    answer = sign_in("admin.a").get(f"/opd/a/tautan/{find_link(code).id}/poster.svg")
    drawing = ElementTree.fromstring(answer.data)
    said = " ".join(text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text"))
    assert f"{code[:4]} {code[4:]}" in said
    assert not re.search(r'(href|src)="?https?:', answer.text)


def dark(image: Image.Image, x: float, y: float) -> bool:
    return image.getpixel((round(x * SCALE), round(y * SCALE))) < 128


def test_the_printed_squares_are_the_qr_of_the_address_with_four_clear_modules_around() -> None:
    shapes = layout(LONGEST)
    image = Image.open(BytesIO(to_png(shapes))).convert("L")
    matrix = segno.make(LONGEST.url, error="m", micro=False, boost_error=True).matrix
    corners = [shape for shape in shapes if isinstance(shape, Box) and shape.width == 64]
    left, top = min(box.x for box in corners) + 12, min(box.y for box in corners) + 12
    module = 320 / (len(matrix) + 2 * QUIET)
    for row in range(-QUIET, len(matrix) + QUIET):
        for column in range(-QUIET, len(matrix) + QUIET):
            inside = 0 <= row < len(matrix) and 0 <= column < len(matrix)
            wanted = bool(matrix[row][column]) if inside else False
            x, y = left + (column + QUIET + 0.5) * module, top + (row + QUIET + 0.5) * module
            assert dark(image, x, y) is wanted, (row, column)


def test_the_longest_names_stay_on_the_sheet_and_off_each_other() -> None:
    shapes = layout(LONGEST)
    words = [shape for shape in shapes if isinstance(shape, Words)]
    for line in words:
        assert 0 < line.x + fonts.width(line.text, line.font, line.size) <= WIDTH - 38, line.text
        assert line.y <= HEIGHT - 20
    above = [line for line in words if line.y < 300]
    assert max(line.y for line in above) <= 262, "the office's name stands above the QR"
    for one, other in zip(words, words[1:], strict=False):
        assert other.x != one.x or other.y - one.y >= 0.9 * other.size, (one.text, other.text)


def test_a_poster_needs_no_colour() -> None:
    image = Image.open(BytesIO(to_png(layout(LONGEST)))).convert("L")
    corners = [shape for shape in layout(LONGEST) if isinstance(shape, Box) and shape.width == 64]
    assert all(dark(image, box.x + 5, box.y + 5) for box in corners)


def test_the_four_faces_are_those_of_the_screens() -> None:
    shapes = layout(LONGEST)
    eyes = [shape for shape in shapes if isinstance(shape, Disc) and shape.radius > 3 and shape.x > 400]
    assert len(eyes) == 6  # the fourth face closes its eyes
    assert sum(shape.filled for shape in shapes if isinstance(shape, Stroke)) == 1


def test_a_path_of_svg_becomes_lines_and_curves() -> None:
    (square,) = strokes("M0 0h10v10H0z", at=(5, 5), scale=2, width=1)
    assert [curve[2] for curve in square.curves] == [(25, 5), (25, 25), (5, 25), (5, 5)]
    one, other = strokes("M1 1q2-2 4 0M0 4c1 0 2 1 2 2s1 2 2 2", at=(0, 0), scale=1, width=1)
    assert one.curves[0][2] == (5, 1)
    assert [curve[2] for curve in other.curves] == [(2, 6), (4, 8)]
    assert other.curves[1][0] == (2, 7), "the first handle mirrors the one before"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_list(browser, site, world, code, scheme) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site}/masuk")
    page.fill("[name=email]", "admin.a@contoh.test")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/opd/a/**")
    page.goto(f"{site}/opd/a/tautan")
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("img", name="Kode QR Layanan Satu").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    loaded = "[...document.images].filter(image => image.getBoundingClientRect().top < innerHeight).every(image => image.naturalWidth)"
    assert page.evaluate(loaded)
    context.close()
