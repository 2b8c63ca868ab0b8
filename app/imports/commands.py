"""`flask impor`: a file of answers into a running survey, by command; read like the wizard reads it."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

EXIT_BAD_INPUT = 2


@click.command("impor")
@click.argument("berkas", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--opd", "opd_kode", required=True, help="Kode OPD.")
@click.option("--upp", "upp_kode", help="Kode UPP; boleh kosong bila OPD hanya punya satu.")
@click.option("--layanan", required=True, help="Nama layanan.")
@click.option("--titik", required=True, help="Nama titik layanan.")
@with_appcontext
def import_file(berkas: Path, opd_kode: str, upp_kode: str | None, layanan: str, titik: str) -> None:
    """Impor BERKAS (CSV, XLSX, XLS, ODS) ke survei yang sedang berjalan; semua baris atau tidak sama sekali.

    Kolom U8 dan U9 tanpa petunjuk lain dibaca menurut urutan kuesioner: U8 Sarpras, U9 Pengaduan.
    """
    from app import clock
    from app.audit.operations import SYSTEM
    from app.db import transaction
    from app.errors import Refusal
    from app.imports import operations
    from app.imports.reading.problems import FileRejected
    from app.opd.queries import find_opd, list_layanan, list_titik, list_upp
    from app.recording.places import find_running_survey
    from app.surveys.queries import get_survey
    from app.tenancy.scope import opd_scope

    opd = find_opd(opd_kode)
    if opd is None:
        _reject(f"OPD {opd_kode} tidak ada.")
    with opd_scope(opd.id):
        found = [each for each in list_upp() if upp_kode in (None, each.kode)]
        if len(found) != 1:
            _reject("Sebutkan kode UPP yang ada dengan --upp.")
        upp_id = found[0].id
        layanan_id = next((each.id for each in list_layanan(upp_id, active_only=True) if each.name == layanan), None)
        titik_id = next((each.id for each in list_titik(upp_id) if each.active and each.name == titik), None)
        survey = find_running_survey(upp_id)
        if layanan_id is None or titik_id is None or survey is None:
            _reject("Layanan, titik layanan, atau survei yang berjalan tidak ditemukan.")
        try:
            with transaction():
                row = operations.import_file(
                    get_survey(survey.id), file_name=berkas.name, content=berkas.read_bytes(), layanan_id=layanan_id,
                    titik_id=titik_id, collected_on=clock.today(), by=SYSTEM,
                )  # fmt: skip
                rows, error = row.rows, row.error
        except FileRejected as refusal:
            _reject("\n".join(map(str, refusal.problems)) or refusal.message)
        except Refusal as refusal:
            _reject(refusal.message)
    if error:
        _reject(error)
    click.echo(f"{rows} jawaban diimpor.")


def _reject(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise click.exceptions.Exit(EXIT_BAD_INPUT)
