"""What the tests of accounts need of letters and time."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.accounts import links
from app.accounts.models import User
from app.extensions import db
from app.letters.models import CityLetter, LetterKind

NEW = "kalimat sandi yang baru"


def later(app: Flask, seconds: float) -> None:
    """Let the clock of the application stand so many seconds ahead."""
    Path(app.config["CLOCK_FILE"]).write_text(str(seconds))


def user(who: str) -> User:
    """Return the person with the address who@contoh.test, as they are now."""
    db.session.rollback()
    return db.session.scalars(select(User).where(User.email == f"{who}@contoh.test")).one()


def letters_to(email: str, kind: LetterKind = LetterKind.INVITATION) -> list[CityLetter]:
    """Return the letters decided for an address, oldest first."""
    db.session.rollback()
    return list(
        db.session.scalars(
            select(CityLetter)
            .where(CityLetter.to_email == email, CityLetter.kind == kind)
            .order_by(CityLetter.created_at)
        )
    )


def address_in(letter: CityLetter) -> str:
    """Return the path of the one-time link that a letter will carry."""
    prefix = "/undangan/" if letter.kind == LetterKind.INVITATION else "/atur-ulang/"
    return prefix + links.token_of(UUID(letter.facts["link_id"]))


def latest_path(email: str, kind: LetterKind = LetterKind.INVITATION) -> str:
    return address_in(letters_to(email, kind)[-1])
