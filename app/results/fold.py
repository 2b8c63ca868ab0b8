"""Folding answers into statistics, and proving that the statistics equal the answers.

Claimed are `pending_folds` rows, never an id or a time: a response that commits late is never missed. A fold and its claim
are one transaction, so a killed worker leaves nothing half done. One fold at a time works on an OPD.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from app import clock
from app.extensions import db
from app.results.segments import SEGMENTS
from app.tenancy.scope import current_opd_id

BATCH = 20_000
QUESTIONS = 9


def _histogram() -> str:
    cells = (
        f"coalesce(sum(x.sign) FILTER (WHERE r.scores[{question}] = {score}), 0)"
        for question in range(1, QUESTIONS + 1)
        for score in range(1, 5)
    )
    return f"ARRAY[{', '.join(cells)}]::bigint[]"


def _products() -> str:
    pairs = ((i, j) for i in range(1, QUESTIONS + 1) for j in range(i, QUESTIONS + 1))
    sums = (f"coalesce(sum(x.sign * r.scores[{i}] * r.scores[{j}]) FILTER (WHERE x.whole), 0)" for i, j in pairs)
    return f"ARRAY[{', '.join(sums)}]::bigint[]"


_TOTAL = " + ".join(f"r.scores[{question}]" for question in range(1, QUESTIONS + 1))
_SEGMENTS = ", ".join(f"('{name}', {value})" for name, value in SEGMENTS.items())
# Which responses count: taken in time, and at least so many of the nine answered as the periode's policy asks.
_COUNTED = """
JOIN surveys s ON s.opd_id = r.opd_id AND s.id = r.survey_id
JOIN periode p ON p.id = s.periode_id
CROSS JOIN LATERAL (
    SELECT source.sign, array_position(r.scores, NULL) IS NULL AS whole
    WHERE cardinality(array_remove(r.scores, NULL)) >= coalesce((p.policy ->> 'min_answered')::int, 5)
) AS x
"""
# Sums first per place and segment value: each response is read once, and every figure is an integer, so the order of
# folding can never change a result.
_TALLIES = f"""
SELECT r.opd_id, r.upp_id, r.survey_id, r.layanan_id, r.titik_id, segment.name, segment.value,
       sum(x.sign) AS n, {_histogram()} AS histogram,
       coalesce(sum(x.sign) FILTER (WHERE x.whole), 0) AS complete,
       coalesce(sum(x.sign * ({_TOTAL})) FILTER (WHERE x.whole), 0) AS total,
       coalesce(sum(x.sign * ({_TOTAL}) * ({_TOTAL})) FILTER (WHERE x.whole), 0) AS total_squares,
       {_products()} AS products
  FROM source JOIN responses r ON r.opd_id = source.opd_id AND r.id = source.response_id
  {_COUNTED}
 CROSS JOIN LATERAL (VALUES {_SEGMENTS}) AS segment(name, value)
 GROUP BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608 — the parts are constants of this module
