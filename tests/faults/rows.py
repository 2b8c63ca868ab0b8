"""Answers in bulk, where a fault needs a full table rather than their way there."""

from __future__ import annotations

from sqlalchemy import text

from app.db import transaction
from app.extensions import db
from app.responses import intake
from app.results import fold
from app.tenancy.scope import opd_scope
from tests.world import Place

_COPIES = text("""
INSERT INTO responses (opd_id, upp_id, id, survey_id, layanan_id, titik_id, questionnaire_id, collection, state, scores,
                       saran, started_at, finished_at, received_at, payload_hash)
SELECT r.opd_id, r.upp_id, gen_random_uuid(), r.survey_id, r.layanan_id, r.titik_id, r.questionnaire_id, r.collection,
       r.state, ARRAY(SELECT 1 + (n * (place + 2) + n / 7) % 4 FROM generate_series(0, 8) AS place)::smallint[],
       'Jawaban ke-' || n, r.started_at, r.finished_at, r.received_at, md5(n::text)
  FROM responses r, generate_series(1, :count) AS n
 WHERE r.id = :template
""")


def fill(place: Place, count: int) -> None:
    """There are so many more answers at the place, and the statistics hold them."""
    template = place.answer()
    intake.record(place.opd_id, template)
    with opd_scope(place.opd_id), transaction():
        db.session.execute(_COPIES, {"count": count - 1, "template": template.id})
        fold.rebuild()
