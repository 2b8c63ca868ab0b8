"""`make backup` while the stack runs, `make restore` while it does not."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from local.environment import OWNER_URL
from local.folders import TREE, Folders
from local.postgres import PostgresServer
from local.run import RunFailed, say
from local.stack import flask
from local.state import sole_run

FRESH, LIVE = "potret_pulih", "potret"


def fresh_name(folders: Folders) -> Path:
    """Return a name for a copy made now."""
    folder = folders.var / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"potret-{time.strftime('%Y%m%d-%H%M%S')}.dump"


def wanted(file: Path | None) -> Path:
    """Return the named copy. Raises RunFailed where none was named."""
    if file is None:
        raise RunFailed("Sebutkan cadangannya, misalnya: make restore FILE=var/backups/potret-20261124-080000.dump")
    return file.absolute()


def back_up(owner_url: str, file: Path) -> None:
    """Copy the running database. Raises RunFailed."""
    backup_command("buat", file, owner_url)


def put_back(folders: Folders, file: Path) -> None:
    """Let the copy take the place of the database; the present one stays beside it under another name.

    The copy is put into a database of its own and compared first, so that a bad copy changes nothing.
    Raises RunFailed, AlreadyRunning.
    """
    folders.make()
    with sole_run(folders.run):
        server = PostgresServer(folders.var / "postgres", log=folders.log / "postgres.log")
        server.start()
        try:
            server.drop_database(FRESH)
            server.create_database(FRESH)
            backup_command("pulihkan", file, server.urls(FRESH).owner)
            set_aside = f"{LIVE}_sebelum_{time.strftime('%Y%m%d_%H%M%S')}"
            server.rename_database(LIVE, set_aside)
            server.rename_database(FRESH, LIVE)
        finally:
            server.stop()
    say(f"Yang sebelumnya disimpan sebagai basis data {set_aside}. Nyalakan lagi dengan: make run")


def backup_command(act: str, file: Path, owner_url: str) -> None:
    """Run `flask cadangan`; its words go to the person. Raises RunFailed."""
    env = os.environ | {OWNER_URL: owner_url, "POTRET_ENV": "development"}
    if subprocess.run(flask("cadangan", act, str(file.absolute())), env=env, cwd=TREE, check=False).returncode != 0:
        raise RunFailed(f"flask cadangan {act} tidak berhasil.")