_DAYS = f"""
SELECT r.opd_id, r.upp_id, r.survey_id, r.layanan_id, (r.finished_at AT TIME ZONE :zone)::date AS day, sum(x.sign) AS n
  FROM source JOIN responses r ON r.opd_id = source.opd_id AND r.id = source.response_id
  {_COUNTED}
 GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608
_TALLY_COLUMNS = "opd_id, upp_id, survey_id, layanan_id, titik_id, segment, value, n, histogram, complete, total, total_squares, products"
_FOLD = text(f"""
WITH source AS MATERIALIZED (
    DELETE FROM pending_folds
     WHERE (opd_id, id) IN (
        SELECT opd_id, id FROM pending_folds WHERE opd_id = CAST(:opd_id AS uuid) ORDER BY id LIMIT :batch
     )
    RETURNING opd_id, response_id, sign
),
tallied AS (
    INSERT INTO tallies AS t ({_TALLY_COLUMNS}) {_TALLIES}
    ON CONFLICT (opd_id, survey_id, layanan_id, titik_id, segment, value) DO UPDATE SET
        n = t.n + excluded.n, histogram = add_arrays(t.histogram, excluded.histogram),
        complete = t.complete + excluded.complete, total = t.total + excluded.total,
        total_squares = t.total_squares + excluded.total_squares, products = add_arrays(t.products, excluded.products)
),
days AS (
    INSERT INTO daily_counts AS d (opd_id, upp_id, survey_id, layanan_id, day, n) {_DAYS}
    ON CONFLICT (opd_id, survey_id, layanan_id, day) DO UPDATE SET n = d.n + excluded.n
)
SELECT count(*) FROM source
""")  # noqa: S608 — the parts are constants of this module
# Everything that the statistics should hold: what is counted, less what still waits to be folded.
_SHOULD_HOLD = """
source AS MATERIALIZED (
    SELECT opd_id, id AS response_id, 1 AS sign FROM responses
     WHERE opd_id = CAST(:opd_id AS uuid) AND state = 'diterima' AND excluded_at IS NULL
    UNION ALL
    SELECT opd_id, response_id, -sign FROM pending_folds WHERE opd_id = CAST(:opd_id AS uuid)
)
"""
_REBUILD = text(f"""
WITH {_SHOULD_HOLD},
tallied AS (INSERT INTO tallies ({_TALLY_COLUMNS}) SELECT * FROM ({_TALLIES}) AS right_ones WHERE n <> 0)
INSERT INTO daily_counts (opd_id, upp_id, survey_id, layanan_id, day, n) SELECT * FROM ({_DAYS}) AS right_ones WHERE n <> 0
""")  # noqa: S608
_DIFFERENCES = text(f"""
WITH {_SHOULD_HOLD},
should AS MATERIALIZED (SELECT * FROM ({_TALLIES}) AS right_ones WHERE n <> 0),
held AS MATERIALIZED (SELECT {_TALLY_COLUMNS} FROM tallies WHERE opd_id = CAST(:opd_id AS uuid) AND n <> 0),
should_days AS MATERIALIZED (SELECT * FROM ({_DAYS}) AS right_ones WHERE n <> 0),
held_days AS MATERIALIZED (
    SELECT opd_id, upp_id, survey_id, layanan_id, day, n FROM daily_counts WHERE opd_id = CAST(:opd_id AS uuid) AND n <> 0
)
SELECT (SELECT count(*) FROM (TABLE should EXCEPT TABLE held) a) + (SELECT count(*) FROM (TABLE held EXCEPT TABLE should) b)
     + (SELECT count(*) FROM (TABLE should_days EXCEPT TABLE held_days) c)
     + (SELECT count(*) FROM (TABLE held_days EXCEPT TABLE should_days) d) AS differences,
       (SELECT count(DISTINCT survey_id) FROM should) AS surveys
""")  # noqa: S608


@dataclass(frozen=True)
class Comparison:
    surveys: int
    differences: int


def fold_pending() -> int:
    """Fold what waits in the OPD in scope; return how many answers were taken. Flushes, never commits.

    At most BATCH at once: call again while it returns BATCH.
    """
    parameters = _prepare()
    return int(db.session.execute(_FOLD, parameters | {"batch": BATCH}).scalar_one())


def fold_all() -> None:
    """Fold until nothing waits in the OPD in scope."""
    while fold_pending() == BATCH:
        pass


def rebuild() -> None:
    """Make the statistics of the OPD in scope anew from its answers."""
    parameters = _prepare()
    for table in ("tallies", "daily_counts"):
        db.session.execute(text(f"DELETE FROM {table} WHERE opd_id = CAST(:opd_id AS uuid)"), parameters)  # noqa: S608
    db.session.execute(_REBUILD, parameters)


def compare() -> Comparison:
    """Compare the statistics of the OPD in scope with its answers, to the bit."""
    row = db.session.execute(_DIFFERENCES, _prepare()).one()
    return Comparison(surveys=row.surveys, differences=row.differences)


def _prepare() -> dict[str, str]:
    opd_id: UUID = current_opd_id()
    db.session.flush()
    db.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended('fold ' || :opd_id, 0))"), {"opd_id": str(opd_id)}
    )
    return {"opd_id": str(opd_id), "zone": str(clock.zone())}
