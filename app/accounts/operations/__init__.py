"""Acts on people and their accounts, one business act a function."""

from app.accounts.operations.factors import (
    WRONG_CODE,
    enrol,
    offer,
    offered,
    release,
    remove,
    renew_recovery_codes,
    reset,
)
from app.accounts.operations.invitations import accept, invite, join, send_invitation
from app.accounts.operations.members import change_email, revoke_membership
from app.accounts.operations.own import (
    change_own_email,
    change_password,
    choose_membership,
    revoke_all_sessions,
    revoke_session,
)
from app.accounts.operations.resets import request_reset, reset_password
from app.accounts.operations.signing_in import WRONG, Opened, finish_sign_in, prove, sign_in, sign_out

__all__ = [
    "WRONG",
    "WRONG_CODE",
    "Opened",
    "accept",
    "change_email",
    "change_own_email",
    "change_password",
    "choose_membership",
    "enrol",
    "finish_sign_in",
    "invite",
    "join",
    "offer",
    "offered",
    "prove",
    "release",
    "remove",
    "renew_recovery_codes",
    "request_reset",
    "reset",
    "reset_password",
    "revoke_all_sessions",
    "revoke_membership",
    "revoke_session",
    "send_invitation",
    "sign_in",
    "sign_out",
]
