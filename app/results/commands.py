"""`flask statistik`: the statistics made anew, after a change of what they hold."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.db import transaction
from app.opd.queries import list_opd_ids
from app.results import fold
from app.tenancy.scope import opd_scope

group = AppGroup("statistik", help="Statistik jawaban.")


@group.command("bangun-ulang")
def rebuild() -> None:
    """Hitung ulang statistik setiap OPD dari jawabannya, satu OPD satu transaksi."""
    opd_ids = list_opd_ids()
    for opd_id in opd_ids:
        with opd_scope(opd_id), transaction():
            fold.rebuild()
    click.echo(f"Statistik {len(opd_ids)} OPD dibangun ulang.")
