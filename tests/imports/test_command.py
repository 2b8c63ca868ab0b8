"""`flask impor` reads like the wizard, says every wrong cell, and ends with 2 where nothing was taken."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tests.imports.steps import SEKADAU, U, as_csv, as_xlsx, count, google_form, words


def run(app: Flask, file: Path, *options: str):
    arguments = ["impor", str(file), "--opd", "b", "--layanan", "Layanan Satu", "--titik", "Loket 1", *options]
    return app.test_cli_runner().invoke(args=arguments)


def test_a_file_of_scores_is_taken(app, world) -> None:
    done = run(app, SEKADAU)
    assert (done.exit_code, done.output) == (0, "49 jawaban diimpor.\n")
    assert count(world.b) == 49


def test_the_same_file_is_refused_the_second_time(app, world) -> None:
    run(app, SEKADAU)
    again = run(app, SEKADAU)
    assert again.exit_code == 2
    assert "Berkas yang sama sudah diimpor" in again.output
    assert count(world.b) == 49


def test_a_google_form_is_taken_too(app, world, tmp_path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(as_xlsx(google_form([["", "", "L", 30, "S1", "PNS", *words([3] * 9), ""]])))
    assert run(app, file).exit_code == 0
    assert count(world.b) == 1


def test_every_wrong_cell_is_told_and_nothing_is_taken(app, world, tmp_path) -> None:
    file = tmp_path / "salah.csv"
    file.write_bytes(as_csv([["no", *U], [1, *[3] * 9], [2, 5, *[3] * 8], [3, *[3] * 8, "x"]]))
    failed = run(app, file)
    assert failed.exit_code == 2
    lines = failed.output.splitlines()
    assert lines[0].startswith("B3: Nilai unsur Persyaratan di luar 1 sampai 4.")
    assert lines[1].startswith("J4: Bukan salah satu pilihan unsur Pengaduan.")
    assert count(world.b) == 0


def test_what_cannot_be_an_import_is_told(app, world, tmp_path) -> None:
    incomplete = tmp_path / "kurang.csv"
    incomplete.write_bytes(as_csv([U[:8], [3] * 8]))
    assert "Belum ada kolom untuk Penanganan Pengaduan" in run(app, incomplete).output
    disguised = tmp_path / "a.xlsx"
    disguised.write_bytes(b"U1\n1\n")
    failed = run(app, disguised)
    assert (failed.exit_code, "bukan XLSX" in failed.output) == (2, True)
    unknown = app.test_cli_runner().invoke(
        args=["impor", str(SEKADAU), "--opd", "b", "--layanan", "Apa", "--titik", "Loket 1"]
    )
    assert unknown.exit_code == 2
