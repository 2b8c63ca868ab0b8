"""`flask privasi …`: what an operator needs when something has happened."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import AppGroup

group = AppGroup("privasi", help="Pelindungan data pribadi.")
DAY = click.DateTime(["%Y-%m-%d"])


@group.command("terdampak", short_help="Daftar yang terdampak sebuah kebocoran, sebagai CSV.")
@click.option("--opd", "kode", default="", help="Kode OPD; kosong berarti seluruh kota.")
@click.option("--dari", type=DAY, help="Hari pertama, misalnya 2026-11-01.")
@click.option("--sampai", type=DAY, help="Hari terakhir.")
def affected(kode: str, dari: datetime | None, sampai: datetime | None) -> None:
    """Cetak akun, alamat e-mail, dan jumlah jawaban yang terdampak."""
    from app.opd.queries import find_opd
    from app.privacy.affected import Reach, as_csv, list_affected

    if kode and find_opd(kode) is None:
        raise click.ClickException(f"OPD {kode} tidak ada.")
    reach = Reach(kode, dari.date() if dari else None, sampai.date() if sampai else None)
    click.echo(as_csv(list_affected(reach)).decode("utf-8-sig"), nl=False)
