"""Reading the saran."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from app import clock
from app.responses.themes import THEMES
from tests.results.pages import text_of
from tests.results.recorded import record, submit
from tests.results.test_pages import layanan_two

ROW = (3,) * 9


def say(place, *texts: str, **more: object) -> None:
    for text in texts:
        record(place, [ROW], saran=text, **more)


def test_a_hostile_saran_is_shown_as_it_was_written(world, sign_in) -> None:
    say(world.b, '<script>alert("x")</script>{{ 7 * 7 }}')
    for path in ("/opd/b/saran", "/opd/b/hasil"):
        answer = sign_in("kepala.b").get(path)
        assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;{{ 7 * 7 }}" in answer.text
        assert '<script>alert("x")' not in answer.text


def test_search_takes_every_sign_literally(world, sign_in) -> None:
    say(world.b, "Diskon 100% untuk lansia", "Diskon 1000 untuk lansia", "Baik_sekali")
    client = sign_in("admin.b")
    found = text_of(client.get("/opd/b/saran?cari=100%25"))
    assert "1 saran sesuai saringan" in found
    assert "100% untuk" in found
    assert "1 saran" in text_of(client.get("/opd/b/saran?cari=k_s"))
    assert "Tidak ada saran yang cocok" in text_of(client.get("/opd/b/saran?cari=%27%3B--"))
    assert "3 saran" in text_of(client.get("/opd/b/saran?cari=%00"))


def test_search_finds_every_form_of_a_word(world, sign_in) -> None:
    say(world.b, "Kami mengantri dua jam", "Antriannya tidak jelas", "Kursi kurang")
    found = text_of(sign_in("kepala.b").get("/opd/b/saran?cari=antri"))
    assert "2 saran sesuai saringan" in found
    assert "2 saran" in text_of(sign_in("kepala.b").get("/opd/b/saran?cari=antrian"))


def test_filters_of_layanan_and_theme(world, sign_in) -> None:
    other = layanan_two(world.b)
    say(world.b, "Antrean lama")
    say(replace(world.b, layanan_id=other), "Toilet kotor", "Sudah baik")
    client = sign_in("kepala.b")
    assert "2 saran sesuai" in text_of(client.get(f"/opd/b/saran?layanan={other}"))
    theme = text_of(client.get("/opd/b/saran?tema=sarana"))
    assert "Toilet kotor" in theme
    assert "Antrean lama" not in theme
    assert "Sudah baik" in text_of(client.get("/opd/b/saran?tema=lainnya"))
    assert "3 saran" in text_of(client.get("/opd/b/saran?tema=tidak-ada"))
    assert client.get(f"/opd/b/saran?layanan={uuid4()}").status_code == 404
    assert client.get(f"/opd/b/saran?layanan={world.a.layanan_id}").status_code == 404


def test_every_saran_is_on_exactly_one_page(world, sign_in) -> None:
    texts = {f"Saran nomor {number:03d}." for number in range(123)}
    for number, text in enumerate(sorted(texts)):
        say_at = clock.now() - timedelta(days=number % 3, seconds=number)
        record(world.b, [ROW], saran=text, finished_at=say_at)
    client, address, seen = sign_in("kepala.b"), "/opd/b/saran", []
    for _ in range(3):
        answer = client.get(address)
        seen += re.findall(r"Saran nomor \d{3}\.", answer.text)
        link = re.search(r'href="([^"]*setelah=[^"]*)"[^>]*>(?:(?!</a>).)*lebih lama', answer.text, re.DOTALL)
        if link is None:
            break
        address = link.group(1)
    assert sorted(seen) == sorted(texts)


def test_a_broken_cursor_is_the_first_page(world, sign_in) -> None:
    say(world.b, "Sudah baik")
    for cursor in ("x", "99999999" + "a" * 32, "20261301" + "0" * 32, "%00" * 40):
        assert "Sudah baik" in text_of(sign_in("kepala.b").get(f"/opd/b/saran?setelah={cursor}"))


def test_neither_hour_nor_petugas_nor_profile_is_shown(world, sign_in) -> None:
    moment = clock.local_now().replace(hour=9, minute=41, second=7)
    say(world.b, "Sudah baik", finished_at=moment, sex="P", education="S3")
    submit(world.b)
    answer = sign_in("organisasi").get("/opd/b/saran")
    assert "09.41" not in answer.text
    assert "09:41" not in answer.text
    assert "Sudah baik" in text_of(answer)
    assert not {"Perempuan", "S3", "P-01"} & set(re.findall(r"[\w-]+", text_of(answer)))


def test_of_several_upp_one_can_be_chosen(world, sign_in) -> None:
    say(world.a, "Dari UPP pertama")
    say(world.a2, "Dari puskesmas")
    client = sign_in("kepala.a")
    both = text_of(client.get("/opd/a/saran"))
    assert "Dari UPP pertama" in both
    assert "Dari puskesmas" in both
    one = text_of(client.get(f"/opd/a/saran?upp=a2&layanan={world.a.layanan_id}"))
    assert "Dari puskesmas" in one
    assert "Dari UPP pertama" not in one
    assert client.get("/opd/a/saran?upp=b").status_code == 404


def test_nothing_written_yet(world, sign_in) -> None:
    record(world.b, [ROW])
    assert "Belum ada saran" in text_of(sign_in("admin.b").get("/opd/b/saran"))


def test_every_pattern_is_one_that_the_database_understands(world, sign_in) -> None:
    record(world.b, [ROW], saran="x")
    for theme in THEMES:
        assert sign_in("admin.b").get(f"/opd/b/saran?tema={theme.key}").status_code == 200
