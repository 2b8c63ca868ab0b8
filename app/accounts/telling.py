"""Letters that tell the owner of an account what was changed about how it opens: whoever did it, the owner learns of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import has_request_context, request

from app import clock
from app.accounts.devices import device_words
from app.accounts.models import User
from app.accounts.sessions import ip_prefix
from app.letters import operations as letters
from app.letters.models import LetterKind


class Change(StrEnum):
    FACTOR_ON = "dua_langkah_dipasang"
    FACTOR_OFF = "dua_langkah_dimatikan"
    FACTOR_RESET = "dua_langkah_diatur_ulang"
    CODES_RENEWED = "kode_pemulihan_diganti"
    CODE_USED = "kode_pemulihan_dipakai"
    PASSWORD = "kata_sandi_diganti"
    ADDRESS = "alamat_diganti"
    NEW_BROWSER = "peramban_baru"


def tell(user: User, change: Change, *, to: str = "", by_owner: bool = True) -> None:
    """A letter to the owner is decided. `to`: another address than the present one, which may be a thief's.

    Accounts of a demonstration are everybody's, so nobody is told.
    """
    if user.demo:
        return
    facts: dict[str, Any] = {"change": change.value, "at": clock.now().isoformat()}
    if by_owner and has_request_context():
        facts |= {"device": device_words(request.user_agent.string), "network": ip_prefix(request.remote_addr)}
    letters.queue_city_letter(
        LetterKind.ACCOUNT_CHANGED, user_id=user.id, name=user.name, email=to or user.email, facts=facts
    )
