"""`flask akun …`: the first account of Bagian Organisasi is made here, never by a web page."""

from __future__ import annotations

from uuid import UUID

import click
from flask import Flask
from flask.cli import with_appcontext

from app.access.roles import Role
from app.accounts import links, operations, queries
from app.audit.operations import SYSTEM
from app.db import transaction
from app.errors import Refusal

EXIT_REFUSED = 1


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(account_commands)


@click.group("akun")
def account_commands() -> None:
    """Kelola akun dari server."""


@account_commands.command("organisasi", short_help="Buat akun pertama Bagian Organisasi.")
@click.option("--email", required=True, help="Alamat e-mail pemilik akun.")
@click.option("--name", required=True, help="Nama lengkap pemilik akun.")
@click.option("--force", is_flag=True, help="Buat juga bila Bagian Organisasi sudah punya akun.")
@with_appcontext
def organisasi(email: str, name: str, force: bool) -> None:
    """Undang orang pertama dari Bagian Organisasi; alamat undangannya dicetak dan dikirim lewat e-mail.

    Orang berikutnya diundang dari halaman Orang oleh yang pertama. --force menolong bila semua akun itu
    tidak dapat dipakai lagi.
    """
    if "@" not in email:
        raise click.BadParameter("Tulis alamat e-mail yang lengkap.", param_hint="--email")
    if queries.has_organisasi() and not force:
        click.echo(
            "Bagian Organisasi sudah punya akun. Undang yang lain dari halaman Orang, atau pakai --force.",
            err=True,
        )
        raise click.exceptions.Exit(EXIT_REFUSED)
    try:
        with transaction():
            address = links.url_of(_invite(name, email), "invitation")
    except Refusal as refusal:
        click.echo(refusal.message, err=True)
        raise click.exceptions.Exit(EXIT_REFUSED) from refusal
    click.echo(f"Undangan untuk {name} <{email}>, berlaku 7 hari dan satu kali:\n{address}")


@account_commands.command("lepas-dua-langkah", short_help="Atur ulang masuk dua langkah yang ponselnya hilang.")
@click.option("--email", required=True, help="Alamat e-mail pemilik akun.")
@with_appcontext
def release_factor(email: str) -> None:
    """Atur ulang masuk dua langkah seseorang, bila tidak ada lagi rekan di Bagian Organisasi yang dapat melakukannya.

    Ia keluar dari semua perangkat, masuk dengan kata sandinya saja, lalu memasang masuk dua langkah lagi.
    """
    with transaction():
        user = queries.lock_user(email)
        if user is None or queries.find_factor(user.id) is None:
            click.echo("Tidak ada akun dengan alamat ini yang memakai masuk dua langkah.", err=True)
            raise click.exceptions.Exit(EXIT_REFUSED)
        operations.release(user, by=SYSTEM)
        name = user.name
    click.echo(f"Masuk dua langkah {name} diatur ulang.")


def _invite(name: str, email: str) -> UUID:
    """Invite the person, again if they hold the role but lost the letter; return the link of the letter."""
    membership = queries.find_organisasi(email)
    if membership is not None:
        return operations.send_invitation(membership, by=SYSTEM).id
    membership = operations.invite(name=name, email=email, role=Role.ORGANISASI, by=SYSTEM)
    return queries.get_open_invitation(membership.id)
