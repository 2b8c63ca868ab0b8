"""Every route × every role × own and other OPD and UPP answers as the policy table says.

Generated from the route map: a new route is covered before anybody remembers.
"""

from __future__ import annotations

import pytest
from flask import g, request_finished

from app.access.policy import permits
from app.access.roles import CITY_ROLES, Role
from tests.access_matrix import PEOPLE, Case, Visitor, cases, objects_of
from tests.pages import check_page

ROLE_OF = {
    "organisasi": Role.ORGANISASI, "pemantau": Role.PEMANTAU, "kepala": Role.KEPALA, "admin": Role.ADMIN_OPD,
    "petugas": Role.PETUGAS, "kepala_upp": Role.KEPALA_UPP, "admin_upp": Role.ADMIN_UPP,
}  # fmt: skip


def expected(who: str, case: Case) -> str:
    """Return what the gate must say: 'hidden' (404), 'refused' (403) or 'admitted'."""
    name, _, kode = who.partition(".")
    role = ROLE_OF[name]
    limited = name.endswith("_upp")
    if case.names_opd and role not in CITY_ROLES:
        if kode != case.place.kode:
            return "hidden"
        if limited and case.names_upp and case.place.upp_kode != "a2":
            return "hidden"
    return "admitted" if permits(role, case.declaration.permission) else "refused"


@pytest.mark.parametrize("where", ["a", "a2", "b"])
def test_every_route_answers_as_the_policy_table_says(app, world, sign_in, where: str) -> None:
    place = getattr(world, where)
    ids = objects_of(place)
    wrong = []
    admitted: list[bool] = []

    def remember(_sender: object, **_: object) -> None:
        admitted[:] = ["grant" in g]

    request_finished.connect(remember, app)
    for who in PEOPLE:
        visitor = Visitor(sign_in, who)
        for case in cases(app, world, place, ids):
            if case.rule.endpoint == "accounts.sign_out":
                continue
            app.config["WTF_CSRF_ENABLED"] = case.method == "GET"  # pages carry the token; acts are asked without one
            answer = visitor.ask(case)
            app.config["WTF_CSRF_ENABLED"] = False
            check_page(answer, f"{case.method} {case.address} as {who}", tokens=case.method == "GET")
            wanted = expected(who, case)
            # The gate's own word: behind it, a page may still hide what there is not yet (figures before submission).
            told = "admitted" if admitted.pop() else {404: "hidden", 403: "refused"}.get(answer.status_code, "neither")
            if answer.status_code >= 500 or told != wanted:
                wrong.append(f"{who}: {case.method} {case.address} → {answer.status_code}, should be {wanted}")
    assert not wrong, "\n".join(wrong)


def test_the_signed_out_are_sent_to_the_door(app, world, client) -> None:
    for case in cases(app, world, world.a, objects_of(world.a)):
        answer = client.open(case.address, method=case.method)
        assert answer.status_code == 302, f"{case.method} {case.address}"
        assert answer.headers["Location"].startswith("/masuk"), f"{case.method} {case.address}"


def test_what_belongs_to_another_opd_does_not_exist_at_ones_own_address(app, world, sign_in) -> None:
    """Ids of B below A's address, as people of A: never a page, never an act."""
    foreign = objects_of(world.b)
    wrong = []
    for who in ("admin.a", "kepala.a", "organisasi"):
        visitor = Visitor(sign_in, who)
        for case in cases(app, world, world.a, foreign):
            if not case.names_opd or not case.rule.arguments & foreign.keys():
                continue
            answer = visitor.ask(case)
            if answer.status_code not in (403, 404):
                wrong.append(f"{who}: {case.method} {case.address} → {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_what_belongs_to_another_upp_does_not_exist_at_ones_own_address(app, world, sign_in) -> None:
    foreign = objects_of(world.a)
    wrong = []
    visitor = Visitor(sign_in, "admin_upp.a")
    for case in cases(app, world, world.a2, foreign):
        if not case.names_opd or not case.rule.arguments & (foreign.keys() - {"membership_id", "letter_id"}):
            continue
        answer = visitor.ask(case)
        if answer.status_code not in (403, 404):
            wrong.append(f"{case.method} {case.address} → {answer.status_code}")
    assert not wrong, "\n".join(wrong)
