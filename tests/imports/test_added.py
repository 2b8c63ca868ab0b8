"""Files that hold answers to a UPP's pertanyaan tambahan."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import transaction
from app.extensions import db
from app.responses.models import Response
from app.results import fold
from app.tenancy.scope import opd_scope
from tests.imports.steps import U, as_csv, fields_of, mapped, scores, started, uploaded, work
from tests.pages import check_page
from tests.questionnaires.test_adaptation import free, run
from tests.questionnaires.test_extras import CLEAN, EDIT, QUEUE, approved_as_written, posted
from tests.results.pages import text_of

__all__ = ["free"]
pytestmark = pytest.mark.usefixtures("workers")
HEAD = ["no", *U, f"10. {QUEUE['text']}", "Kebersihan"]


@pytest.fixture(autouse=True)
def asked(world, free, sign_in) -> None:
    """A sub-question of Waktu, and Kebersihan as an unsur of the UPP's own, in a survey that runs."""
    sign_in("admin.a").post(EDIT, data=posted(QUEUE, CLEAN))
    approved_as_written(sign_in)
    run(world)


def rows(count: int) -> list[list]:
    words = ["Buruk", "Kurang baik", "Baik", "Sangat baik"]
    return [[n, *nine, n % 4 + 1, words[(n + 1) % 4]] for n, nine in enumerate(scores(count))]


def test_they_are_found_by_their_words_and_count_in_the_result(world, sign_in) -> None:
    admin = sign_in("admin.a")
    check = mapped(admin, world.a, uploaded(admin, world.a, "jawaban.csv", as_csv([HEAD, *rows(8)])))
    check_page(check, "check", tokens=True)
    assert "Kebersihan (tambahan)" in text_of(check)
    started(admin, check)
    work()
    with opd_scope(world.a.opd_id):
        kept = db.session.scalars(select(Response.extra_scores)).all()
        assert sorted(each["waktu.2"] for each in kept) == [1, 1, 2, 2, 3, 3, 4, 4]
        assert sorted(each["x.kebersihan"] for each in kept) == [1, 1, 2, 2, 3, 3, 4, 4]
    with opd_scope(world.a.opd_id), transaction():
        fold.fold_all()
    page = text_of(admin.get(f"/opd/{world.a.kode}/upp/{world.a.upp_kode}/hasil"))
    assert "Kebersihan" in page
    assert "2,500" in page  # the mean of 1 to 4


def test_a_column_can_be_chosen_and_one_question_is_read_from_one_column_only(world, sign_in) -> None:
    admin = sign_in("admin.a")
    head = ["no", *U, "Antre", "Ruangan"]
    begun = uploaded(admin, world.a, "jawaban.csv", as_csv([head, *rows(4)]))
    mapping = admin.get(admin.get(begun.headers["Location"]).headers["Location"])
    check_page(mapping, "mapping")
    assert fields_of(mapping.text)["kolom_10"] == "abaikan"
    twice = mapped(admin, world.a, begun, kolom_10="tambahan:waktu.2", kolom_11="tambahan:waktu.2")
    assert "Sudah dibaca dari kolom K." in text_of(twice, status=422)
    check = mapped(admin, world.a, begun, kolom_10="tambahan:waktu.2", kolom_11="tambahan:x.kebersihan")
    assert "4 jawaban siap diimpor" in text_of(check)


def test_a_wrong_cell_is_named_and_a_question_without_a_column_is_told(world, sign_in) -> None:
    admin = sign_in("admin.a")
    wrong = [*rows(3), [9, *scores(1)[0], "7", "Bagus"]]
    check = mapped(admin, world.a, uploaded(admin, world.a, "jawaban.csv", as_csv([HEAD, *wrong])))
    assert "Nilai pertanyaan tambahan Waktu Penyelesaian di luar 1 sampai 4." in text_of(check)
    assert "Salah satu dari: Buruk; Kurang baik; Baik; Sangat baik" in text_of(check)
    without = [each[:-1] for each in [HEAD, *rows(3)]]
    check = mapped(admin, world.a, uploaded(admin, world.a, "lain.csv", as_csv(without)))
    assert "Tidak ada kolom untuk pertanyaan tambahan Kebersihan" in text_of(check)
