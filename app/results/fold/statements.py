"""The SQL of the fold. Statistics are integers, so the order of folding can never change a figure."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text

from app.responses.themes import EVERY, LANGUAGE, OTHER, THEMES
from app.results.segments import SEGMENTS

QUESTIONS = 9


# Each sum costs its time once for every answer and segment. So several small numbers share the digits of one bigint: what
# comes in is at most CHUNK answers, of which no field can outgrow its digits, and signs of −1 are borne by an offset.
CHUNK = 16_000
_CELL, _PRODUCT = 15, 20  # bits of a field: |n| < 2^14, and 16 · CHUNK < 2^19
_PAIRS_OF_QUESTIONS = tuple((i, j) for i in range(1, QUESTIONS + 1) for j in range(i, QUESTIONS + 1))
_WHOLE_FIELDS = (  # over answers with all nine questions: sums first, then products
    *(f"q{i}" for i in range(1, QUESTIONS + 1)),
    *(f"q{i} * q{j}" for i, j in _PAIRS_OF_QUESTIONS),
)
_IN_A_WORD = 3


def _words() -> dict[str, str]:
    """Return name → expression of each word over one answer."""
    cells = {
        f"h{i}": f"sign * CASE q{i} {' '.join(f'WHEN {v} THEN {1 << _CELL * (v - 1)}' for v in range(1, 5))} ELSE 0 END"
        for i in range(1, QUESTIONS + 1)
    }
    fields = [_WHOLE_FIELDS[start : start + _IN_A_WORD] for start in range(0, len(_WHOLE_FIELDS), _IN_A_WORD)]
    whole = {
        f"w{number}": f"CASE WHEN whole THEN sign * ({' + '.join(f'({each}) * {1 << _PRODUCT * k}' for k, each in enumerate(some))}) ELSE 0 END"
        for number, some in enumerate(fields)
    }
    return cells | whole


def _field(word: str, place: int, width: int, fields: int) -> str:
    """Return the field at a place of a word of sums."""
    half = 1 << width - 1
    offset = sum(half << width * each for each in range(fields))
    return f"((({word} + {offset}) >> {width * place}) & {(1 << width) - 1}) - {half}"


def _unpacked() -> str:
    cells = [
        f"{_field(f'h{i}', score, _CELL, 4)} AS c{i}{score}" for i in range(1, QUESTIONS + 1) for score in range(4)
    ]
    whole = [
        f"{_field(f'w{number // _IN_A_WORD}', number % _IN_A_WORD, _PRODUCT, _IN_A_WORD)} AS f{number}"
        for number in range(len(_WHOLE_FIELDS))
    ]
    return ", ".join(cells + whole)


def _array(names: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(f'sum({name})' for name in names)}]::bigint[]"


_WORDS = _words()
_CELLS = tuple(f"c{i}{score}" for i in range(1, QUESTIONS + 1) for score in range(4))
_SUMS = tuple(f"f{number}" for number in range(QUESTIONS))
_PRODUCTS = tuple(f"f{number}" for number in range(QUESTIONS, len(_WHOLE_FIELDS)))
# (Σ s)² is the sum of all products, those of two different questions twice.
_SQUARES = " + ".join(
    name if i == j else f"2 * {name}" for name, (i, j) in zip(_PRODUCTS, _PAIRS_OF_QUESTIONS, strict=True)
)
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
# Sums first per place and segment value: each response is read once, its words are made once (OFFSET 0 keeps the planner
# from making them anew for every segment), and every figure is an integer, so the order of folding can never change one.
_TALLIES = f"""
SELECT opd_id, upp_id, survey_id, layanan_id, titik_id, name, value, sum(n)::bigint AS n, {_array(_CELLS)} AS histogram,
       sum(complete)::bigint AS complete, sum({" + ".join(_SUMS)})::bigint AS total, sum({_SQUARES})::bigint AS total_squares,
       {_array(_SUMS)} AS sums, {_array(_PRODUCTS)} AS products
  FROM (
    SELECT opd_id, upp_id, survey_id, layanan_id, titik_id, name, value, n, complete, {_unpacked()}
      FROM (
        SELECT r.opd_id, r.upp_id, r.survey_id, r.layanan_id, r.titik_id, segment.name, segment.value, r.chunk,
               sum(r.sign)::bigint AS n, (coalesce(sum(r.sign) FILTER (WHERE r.whole), 0))::bigint AS complete,
               {", ".join(f"sum({word})::bigint AS {word}" for word in _WORDS)}
          FROM (
            SELECT r.*, {", ".join(f"{expression} AS {word}" for word, expression in _WORDS.items())}
              FROM (
                SELECT r.*, source.chunk, x.sign, x.whole, {", ".join(f"r.scores[{i}]::bigint AS q{i}" for i in range(1, QUESTIONS + 1))}
                  FROM source JOIN responses r ON r.opd_id = source.opd_id AND r.id = source.response_id
                  {_COUNTED}
                OFFSET 0
              ) AS r
            OFFSET 0
          ) AS r
         CROSS JOIN LATERAL (VALUES {_SEGMENTS}) AS segment(name, value)
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
      ) AS packed
  ) AS unpacked
 GROUP BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608 — the parts are constants of this module
