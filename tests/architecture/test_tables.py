"""The database wall, read from the catalogue: what stands there, not what the models say."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from app import models
from app.accounts.models import User
from app.db import Base
from app.extensions import db
from app.tenancy.models import OpdOwned

# Tables without row-level security, and no others (architecture.md, "Tenancy").
GLOBAL = {
    "api_tokens", "evaluator_links",
    "second_factors", "recovery_codes", "known_browsers", "audit_checks",
    "city_setup",
    "opd", "users", "memberships", "sessions", "one_time_links", "periode", "questionnaires", "outbox", "city_letters",
    "retention_runs", "data_requests",
    "city_audit_entries", "heartbeats", "city_reports", "devices", "device_setups", "link_codes", "tickets",
}  # fmt: skip
OWNED = {mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, OpdOwned)}
assert models.FEATURES


def test_every_model_is_owned_by_an_opd_or_listed_as_global() -> None:
    tables = set(Base.metadata.tables)
    assert tables - OWNED == GLOBAL, (
        "Make the model OpdOwned (or UppOwned), or list its table in GLOBAL with a reason in the docs."
    )


def test_the_catalogue_holds_no_table_that_is_unknown_here(world) -> None:
    rows = db.session.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    assert {row.tablename for row in rows} == OWNED | GLOBAL | {"alembic_version"}


@pytest.mark.parametrize("table", sorted(OWNED))
def test_an_owned_table_forces_row_level_security(world, table: str) -> None:
    row = db.session.execute(
        text("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = to_regclass(:name)"), {"name": table}
    ).one()
    assert tuple(row) == (True, True), (
        f"Call protect('{table}') of migrations/walls.py in the migration that creates it."
    )
    policies = db.session.execute(
        text("SELECT policyname, roles::text, cmd, qual, with_check FROM pg_policies WHERE tablename = :name"),
        {"name": table},
    ).all()
    by_name = {policy.policyname: policy for policy in policies}
    assert set(by_name) == {"own_opd", "read_all"}
    assert by_name["own_opd"].roles == "{potret_app}"
    assert "app.opd_id" in by_name["own_opd"].qual
    assert "app.opd_id" in by_name["own_opd"].with_check
    assert (by_name["read_all"].roles, by_name["read_all"].cmd) == ("{potret_reader}", "SELECT")


@pytest.mark.parametrize("table", sorted(OWNED))
def test_every_key_of_an_owned_table_starts_with_the_opd(table: str) -> None:
    definition = Base.metadata.tables[table]
    assert next(iter(definition.primary_key.columns)).name == "opd_id"
    for constraint in definition.foreign_key_constraints:
        target = constraint.referred_table.name
        if target in OWNED:
            assert [column.name for column in constraint.columns][0] == "opd_id", (
                f"{table} → {target}: use owned_reference(), so that a row of one OPD cannot point to another's."
            )
    for constraint in definition.constraints:
        columns = [column.name for column in getattr(constraint, "columns", [])]
        unique = type(constraint).__name__ == "UniqueConstraint"
        assert not unique or columns[0] == "opd_id" or columns == ["verification_code"], f"{table}: {columns}"


@pytest.mark.parametrize(
    ("table", "never"),
    [
        ("responses", {"DELETE", "TRUNCATE"}),
        ("audit_entries", {"UPDATE", "DELETE", "TRUNCATE"}),
        ("city_audit_entries", {"UPDATE", "DELETE", "TRUNCATE"}),
        ("frozen_results", {"DELETE", "TRUNCATE"}),
        ("quarantine", {"UPDATE", "DELETE", "TRUNCATE"}),
        ("questionnaires", {"UPDATE", "DELETE", "TRUNCATE"}),
        ("surveys", {"DELETE", "TRUNCATE"}),
        ("letters", {"DELETE", "TRUNCATE"}),
    ],
)
def test_the_app_may_not_undo_history(world, table: str, never: set[str]) -> None:
    rows = db.session.execute(
        text(
            "SELECT privilege_type FROM information_schema.table_privileges WHERE table_name = :name AND grantee = 'potret_app'"
        ),
        {"name": table},
    )
    assert {row.privilege_type for row in rows} & never == set()


def test_only_the_marks_beside_an_answer_may_change(world) -> None:
    rows = db.session.execute(
        text(
            "SELECT column_name FROM information_schema.column_privileges"
            " WHERE table_name = 'responses' AND grantee = 'potret_app' AND privilege_type = 'UPDATE'"
        )
    )
    marks = {"state", "flags", "excluded_at", "exclusion_reason"}
    late = {"late_decision", "late_reason", "late_decided_at", "late_decided_by"}
    assert {row.column_name for row in rows} == marks | late


def test_the_reader_role_may_only_read(world) -> None:
    rows = db.session.execute(
        text("SELECT DISTINCT privilege_type FROM information_schema.table_privileges WHERE grantee = 'potret_reader'")
    )
    assert {row.privilege_type for row in rows} <= {"SELECT"}


@pytest.mark.parametrize(
    "table", ["second_factors", "recovery_codes", "known_browsers", "sessions", "data_requests", "evaluator_links"]
)
def test_a_reading_of_the_city_cannot_reach_what_opens_accounts_or_who_asked(world, table: str) -> None:
    asked = text("SELECT has_any_column_privilege('potret_reader', :name, 'SELECT')")
    assert db.session.scalar(asked, {"name": table}) is False


def test_a_reading_of_the_city_sees_people_but_no_password_hash(world) -> None:
    asked = text("SELECT has_column_privilege('potret_reader', 'users', :name, 'SELECT')")
    columns = {column.name: db.session.scalar(asked, {"name": column.name}) for column in User.__table__.columns}
    assert {name for name, readable in columns.items() if not readable} == {"password_hash"}


def test_forgetting_past_the_app_role_is_the_app_alone(world) -> None:
    rows = db.session.execute(
        text(
            "SELECT routine_name, grantee FROM information_schema.routine_privileges"
            " WHERE routine_name LIKE 'forget%' AND grantee <> 'potret_owner'"
        )
    )
    assert {tuple(row) for row in rows} == {("forget_saran", "potret_app"), ("forget_quarantine", "potret_app")}


def test_even_the_owner_cannot_change_the_trail(app, world) -> None:
    engine = create_engine(app.config["DATABASE_OWNER_URL"])
    for statement in (
        "UPDATE audit_entries SET actor_name = 'orang lain'",
        "DELETE FROM audit_entries",
        "TRUNCATE city_audit_entries",
    ):
        with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()


def test_the_trail_is_a_chain(world) -> None:
    """Each entry holds the hash of the one before it, and its own hash fits."""
    from app.tenancy.scope import opd_scope

    with opd_scope(world.a.opd_id):
        rows = db.session.execute(
            text(
                "SELECT previous_hash, hash, audit_hash(to_jsonb(a)) AS right_hash, lag(hash) OVER (ORDER BY id) AS before"
                " FROM audit_entries a ORDER BY id"
            )
        ).all()
    assert len(rows) >= 4
    assert all(row.hash == row.right_hash for row in rows)
    assert [row.previous_hash for row in rows] == [row.before or "" for row in rows]
