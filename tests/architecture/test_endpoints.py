"""Every endpoint declares its right, or is on the list of those that need none."""

from __future__ import annotations

import pytest
from flask import Flask

from app.access import gate
from app.access.permissions import P
from app.access.policy import ROLE_PERMISSIONS
from app.audit.actions import DETAILS, LABELS, Action

PUBLIC = {
    "static": "files of the look, no data",
    "web.home": "sends on to the sign-in page or to one's own beginning",
    "web.healthz": "says that the process answers",
    "web.readyz": "says whether the machines work, no data",
    "monitoring.metrics": "the watchman's token is the only credential; counts of the machine",
    "accounts.sign_in": "the door",
    "accounts.code": "the second step at the door; needs the session that the password opened half",
    "accounts.recovery_code": "the second step at the door, without the phone",
    "accounts.forgot": "the same answer for every address",
    "accounts.reset": "opened by a signed one-time link",
    "accounts.invitation": "opened by a signed one-time link",
    "recording_app.shell": "the surveyor app without anybody's data",
    "recording_app.worker": "the script that keeps the app on the phone, no data",
    "recording_app.version": "which build of the app there is",
    "phones.install": "opened by a single-use set-up code; changes nothing",
    "phones.install_here": "the single-use set-up code is the credential",
    "phones.fetch": "the device's token is the only credential",
    "phones.send": "the device's token is the only credential: no session may end under an unsent interview",
    "phones.train": "the device's token is the only credential",
    "links.find": "where a code from a poster is typed",
    "links.answer": "the public form: respondents never sign in",
    "links.record": "the public form",
    "links.received": "the receipt of an answer, by its random id; no answers in it",
    "kiosks.find": "where a code is typed on a kiosk",
    "kiosks.show": "the kiosk's shell without data",
    "kiosks.shell": "the kiosk's shell without data",
    "kiosks.worker": "the script that keeps the shell on the tablet, no data",
    "kiosks.version": "which build of the kiosk there is",
    "kiosks.fetch": "the questions of a link, as the public form shows them",
    "kiosks.manifest": "what an installed kiosk is called and opens with",
    "kiosks.send": "answers of a kiosk: respondents never sign in",
    "tickets.find": "where a code from a slip is typed",
    "tickets.answer": "the public form behind a single-use code",
    "tickets.record": "the public form",
    "tickets.received": "the receipt of an answer, by its random id; no answers in it",
    "tickets.privacy": "what is recorded when somebody answers, no data",
    "links.privacy": "what is recorded when somebody answers, no data",
    "api.list_layanan": "the token is the only credential",
    "api.send_responses": "the token is the only credential",
    "api.issue_invitation": "the token is the only credential",
    "api.show_invitation": "the token is the only credential",
    "api.list_results": "the token is the only credential",
    "api.list_compliance": "the token is the only credential",
    "api.recap": "the token is the only credential",
    "api-docs.openapi_json": "what the API offers, no data",
    "portal.city": "published results of the city",
    "portal.opd": "published results of an OPD",
    "portal.upp": "published results of a UPP",
    "portal.improvements": "plans that were carried out after published results",
    "portal.data": "what the open data mean",
    "portal.csv_file": "published results as open data",
    "portal.json_file": "published results as open data",
    "portal.about": "how the figures come about, no data",
    "evaluator.entries": "the secret of the link is the only credential; verified results",
    "evaluator.upp": "the secret of the link is the only credential; verified results of a UPP",
    "evaluator.evidence": "the secret of the link is the only credential; where a verified result was published",
    "evaluator.bundle": "the secret of the link is the only credential; the bukti dukung without answers",
    "privacy_public.notices": "the privacy notices, present and past, no data",
    "privacy_public.ask": "anybody may ask about their data",
    "privacy_public.asked": "says that a request was received, no data",
}


def test_every_endpoint_declares_its_right(app: Flask) -> None:
    with app.app_context():
        undeclared = [endpoint for endpoint in app.view_functions if gate.declaration_of(endpoint) is None]
    assert not undeclared, f"Put @requires(P.…) under the route of {undeclared}, or @public and a line in PUBLIC here."


def test_only_the_listed_endpoints_are_public(app: Flask) -> None:
    with app.app_context():
        public = {
            endpoint for endpoint in app.view_functions if gate.declaration_of(endpoint) == gate.Declaration(None)
        }
    assert public == set(PUBLIC), "A page without a right needs a line in PUBLIC here that says why."


@pytest.mark.own_app
def test_an_endpoint_that_declares_nothing_is_refused(app: Flask) -> None:
    app.add_url_rule("/terlupa", "forgotten", lambda: "rahasia")
    answer = app.test_client().get("/terlupa")
    assert answer.status_code == 403
    assert "rahasia" not in answer.text


def test_every_right_is_held_by_a_role_and_asked_by_an_endpoint(app: Flask) -> None:
    held = frozenset().union(*ROLE_PERMISSIONS.values())
    with app.app_context():
        asked = {gate.declaration_of(endpoint).permission for endpoint in app.view_functions}
    assert set(P) - held == set(), "These rights are held by no role: give or delete them (app/access/policy.py)."
    assert set(P) - asked == set(), "These rights are asked by no endpoint: use or delete them."


def test_every_action_of_the_trail_has_details_and_a_label() -> None:
    assert set(DETAILS) == set(Action)
    assert set(LABELS) == set(Action)
