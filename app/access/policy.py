"""The whole of who may do what. The rights page of the manual is rendered from this table.

A role of the city holds its rights in every OPD, a role of an OPD in that OPD, a role of a UPP in that UPP.
"""

from __future__ import annotations

from app.access.permissions import P
from app.access.roles import OPD_ROLES, UPP_ROLES, Role

_LOOK_AT_OPD = frozenset({P.RESULT_READ, P.SARAN_READ, P.LAYANAN_READ, P.SURVEY_READ, P.FOLLOWUP_READ, P.REPORT_READ})
_LOOK_AT_CITY = frozenset(
    {P.BOARD_READ, P.PERIODE_READ, P.OPD_READ, P.REMINDER_READ, P.VERIFICATION_READ, P.RECAP_READ}
)
_OWN_UPP = frozenset({P.OWN_BOARD_READ, P.OWN_REMIND})
_HEAD = _LOOK_AT_OPD | {
    P.QUALITY_READ,
    P.MEMBER_READ,
    P.SURVEY_SUBMIT,
    P.NOTE_ANSWER,
    P.FOLLOWUP_EDIT,
    P.REPORT_REQUEST,
    P.REPORT_EDIT,
    P.AUDIT_READ,
}
_ADMIN = _LOOK_AT_OPD | {
    P.QUALITY_READ,
    P.EXCLUSION_PROPOSE,
    P.MEMBER_READ,
    P.MEMBER_MANAGE,
    P.LAYANAN_MANAGE,
    P.SURVEY_PLAN,
    P.SURVEY_CLOSE,
    P.SURVEY_SUBMIT_FOR,
    P.QUALITY_EXPLAIN,
    P.NOTE_ANSWER,
    P.RESPONSE_IMPORT,
    P.PAPER_ENTER,
    P.LATE_DECIDE,
    P.DEVICE_MANAGE,
    P.LINK_MANAGE,
    P.TICKET_MANAGE,
    P.QUESTIONNAIRE_EDIT,
    P.FOLLOWUP_EDIT,
    P.REPORT_REQUEST,
    P.REPORT_EDIT,
    P.AUDIT_READ,
}

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.ORGANISASI: _LOOK_AT_CITY
    | _LOOK_AT_OPD
    | {
        P.REMINDER_SEND,
        P.PERIODE_MANAGE,
        P.OPD_MANAGE,
        P.CITY_MEMBER_MANAGE,
        P.MEMBER_READ,
        P.MEMBER_MANAGE,
        P.SURVEY_VERIFY,
        P.SURVEY_REOPEN,
        P.QUESTIONNAIRE_APPROVE,
        P.CITY_AUDIT_READ,
        P.PRIVACY_MANAGE,
        P.QUALITY_READ,
        P.EXCLUSION_DECIDE,
        P.CITY_TOKEN_MANAGE,
        P.EVALUATOR_LINK_MANAGE,
        P.LATE_DECIDE,
        P.REPORT_REQUEST,
        P.RECAP_REQUEST,
        P.AUDIT_READ,
        P.ACCOUNT_USE,
    },
    Role.PEMANTAU: _LOOK_AT_CITY | _LOOK_AT_OPD | {P.ACCOUNT_USE},
    Role.KEPALA: _HEAD | _OWN_UPP | {P.ACCOUNT_USE, P.REMINDER_PAUSE},
    Role.ADMIN_OPD: _ADMIN | _OWN_UPP | {P.ACCOUNT_USE, P.REMINDER_PAUSE, P.UPP_MANAGE, P.TOKEN_MANAGE},
    Role.KEPALA_UPP: _HEAD | {P.ACCOUNT_USE},
    Role.ADMIN_UPP: _ADMIN | {P.ACCOUNT_USE, P.REMINDER_PAUSE},
    Role.PETUGAS: frozenset({P.RESPONSE_RECORD, P.PAPER_ENTER, P.ACCOUNT_USE, P.REMINDER_PAUSE}),
    Role.VERIFIKATOR: _LOOK_AT_OPD | {P.QUALITY_READ, P.SURVEY_VERIFY, P.ACCOUNT_USE},
}

# The roles that a role may give and take, always inside its own reach: the city, its OPD, its UPP.
GRANTABLE: dict[Role, frozenset[Role]] = {
    Role.ORGANISASI: frozenset(Role),
    Role.ADMIN_OPD: OPD_ROLES - {Role.VERIFIKATOR},
    Role.ADMIN_UPP: UPP_ROLES | {Role.PETUGAS},
}


def permits(role: Role, permission: P) -> bool:
    """Return whether the role holds the right."""
    return permission in ROLE_PERMISSIONS[role]


def grantable(role: Role) -> frozenset[Role]:
    """Return the roles that a person in this role may give and take."""
    return GRANTABLE.get(role, frozenset())
