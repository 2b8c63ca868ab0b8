"""`make backup` and `make restore` of the one-machine stack."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from local.backup import back_up, fresh_name, put_back, wanted
from local.environment import OWNER_URL
from local.folders import TREE, Folders
from local.postgres import PostgresServer
from local.run import RunFailed
from local.stack import flask


def owner_of(server: PostgresServer) -> str:
    return server.urls().owner.replace("postgresql+psycopg", "postgresql")


def test_the_copy_takes_the_place_of_the_database_and_the_old_one_stays(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "var")
    folders.make()
    server = PostgresServer(folders.var / "postgres", durable=False)
    server.start()
    try:
        env = os.environ | {OWNER_URL: server.urls().owner, "POTRET_ENV": "development"}
        subprocess.run(flask("db", "upgrade"), env=env, cwd=TREE, check=True, capture_output=True)
        file = fresh_name(folders)
        back_up(owner_of(server), file)
        with psycopg.connect(owner_of(server)) as connection:
            connection.execute("INSERT INTO heartbeats (name, at, note) VALUES ('sesudah', now(), '')")
    finally:
        server.stop()

    put_back(folders, file)

    server.start()
    try:
        with psycopg.connect(owner_of(server)) as connection:
            assert connection.execute("SELECT count(*) FROM heartbeats").fetchone() == (0,)
            beside = connection.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'potret_sebelum_%'")
            assert beside.fetchone() == (1,)
    finally:
        server.stop()


def test_a_copy_that_is_none_changes_nothing(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "var")
    bad = tmp_path / "bukan.dump"
    bad.write_text("bukan cadangan")
    with pytest.raises(RunFailed, match="tidak berhasil"):
        put_back(folders, bad)
    server = PostgresServer(folders.var / "postgres")
    server.start()
    try:
        with psycopg.connect(owner_of(server)) as connection:
            found = connection.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'potret_sebelum_%'")
            assert found.fetchone() == (0,)
    finally:
        server.stop()


def test_a_copy_must_be_named() -> None:
    with pytest.raises(RunFailed, match="make restore FILE="):
        wanted(None)
