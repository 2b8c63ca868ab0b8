"""Reading people, their memberships, links and sessions."""

from app.accounts.queries.factors import (
    FactorView,
    count_recovery_codes,
    find_factor,
    find_factor_view,
    list_recovery_codes,
    who_has_factor,
)
from app.accounts.queries.links import LinkState, LinkView, find_link, find_open_link, get_open_invitation
from app.accounts.queries.members import (
    Member,
    OpdPeople,
    belongs_elsewhere,
    get_membership,
    get_membership_place,
    list_members,
    list_opd_people,
)
from app.accounts.queries.sessions import SessionLine, list_sessions
from app.accounts.queries.users import (
    Reached,
    find_organisasi,
    find_user,
    get_user,
    get_user_by_email,
    has_organisasi,
    list_organisasi,
    lock_user,
    lock_user_by_id,
)

__all__ = [
    "FactorView",
    "LinkState",
    "LinkView",
    "Member",
    "OpdPeople",
    "Reached",
    "SessionLine",
    "belongs_elsewhere",
    "count_recovery_codes",
    "find_factor",
    "find_factor_view",
    "find_link",
    "find_open_link",
    "find_organisasi",
    "find_user",
    "get_membership",
    "get_membership_place",
    "get_open_invitation",
    "get_user",
    "get_user_by_email",
    "has_organisasi",
    "list_members",
    "list_organisasi",
    "list_recovery_codes",
    "list_opd_people",
    "list_sessions",
    "lock_user",
    "lock_user_by_id",
    "who_has_factor",
]
