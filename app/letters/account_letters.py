"""The text of letters about an account, from the world as it is when they are sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import current_app

from app import clock
from app.access.roles import CITY_ROLES, UPP_ROLES, Role
from app.accounts import links
from app.accounts import queries as people
from app.accounts.queries import LinkView
from app.accounts.telling import Change
from app.letters.models import CityLetter, LetterKind
from app.reminders.composing import address_of, sender
from app.reminders.content import (
    AccountFacts,
    Addressee,
    ChangeFacts,
    account_changed,
    admin_position,
    invitation,
    kepala_position,
    password_reset,
)
from app.reminders.letters import Letter, render

CHANGES = {
    Change.FACTOR_ON: (
        "masuk dua langkah dipasang", "Masuk dua langkah dipasang",
        "Masuk dua langkah dipasang di akun Anda; perangkat lain dikeluarkan.",
    ),
    Change.FACTOR_OFF: (
        "masuk dua langkah dimatikan", "Masuk dua langkah dimatikan",
        "Masuk dua langkah di akun Anda dimatikan: untuk masuk cukup kata sandi.",
    ),
    Change.FACTOR_RESET: (
        "masuk dua langkah diatur ulang", "Masuk dua langkah diatur ulang",
        "Masuk dua langkah di akun Anda diatur ulang oleh pengelola. Pasang lagi sesudah masuk.",
    ),
    Change.CODES_RENEWED: (
        "kode pemulihan diganti", "Kode pemulihan diganti", "Kode pemulihan akun Anda diganti; kode yang lama tidak berlaku."
    ),
    Change.CODE_USED: (
        "kode pemulihan dipakai", "Kode pemulihan dipakai", "Akun Anda dibuka dengan kode pemulihan, bukan dengan ponsel."
    ),
    Change.PASSWORD: (
        "kata sandi diganti", "Kata sandi diganti", "Kata sandi akun Anda diganti; perangkat lain dikeluarkan."
    ),
    Change.ADDRESS: (
        "alamat e-mail diganti", "Alamat e-mail akun diganti", "Alamat e-mail akun Anda diganti; alamat ini tidak dipakai lagi."
    ),
    Change.NEW_BROWSER: (
        "masuk dari peramban baru", "Ada yang masuk dari peramban baru",
        "Akun Anda dipakai masuk dari peramban yang belum pernah dipakai.",
    ),
}  # fmt: skip
PURPOSES = {LetterKind.INVITATION: "invitation", LetterKind.RESET: "reset"}


def write(letter: CityLetter) -> Letter | None:
    """Return the letter with its link; None where the link opens nothing any more."""
    kind = LetterKind(letter.kind)
    purpose = PURPOSES[kind]
    link = people.find_open_link(UUID(letter.facts["link_id"]), purpose)
    if link is None:
        return None
    facts = AccountFacts(
        to=Addressee(link.name, _position(link)),
        sender=sender(),
        today=clock.today(),
        link=links.url_of(link.id, purpose),
        expires=link.expires_at,
        role_label=link.role_label,
        place=_place(link),
    )
    return render(invitation(facts) if kind is LetterKind.INVITATION else password_reset(facts))


def write_change(letter: CityLetter) -> Letter:
    """Return the letter about a change of how the account opens. It carries no secret and stays true, so it is always sent."""
    subject, heading, said = CHANGES[Change(letter.facts["change"])]
    facts = ChangeFacts(
        to=Addressee(letter.to_name, ""),
        sender=sender(),
        today=clock.today(),
        link=address_of("accounts.account"),
        subject=subject,
        heading=heading,
        said=said,
        at=datetime.fromisoformat(letter.facts["at"]),
        device=letter.facts.get("device", ""),
        network=letter.facts.get("network", ""),
    )
    return render(account_changed(facts))


def _position(link: LinkView) -> str:
    """Return what stands under the name: "Camat Setu", "Admin SKM Puskesmas Setu"."""
    if link.role is None:
        return ""
    if link.role is Role.KEPALA:
        position = kepala_position(link.opd_kind, link.opd_name)
    elif link.role in (Role.ADMIN_OPD, Role.ADMIN_UPP):
        position = admin_position(_place(link))
    elif link.role in CITY_ROLES:
        position = link.role.label
    else:
        word = "Kepala" if link.role in UPP_ROLES else link.role.label
        position = f"{word} {_place(link)}"
    return f"Plt. {position}" if link.acting else position


def _place(link: LinkView) -> str:
    return link.upp_name or link.opd_name or f"Pemerintah {current_app.config['CITY_NAME']}"