_DAYS = f"""
SELECT r.opd_id, r.upp_id, r.survey_id, r.layanan_id, (r.finished_at AT TIME ZONE :zone)::date AS day, sum(x.sign) AS n
  FROM source JOIN responses r ON r.opd_id = source.opd_id AND r.id = source.response_id
  {_COUNTED}
 GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608
# Of answers that hold some only: a city without pertanyaan tambahan does no more work than before.
_EXTRA_FREQUENCIES = ", ".join(
    f"coalesce(sum(x.sign) FILTER (WHERE asked.score = '{score}'), 0)" for score in range(1, 5)
)
_EXTRAS = f"""
SELECT r.opd_id, r.upp_id, r.survey_id, r.layanan_id, r.titik_id, segment.name, segment.value, asked.code,
       sum(x.sign) AS n, ARRAY[{_EXTRA_FREQUENCIES}]::bigint[] AS frequencies
  FROM source JOIN responses r ON r.opd_id = source.opd_id AND r.id = source.response_id AND r.extra_scores <> '{{}}'
  {_COUNTED}
 CROSS JOIN LATERAL jsonb_each_text(r.extra_scores) AS asked(code, score)
 CROSS JOIN LATERAL (VALUES {_SEGMENTS}) AS segment(name, value)
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""  # noqa: S608
_EXTRA_COLUMNS = "opd_id, upp_id, survey_id, layanan_id, titik_id, segment, value, code, n, frequencies"
_TALLY_COLUMNS = "opd_id, upp_id, survey_id, layanan_id, titik_id, segment, value, n, histogram, complete, total, total_squares, sums, products"
# The saran of the answers in `source`, each with its themes. An answer that came and went within one batch is none of them.
_QUERIES = ", ".join(f"('{theme.key}', to_tsquery('{LANGUAGE}', '{theme.query}'))" for theme in THEMES)
_SAID = f"""
SELECT e.*, CASE WHEN e.found = '{{}}' THEN ARRAY['{OTHER}'] ELSE e.found END AS themes
  FROM (
    SELECT r.opd_id, r.upp_id, r.survey_id, r.layanan_id, r.id AS response_id,
           (r.finished_at AT TIME ZONE :zone)::date AS day, w.words, net.sign,
           ARRAY(SELECT t.key FROM (VALUES {_QUERIES}) AS t(key, query) WHERE w.words @@ t.query) AS found
      FROM (SELECT opd_id, response_id, sum(sign) AS sign FROM source GROUP BY 1, 2) AS net
      JOIN responses r ON r.opd_id = net.opd_id AND r.id = net.response_id AND r.saran <> '' AND net.sign <> 0
     CROSS JOIN LATERAL (SELECT to_tsvector('{LANGUAGE}', r.saran) AS words) AS w
  ) AS e
"""  # noqa: S608
_ENTRY_COLUMNS = "opd_id, upp_id, survey_id, layanan_id, response_id, day, themes, words"
_SARAN_TALLIES = f"""
SELECT opd_id, upp_id, survey_id, layanan_id, theme, sum(sign) AS n
  FROM said CROSS JOIN LATERAL unnest(ARRAY['{EVERY}'] || themes) AS theme
 GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608
FOLD = text(f"""
WITH source AS MATERIALIZED (
    DELETE FROM pending_folds
     WHERE (opd_id, id) IN (
        SELECT opd_id, id FROM pending_folds WHERE opd_id = CAST(:opd_id AS uuid) ORDER BY id LIMIT :batch
     )
    RETURNING opd_id, response_id, sign, 0 AS chunk
),
tallied AS (
    INSERT INTO tallies AS t ({_TALLY_COLUMNS}) {_TALLIES}
    ON CONFLICT (opd_id, survey_id, layanan_id, titik_id, segment, value) DO UPDATE SET
        n = t.n + excluded.n, histogram = add_arrays(t.histogram, excluded.histogram),
        complete = t.complete + excluded.complete, total = t.total + excluded.total,
        total_squares = t.total_squares + excluded.total_squares, sums = add_arrays(t.sums, excluded.sums),
        products = add_arrays(t.products, excluded.products)
),
extra AS (
    INSERT INTO extra_tallies AS e ({_EXTRA_COLUMNS}) {_EXTRAS}
    ON CONFLICT (opd_id, survey_id, layanan_id, titik_id, segment, value, code) DO UPDATE SET
        n = e.n + excluded.n, frequencies = add_arrays(e.frequencies, excluded.frequencies)
),
days AS (
    INSERT INTO daily_counts AS d (opd_id, upp_id, survey_id, layanan_id, day, n) {_DAYS}
    ON CONFLICT (opd_id, survey_id, layanan_id, day) DO UPDATE SET n = d.n + excluded.n
),
said AS MATERIALIZED ({_SAID}),
unsaid AS (
    DELETE FROM saran_entries e USING said
     WHERE e.opd_id = said.opd_id AND e.response_id = said.response_id AND said.sign < 0
),
entered AS (
    INSERT INTO saran_entries ({_ENTRY_COLUMNS}) SELECT {_ENTRY_COLUMNS} FROM said WHERE sign > 0
),
themed AS (
    INSERT INTO saran_tallies AS s (opd_id, upp_id, survey_id, layanan_id, theme, n) {_SARAN_TALLIES}
    ON CONFLICT (opd_id, survey_id, layanan_id, theme) DO UPDATE SET n = s.n + excluded.n
)
SELECT count(*) FROM source
""")  # noqa: S608 — the parts are constants of this module
# Everything that the statistics should hold: what is counted, less what still waits to be folded.
_SHOULD_HOLD = f"""
source AS MATERIALIZED (
    SELECT opd_id, response_id, sign, row_number() OVER () / {CHUNK} AS chunk
      FROM (
        SELECT opd_id, id AS response_id, 1 AS sign FROM responses
         WHERE opd_id = CAST(:opd_id AS uuid) AND state = 'diterima' AND excluded_at IS NULL
        UNION ALL
        SELECT opd_id, response_id, -sign FROM pending_folds WHERE opd_id = CAST(:opd_id AS uuid)
      ) AS counted
)
"""  # noqa: S608
REBUILD = text(f"""
WITH {_SHOULD_HOLD},
tallied AS (INSERT INTO tallies ({_TALLY_COLUMNS}) SELECT * FROM ({_TALLIES}) AS right_ones WHERE n <> 0),
extra AS (INSERT INTO extra_tallies ({_EXTRA_COLUMNS}) SELECT * FROM ({_EXTRAS}) AS right_ones WHERE n <> 0),
said AS MATERIALIZED ({_SAID}),
entered AS (INSERT INTO saran_entries ({_ENTRY_COLUMNS}) SELECT {_ENTRY_COLUMNS} FROM said WHERE sign > 0),
themed AS (
    INSERT INTO saran_tallies (opd_id, upp_id, survey_id, layanan_id, theme, n)
    SELECT * FROM ({_SARAN_TALLIES}) AS right_ones WHERE n <> 0
)
INSERT INTO daily_counts (opd_id, upp_id, survey_id, layanan_id, day, n) SELECT * FROM ({_DAYS}) AS right_ones WHERE n <> 0
""")  # noqa: S608


def _unequal(should: str, held: str) -> str:
    """Return the number of rows that only one of the two has."""
    return " + ".join(
        f"(SELECT count(*) FROM (TABLE {one} EXCEPT TABLE {other}) AS only_{one})"  # noqa: S608
        for one, other in ((should, held), (held, should))
    )


_PAIRS = ("tallies", "extras", "days", "entries", "themes")
DIFFERENCES = text(f"""
WITH {_SHOULD_HOLD},
said AS MATERIALIZED ({_SAID}),
should_tallies AS MATERIALIZED (SELECT * FROM ({_TALLIES}) AS right_ones WHERE n <> 0),
held_tallies AS MATERIALIZED (SELECT {_TALLY_COLUMNS} FROM tallies WHERE opd_id = CAST(:opd_id AS uuid) AND n <> 0),
should_extras AS MATERIALIZED (SELECT * FROM ({_EXTRAS}) AS right_ones WHERE n <> 0),
held_extras AS MATERIALIZED (
    SELECT {_EXTRA_COLUMNS} FROM extra_tallies WHERE opd_id = CAST(:opd_id AS uuid) AND n <> 0
),
should_days AS MATERIALIZED (SELECT * FROM ({_DAYS}) AS right_ones WHERE n <> 0),
held_days AS MATERIALIZED (
    SELECT opd_id, upp_id, survey_id, layanan_id, day, n FROM daily_counts WHERE opd_id = CAST(:opd_id AS uuid) AND n <> 0
),
should_entries AS MATERIALIZED (SELECT {_ENTRY_COLUMNS} FROM said WHERE sign > 0),
held_entries AS MATERIALIZED (SELECT {_ENTRY_COLUMNS} FROM saran_entries WHERE opd_id = CAST(:opd_id AS uuid)),
should_themes AS MATERIALIZED (SELECT * FROM ({_SARAN_TALLIES}) AS right_ones WHERE n <> 0),
held_themes AS MATERIALIZED (
    SELECT opd_id, upp_id, survey_id, layanan_id, theme, n FROM saran_tallies WHERE opd_id = CAST(:opd_id AS uuid) AND n <> 0
)
SELECT {" + ".join(_unequal(f"should_{name}", f"held_{name}") for name in _PAIRS)} AS differences,
       (SELECT count(DISTINCT survey_id) FROM should_tallies) AS surveys
""")  # noqa: S608
