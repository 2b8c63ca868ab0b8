"""The embedded PostgreSQL: what is committed stays, and the three roles are what they promise."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from local.postgres import PostgresFailed, PostgresServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A durable server in a folder that only we may enter, as under /root or in a `mktemp -d`."""
    folder = tmp_path_factory.mktemp("closed") / "var" / "postgres"
    folder.parent.parent.chmod(0o700)
    server = PostgresServer(folder)
    server.start()
    yield server
    server.stop()


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


@pytest.fixture(scope="module")
def two_opds(server: PostgresServer) -> str:
    """A database with one row of each of two OPDs behind forced row-level security."""
    server.create_database("two_opds")
    with connect(server.urls("two_opds").owner) as owner:
        owner.execute("CREATE TABLE answer (opd_id int)")
        owner.execute("ALTER TABLE answer ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE answer FORCE ROW LEVEL SECURITY")
        setting = "NULLIF(current_setting('app.opd_id', true), '')::int"
        owner.execute(f"CREATE POLICY own ON answer TO potret_app USING (opd_id = {setting})")
        owner.execute("GRANT SELECT, INSERT ON answer TO potret_app")
        owner.execute("GRANT SELECT, INSERT ON answer TO potret_reader")
        owner.execute("INSERT INTO answer VALUES (1), (2)")
    return "two_opds"


def test_the_server_is_18_and_sorts_the_same_everywhere(server: PostgresServer) -> None:
    with connect(server.urls().app) as app:
        row = app.execute(
            "SELECT current_setting('server_version_num')::int / 10000, datlocprovider, datlocale,"
            " current_setting('listen_addresses') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == (18, "b", "C.UTF-8", "127.0.0.1")


def test_a_wrong_password_is_refused(server: PostgresServer) -> None:
    url = f"postgresql://postgres:salah@127.0.0.1:{server.port}/potret"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_the_server_never_runs_as_root(server: PostgresServer) -> None:
    uid = os.stat(f"/proc/{server.pid}").st_uid if Path("/proc").exists() else os.geteuid()
    assert uid != 0


def test_no_role_is_superuser_and_only_the_owner_passes_row_level_security(server: PostgresServer) -> None:
    with connect(server.urls().app) as app:
        rows = app.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname LIKE 'potret%' ORDER BY rolname"
        ).fetchall()
    assert rows == [
        ("potret_app", False, False, False, False),
        ("potret_owner", False, True, False, False),
        ("potret_reader", False, False, False, False),
    ]


def test_the_app_sees_no_row_without_a_scope_and_its_own_with_one(server: PostgresServer, two_opds: str) -> None:
    with connect(server.urls(two_opds).app) as app:
        assert app.execute("SELECT count(*) FROM answer").fetchone() == (0,)
        app.execute("SELECT set_config('app.opd_id', '1', false)")
        assert app.execute("SELECT opd_id FROM answer").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "attempt",
    [
        "SET ROLE potret_owner",
        "ALTER ROLE potret_app BYPASSRLS",
        "ALTER TABLE answer DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE own (id int)",
        "DROP TABLE answer",
        "CREATE ROLE helper",
    ],
)
def test_the_app_cannot_get_around_the_wall(server: PostgresServer, two_opds: str, attempt: str) -> None:
    with connect(server.urls(two_opds).app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(attempt)


def test_switching_row_security_off_is_an_error_not_a_way_in(server: PostgresServer, two_opds: str) -> None:
    with connect(server.urls(two_opds).app) as app:
        app.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SELECT * FROM answer")


def test_the_reader_writes_nothing_even_where_it_was_allowed_to(server: PostgresServer, two_opds: str) -> None:
    with connect(server.urls(two_opds).reader) as reader:
        assert reader.execute("SELECT count(*) FROM answer").fetchone() == (0,)  # no policy names it
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            reader.execute("INSERT INTO answer VALUES (1)")


def test_the_owner_backfills_under_forced_row_level_security(server: PostgresServer, two_opds: str) -> None:
    with connect(server.urls(two_opds).owner) as owner:
        assert owner.execute("UPDATE answer SET opd_id = opd_id").rowcount == 2


def test_a_database_from_a_template_has_its_rows_and_the_same_rights(server: PostgresServer, two_opds: str) -> None:
    server.create_database("copy", template=two_opds)
    with connect(server.urls("copy").owner) as owner:
        assert owner.execute("SELECT count(*) FROM answer").fetchone() == (2,)
        rights = "SELECT has_database_privilege('potret_app', 'copy', %s)"
        assert owner.execute(rights, ("CONNECT",)).fetchone() == (True,)
        assert owner.execute(rights, ("TEMPORARY",)).fetchone() == (False,)
    server.drop_database("copy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(server.urls("copy").app)


def test_a_second_server_on_the_folder_is_refused(server: PostgresServer) -> None:
    with pytest.raises(PostgresFailed, match="in use"):
        PostgresServer(server.folder).start()


def test_starting_again_changes_nothing(server: PostgresServer) -> None:
    pid = server.pid
    server.start()
    assert server.pid == pid


def test_a_committed_row_survives_a_kill_of_the_postmaster(server: PostgresServer) -> None:
    with connect(server.urls().owner) as owner:
        owner.execute("CREATE TABLE receipt (id int)")
        owner.execute("INSERT INTO receipt VALUES (7)")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    server.stop()
    server.start()
    with connect(server.urls().owner) as owner:
        assert owner.execute("SELECT id FROM receipt").fetchall() == [(7,)]
    assert "was not properly shut down" in server.log.read_text()


def test_the_pid_file_of_a_dead_server_does_not_stop_the_next_one(server: PostgresServer) -> None:
    """After the machine restarted, the number in it may be any process of ours, such as this one."""
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n\n\n\n")
    server.start()
    with connect(server.urls().app) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)


def test_passwords_are_for_their_owner_only(server: PostgresServer) -> None:
    assert (server.folder / "passwords.env").stat().st_mode & 0o777 == 0o600
    assert server.data.stat().st_mode & 0o777 == 0o700
