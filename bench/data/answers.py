"""Any number of answers straight into the tables, spread over a city's layanan. One in ten carries a saran.

Made by the server, without the constraints of the table, which come back afterwards and check what was written.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from bench.data.writer import connect
from local.postgres import Urls

FEW = 50_000  # below, the constraints cost nothing worth mentioning
SCORES = ", ".join("2 + floor(random() * 3)" for _ in range(9))


def _one_of(words: str) -> str:
    count = words.count(",") + 1
    return f"(ARRAY[{words}])[1 + floor(random() * {count})]"


INSERT = f"""
INSERT INTO responses (opd_id, upp_id, id, survey_id, layanan_id, titik_id, questionnaire_id, collection, state, scores, sex,
                       age_band, education, occupation, saran, started_at, finished_at, received_at, payload_hash)
SELECT p.opd_id, p.upp_id, gen_random_uuid(), p.survey_id, p.layanan_id, p.titik_id, p.questionnaire_id, 'tautan', 'diterima',
       ARRAY[{SCORES}]::smallint[], {_one_of("'L', 'P'")}, {_one_of("'17-25', '26-35', '36-45', '46-55'")},
       {_one_of("'SMP', 'SMA', 'DIII', 'S1', 'S2'")}, {_one_of("'PNS', 'SWASTA', 'WIRAUSAHA', 'LAINNYA'")},
       CASE WHEN random() < 0.1 THEN {_one_of("'Antrean lama', 'Petugas ramah', 'Kursi kurang', 'Sudah baik'")} ELSE '' END,
       t.at, t.at + interval '2 minutes', t.at + interval '3 minutes', md5(i::text)
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
  JOIN places p ON p.number = i %% (SELECT count(*) FROM places)
 CROSS JOIN LATERAL (SELECT p.begins + (i %% 90) * interval '12 hours' AS at) AS t
"""  # noqa: S608 — the parts are constants of this module
PLACES = """
CREATE TEMP TABLE places AS
SELECT row_number() OVER (ORDER BY s.id, l.layanan_id) - 1 AS number, s.opd_id, s.upp_id, s.id AS survey_id, l.layanan_id,
       t.id AS titik_id, s.questionnaire_id, s.window_from::timestamptz AS begins
  FROM surveys s
  JOIN survey_layanan l ON l.opd_id = s.opd_id AND l.survey_id = s.id
  JOIN titik t ON t.opd_id = s.opd_id AND t.upp_id = s.upp_id
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE (conrelid = 'responses'::regclass AND contype IN ('f', 'c', 'p')) OR confrelid = 'responses'::regclass
 ORDER BY contype = 'p' DESC
"""
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
 WHERE i.indrelid = 'responses'::regclass AND NOT i.indisprimary
"""


def add(urls: Urls, first: int, last: int, *, pending: bool = False) -> None:
    """Write the answers number `first` to `last` less one; `pending`: they wait to be folded."""
    with connect(urls.owner) as connection:
        connection.execute(PLACES)
        if last - first < FEW:
            connection.execute(INSERT, {"first": first, "last": last - 1})
        else:
            _without_constraints(connection, first, last)
        if pending:
            connection.execute("INSERT INTO pending_folds (opd_id, response_id) SELECT opd_id, id FROM responses")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE responses")


def _without_constraints(connection: psycopg.Connection[Any], first: int, last: int) -> None:
    constraints, indexes = connection.execute(CONSTRAINTS).fetchall(), connection.execute(INDEXES).fetchall()
    for table, name, _ in reversed(constraints):
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
        )
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    connection.execute(INSERT, {"first": first, "last": last - 1})
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for table, name, definition in constraints:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(name))
            + sql.SQL(definition)  # as the database itself wrote it
        )
    for _, definition in indexes:
        connection.execute(definition)
