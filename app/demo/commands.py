"""`flask demo …`: never in production."""

from __future__ import annotations

import time

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.accounts.models import User
from app.demo.post import send_waiting
from app.demo.seed import NotAllowed, seed_city
from app.extensions import db
from app.reminders import deciding

group = AppGroup("demo", help="Kota demo (tidak pernah di produksi).")


@group.command("seed")
@click.option("--seed", "number", default=142017, show_default=True, help="Benih acak.")
def seed(number: int) -> None:
    """Buat kota demo bila basis data masih kosong."""
    if db.session.scalar(select(func.count()).select_from(User)):
        return
    password = current_app.config["DEMO_PASSWORD"]
    if not password:
        raise click.ClickException("DEMO_PASSWORD belum diisi.")
    begun = time.monotonic()

    def remind() -> None:
        deciding.decide_due()
        send_waiting()

    try:
        seed_city(password, number=number, remind=remind)
        deciding.decide_due()  # now, so that the board does not begin with an alarm about the minutes of seeding
    except NotAllowed as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Kota demo siap dalam {time.monotonic() - begun:.0f} detik.")
