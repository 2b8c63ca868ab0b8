"""Frozen versions: the earlier ones stay and can be read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.access.gate import requires
from app.access.permissions import P
from app.errors import NotFound
from app.ikm import Unsur
from app.results.freezing import is_reproduced
from app.results.reading import result_of
from app.surveys import queries
from app.surveys.routes.blueprint import SURVEY, bp, figures_shown, shown, survey_here


@bp.get(f"{SURVEY}/versi/<int:version>")
@requires(P.RESULT_READ)
def version(kode: str, upp: str, survey_id: UUID, version: int) -> Any:
    survey = survey_here(survey_id)
    frozen = queries.get_version(survey.id, version)
    if not figures_shown(survey):
        raise NotFound("Hasil survei ini belum disampaikan.")
    versions = queries.list_frozen(survey.id)
    return shown(
        "surveys/version.html",
        survey,
        result_of(survey, version=frozen),
        frozen=frozen,
        names={unsur.value: unsur.official_name for unsur in Unsur},
        versions=versions,
        latest=versions[0].version == frozen.version,
        reproduced=is_reproduced(survey.id, frozen),
        notes=[each for each in queries.list_notes(survey.id) if each.version == frozen.version],
    )
