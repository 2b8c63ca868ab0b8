"""A survey begins once; the ways back from a closed one need a reason."""

from __future__ import annotations

from app.audit.operations import SYSTEM
from app.db import transaction
from app.surveys import operations as surveys
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope


def test_starting_again_does_not_reopen_a_closed_survey(world, sign_in) -> None:
    place = world.a
    with opd_scope(place.opd_id), transaction():
        surveys.close(place.survey_id, note="", by=SYSTEM)
    address = f"/opd/{place.kode}/upp/{place.upp_kode}/survei/{place.survey_id}/pembukaan"
    answer = sign_in("admin.a").post(address)
    assert answer.status_code == 409
    with opd_scope(place.opd_id):
        assert get_survey(place.survey_id).state is SurveyState.DITUTUP
