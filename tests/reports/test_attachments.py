"""What people give to a report: photos, SK Tim, the signed copy, logo and signature."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.extensions import db
from app.reports import queries, uploads
from app.reports.assembly import assemble
from app.reports.models import FilePurpose, ReportFile
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.pages import check_page
from tests.reports.rendering.reading import pages, reader
from tests.reports.steps import MASYARAKAT, ask, close, made, record, work
from tests.world import Place

pytestmark = pytest.mark.usefixtures("workers")
PDF = b"%PDF-1.7\nsurat keputusan\n%%EOF\n"


def address(place: Place) -> str:
    return f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/laporan"


def picture(form: str = "JPEG", size: tuple[int, int] = (2400, 1200), *, exif: bool = False) -> bytes:
    image = Image.new("RGB", size, "#336699")
    target = BytesIO()
    tags = Image.Exif()
    if exif:
        tags[0x0112] = 6  # lies on its side
        tags[0x010F] = "Kamera Rahasia"
        tags[0x8825] = {1: "S", 2: (6.0, 17.0, 0.0)}
    image.save(target, form, exif=tags.tobytes() if exif else b"")
    return target.getvalue()


def upload(content: bytes, name: str = "foto.jpg") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def add_photo(client, place: Place, content: bytes, name: str = "foto.jpg", caption: str = "Wawancara di loket"):
    data = {"photo": upload(content, name), "caption": caption}
    return client.post(f"{address(place)}/lampiran/foto", data=data)


def files(place: Place, purpose: FilePurpose = FilePurpose.FOTO) -> list[ReportFile]:
    with opd_scope(place.opd_id):
        found = list(db.session.scalars(select(ReportFile).where(ReportFile.purpose == purpose)))
        for each in found:
            assert each.content
        db.session.expunge_all()
        return found


def is_current(place: Place) -> bool:
    with opd_scope(place.opd_id):
        standing = queries.find_standing(get_survey(place.survey_id), MASYARAKAT)
        assert standing is not None
        return standing.current


def test_a_photo_is_drawn_anew_upright_and_small_without_place_or_camera(world, sign_in) -> None:
    admin = sign_in("admin.a")
    original = picture(exif=True)
    assert b"Kamera Rahasia" in original
    assert add_photo(admin, world.a, original, "foto/../loket?.jpg").status_code == 302
    (kept,) = files(world.a)
    assert b"Kamera" not in kept.content
    assert b"Exif" not in kept.content
    with Image.open(BytesIO(kept.content)) as image:
        assert image.format == "JPEG"
        assert image.size == (800, 1600), "turned upright, 1600 at most"
        assert not image.getexif()
    assert kept.file_name == "loket.jpg"
    page = admin.get(f"{address(world.a)}/lampiran")
    check_page(page, "attachments")
    shown = admin.get(f"{address(world.a)}/lampiran/{kept.id}")
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_the_photo_stands_in_the_report_and_makes_the_made_one_out_of_date(world, sign_in) -> None:
    record(world.a, 6)
    ask(world.a)
    work()
    assert is_current(world.a)
    add_photo(sign_in("admin.a"), world.a, picture("PNG", (640, 480)), "loket.png")
    assert not is_current(world.a)
    pdf = made(world.a)
    assert "Foto 1. Wawancara di loket" in " ".join(pages(pdf))
    assert any(page.images for page in reader(pdf).pages)
    assert is_current(world.a), "the pictures need not be read to see that the report holds"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GIF89a" + b"x" * 50, "bukan gambar JPEG atau PNG"),
        (b"<svg onload='alert(1)'/>", "bukan gambar JPEG atau PNG"),
        (b"", "Pilih fotonya."),
        (picture()[:3000], "rusak atau tidak lengkap"),
        (b"\xff\xd8\xff" + b"bukan gambar" * 20, "rusak atau tidak lengkap"),
        (picture("PNG", (9000, 6000)), "terlalu besar"),
    ],
)
def test_what_is_no_photo_is_refused_and_the_words_stay(world, sign_in, content: bytes, message: str) -> None:
    answer = add_photo(
        sign_in("admin.a"), world.a, content, "x.jpg" if content else "", caption="Keterangan panjang saya"
    )
    assert answer.status_code == 422
    check_page(answer, "refused photo")
    page = answer.get_data(as_text=True)
    assert message in page
    assert "Keterangan panjang saya" in page
    assert not files(world.a)


def test_a_picture_that_is_too_heavy_is_not_read_to_its_end() -> None:
    class Endless:
        taken = 0

        def read(self, size: int) -> bytes:
            self.taken += size
            return (b"%PDF-" + b"x" * size)[:size]

    stream = Endless()
    with pytest.raises(uploads.Rejected, match="paling besar 8 MB"):
        uploads.read_pdf(stream, field="file")  # type: ignore[arg-type]
    assert stream.taken <= uploads.LARGEST_PDF + 16
    other = Endless()
    with pytest.raises(uploads.Rejected, match="bukan gambar"):
        uploads.read_photo(other, field="photo")  # type: ignore[arg-type]
    assert other.taken == 16, "refused by its first bytes"


def test_a_thirteenth_photo_is_refused(world, sign_in) -> None:
    admin = sign_in("admin.a")
    for _ in range(12):
        add_photo(admin, world.a, picture(size=(40, 30)))
    answer = add_photo(admin, world.a, picture(size=(40, 30)))
    assert answer.status_code == 422
    assert "Sudah ada 12 foto." in answer.get_data(as_text=True)


def test_the_sk_is_kept_as_it_is_and_named_as_the_basis(world, sign_in) -> None:
    record(world.a, 6)
    admin = sign_in("admin.a")
    title = "Keputusan Kepala Dinas Nomor 101 Tahun 2026 tentang Tim Pelaksana SKM."
    bad = admin.post(
        f"{address(world.a)}/lampiran/sk", data={"decree": upload(b"PK\x03\x04", "sk.pdf"), "title": title}
    )
    assert bad.status_code == 422
    assert "Berkas ini bukan PDF." in bad.get_data(as_text=True)
    good = admin.post(f"{address(world.a)}/lampiran/sk", data={"decree": upload(PDF, "SK Tim.pdf"), "title": title})
    assert good.status_code == 302
    (kept,) = files(world.a, FilePurpose.SK_TIM)
    assert kept.content == PDF
    text = " ".join(pages(made(world.a)))
    assert "4. Keputusan Kepala Dinas Nomor 101 Tahun 2026 tentang Tim Pelaksana SKM." in text
    assert "(berkas SK Tim.pdf)" in text
    answer = admin.get(f"{address(world.a)}/lampiran/{kept.id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_removing_asks_first_and_stays_in_the_trail(world, sign_in) -> None:
    admin = sign_in("admin.a")
    add_photo(admin, world.a, picture(size=(40, 30)))
    (kept,) = files(world.a)
    url = f"{address(world.a)}/lampiran/{kept.id}/penghapusan"
    check_page(admin.get(url), "removal")
    assert files(world.a)
    assert admin.post(url).status_code == 302
    assert not files(world.a)
    with opd_scope(world.a.opd_id):
        told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "report_file:removed")).one()
        assert told.details["sha256"] == kept.sha256


def test_the_signed_report_is_kept_and_marked_when_the_report_has_moved_on(world, sign_in) -> None:
    record(world.a, 6)
    admin = sign_in("admin.a")
    early = admin.post(f"{address(world.a)}/bertanda-tangan", data={"file": upload(PDF, "ttd.pdf")})
    assert early.status_code == 409
    close(world.a)
    check_page(admin.get(f"{address(world.a)}/bertanda-tangan"), "signed")
    done = admin.post(f"{address(world.a)}/bertanda-tangan", data={"file": upload(PDF, "ttd.pdf")})
    assert done.status_code == 302
    page = admin.get(address(world.a)).get_data(as_text=True)
    assert "Laporan bertanda tangan</strong>" in page
    assert "Isi laporan berubah sejak ditandatangani" not in page
    (kept,) = files(world.a, FilePurpose.BERTANDA_TANGAN)
    assert admin.get(f"{address(world.a)}/lampiran/{kept.id}").data == PDF
    assert admin.post(f"{address(world.a)}/lampiran/{kept.id}/penghapusan").status_code == 409
    admin.post(f"{address(world.a)}/teks/kesimpulan", data={"text": "Lain."})
    assert "Isi laporan berubah sejak ditandatangani" in admin.get(address(world.a)).get_data(as_text=True)
    admin.post(f"{address(world.a)}/bertanda-tangan", data={"file": upload(PDF, "ttd2.pdf")})
    assert len(files(world.a, FilePurpose.BERTANDA_TANGAN)) == 2, "the earlier one stays"


def test_head_and_signature_are_printed_and_kept_for_the_next_periode(world, sign_in) -> None:
    record(world.a, 6)
    close(world.a)
    admin = sign_in("admin.a")
    url = "/opd/a/upp/a/kop-laporan"
    check_page(admin.get(url), "head")
    words = {
        "address": "Jalan Contoh 1\nTelepon 021", "place": "Setu", "signer_name": "Dr. Siti Aminah, M.Si", "signer_position": "Plt. Kepala Dinas",
        "signer_rank": "Pembina", "signer_nip": "19700101 199501 1 001",
    }  # fmt: skip
    answer = admin.post(url, data={**words, "logo": upload(picture("PNG", (900, 900)), "logo.png")})
    assert answer.status_code == 302
    shown = admin.get(f"{url}/lambang")
    assert shown.mimetype == "image/png"
    with Image.open(BytesIO(shown.data)) as image:
        assert image.size == (600, 600)
    pdf = made(world.a)
    text = " ".join(pages(pdf))
    for part in (
        "Jalan Contoh 1",
        "Setu, ",
        "Plt. Kepala Dinas,",
        "Dr. Siti Aminah, M.Si",
        "NIP 19700101 199501 1 001",
    ):
        assert part in text, part
    assert reader(pdf).pages[0].images
    admin.post(url, data={**words, "remove_logo": "y"})
    with opd_scope(world.a.opd_id):
        office = assemble(get_survey(world.a.survey_id), MASYARAKAT).office
        other = assemble(get_survey(world.a2.survey_id), MASYARAKAT).office
    assert office.crest is None
    assert other.address_lines == (), "another UPP has a head of its own"
    assert admin.get(f"{url}/lambang").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"signer_nip": "123", "signer_name": "A"}, "NIP terdiri atas 18 angka."),
        ({"signer_nip": "19700101 199501 1 00X", "signer_name": "A"}, "NIP hanya berisi angka."),
        ({"signer_position": "Kepala Dinas"}, "Tulis juga namanya"),
        ({"address": "a\nb\nc\nd"}, "Paling banyak tiga baris"),
        ({"logo": (BytesIO(PDF), "logo.png")}, "bukan gambar JPEG atau PNG"),
    ],
)
def test_a_wrong_head_is_refused_and_nothing_is_lost(world, sign_in, wrong: dict, message: str) -> None:
    answer = sign_in("admin.a").post("/opd/a/upp/a/kop-laporan", data={"place": "Serpong Utara", **wrong})
    assert answer.status_code == 422
    check_page(answer, "wrong head")
    assert message in answer.get_data(as_text=True)
    assert "Serpong Utara" in answer.get_data(as_text=True)


def test_files_of_others_do_not_exist(world, sign_in) -> None:
    add_photo(sign_in("admin.a"), world.a, picture(size=(40, 30)))
    (kept,) = files(world.a)
    for who, status in (("admin.b", 404), ("admin_upp.a", 404), ("petugas.a", 403)):
        assert sign_in(who).get(f"{address(world.a)}/lampiran/{kept.id}").status_code == status
    at_other = f"{address(world.a2)}/lampiran/{kept.id}"
    assert sign_in("admin.a").get(at_other).status_code == 404
    assert sign_in("organisasi").post(f"{address(world.a)}/lampiran/{kept.id}/penghapusan").status_code in (403, 404)
    assert isinstance(kept.id, UUID)
