"""`make run`'s own words: each obstacle is named together with what to do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from local.__main__ import main
from local.environment import OWNER_URL, Ports, for_commands, for_serving, kept_secrets
from local.folders import Folders
from local.logs import KEPT, rotate_all
from local.postgres import Urls
from local.state import sole_run, tell
from local.welcome import welcome

URLS = Urls(app="app-url", reader="reader-url", owner="owner-url")
PORTS = Ports(web=8000, postgres=1, valkey=2, smtp=8026, inbox=8025)


def test_a_used_port_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert main(["run"], var=tmp_path) == 1
    said = capsys.readouterr().err
    assert f"Port {port} sudah dipakai" in said
    assert f"make run PORT={port + 1}" in said
    assert not (tmp_path / "postgres").exists()  # nothing was started for it


def test_a_port_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "delapan")
    assert main(["run"], var=tmp_path) == 1
    assert "PORT harus angka" in capsys.readouterr().err


def test_a_second_run_is_told_where_the_first_one_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sole_run(tmp_path / "run") as lock:
        tell(lock, pid=1, port=8123, postgres_port=1)
        assert main(["run"], var=tmp_path) == 1
    said = capsys.readouterr().err
    assert "sudah berjalan: http://localhost:8123" in said
    assert "make stop" in said


def test_without_a_run_there_is_nothing_to_stop_and_no_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stop"], var=tmp_path) == 0
    assert "tidak sedang berjalan" in capsys.readouterr().out
    assert main(["psql-url"], var=tmp_path) == 1
    assert "make run" in capsys.readouterr().err


def test_what_serves_never_learns_the_owner_nor_the_demo_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWNER_URL, "from-the-shell")
    serving = for_serving(Folders(tmp_path), PORTS, URLS, "redis-url")
    assert OWNER_URL not in serving
    assert "DEMO_PASSWORD" not in serving
    building = for_commands(Folders(tmp_path), serving, URLS)
    assert building[OWNER_URL] == "owner-url"
    assert (serving["DATABASE_URL"], serving["DATABASE_READER_URL"]) == ("app-url", "reader-url")


def test_secrets_are_made_once_and_kept_closed(tmp_path: Path) -> None:
    first = kept_secrets(Folders(tmp_path))
    assert kept_secrets(Folders(tmp_path)) == first
    assert len(first["SECRET_KEY"]) >= 32
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600


def test_the_welcome_has_the_addresses_and_the_accounts() -> None:
    text = welcome(web_port=8000, inbox_port=8025, password="abcd-efgh")
    assert "Potret siap: http://localhost:8000" in text
    assert "kata sandi: abcd-efgh" in text
    for account in ("organisasi@", "pemantau@", "kepala.disdukcapil@", "petugas.disdukcapil@"):
        assert f"{account}demo.potret.test" in text


def test_a_start_opens_new_logs_and_keeps_the_last_few(tmp_path: Path) -> None:
    for start in range(KEPT + 3):
        (tmp_path / "web.log").write_text(str(start))
        rotate_all(tmp_path)
    assert not (tmp_path / "web.log").exists()
    kept = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert kept == {f"web.log.{age}": str(KEPT + 3 - age) for age in range(1, KEPT + 1)}
