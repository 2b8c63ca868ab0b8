"""`flask cadangan …`: a copy of the database, and putting it back."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click
from flask import current_app

from app.backups import operations
from app.backups.programs import BackupFailed

EXIT_FAILED = 1


@click.group("cadangan")
def backup_commands() -> None:
    """Buat dan pulihkan cadangan basis data."""


@backup_commands.command("buat", short_help="Tulis seluruh basis data ke sebuah berkas.")
@click.argument("berkas", type=click.Path(path_type=Path, dir_okay=False))
def make(berkas: Path) -> None:
    """Tulis seluruh basis data ke BERKAS, dengan daftar isinya di BERKAS.json. Layanan tidak perlu berhenti."""
    try:
        manifest = operations.back_up(_owner_url(), berkas)
    except BackupFailed as failure:
        _fail(failure)
    click.echo(f"{berkas}: {manifest.rows} baris dari {len(manifest.tables)} tabel.")


@backup_commands.command("pulihkan", short_help="Isi basis data kosong dari sebuah cadangan.")
@click.argument("berkas", type=click.Path(path_type=Path))
def restore(berkas: Path) -> None:
    """Isi basis data yang kosong dari BERKAS, lalu cocokkan setiap tabel dengan daftar isinya."""
    try:
        manifest = operations.put_back(_owner_url(), berkas)
    except BackupFailed as failure:
        _fail(failure)
    click.echo(f"{manifest.rows} baris dari {len(manifest.tables)} tabel kembali, sama dengan cadangannya.")


def _owner_url() -> str:
    url = str(current_app.config["DATABASE_OWNER_URL"])
    if not url:
        raise BackupFailed("DATABASE_OWNER_URL belum diatur: hanya peran potret_owner yang melihat semua baris.")
    return url


def _fail(failure: BackupFailed) -> NoReturn:
    click.echo(failure.message, err=True)
    raise click.exceptions.Exit(EXIT_FAILED)
