"""python -m local run | setup | stop | psql-url | backup FILE | restore FILE"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from local.backup import back_up, fresh_name, put_back, wanted
from local.cluster import PostgresFailed
from local.folders import TREE, Folders
from local.run import RunFailed, run, say
from local.secrets import read
from local.state import AlreadyRunning, running
from local.valkey import ValkeyFailed

STOP_SECONDS = 25.0


def main(arguments: list[str] | None = None, var: Path = TREE / "var") -> int:
    """Do one command; returns the exit code. What goes wrong is one clear message, never a traceback."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("command", choices=("run", "setup", "stop", "psql-url", "backup", "restore"))
    parser.add_argument("file", nargs="?", type=Path, help="backup, restore: the copy")
    options = parser.parse_args(arguments)
    folders = Folders(var)
    try:
        if options.command == "stop":
            stop_running(folders)
        elif options.command == "psql-url":
            print(psql_url(folders))
        elif options.command == "backup":
            back_up(psql_url(folders), options.file or fresh_name(folders))
        elif options.command == "restore":
            put_back(folders, wanted(options.file))
        else:
            run(folders, port_from(os.environ.get("PORT", "8000")), serve=options.command == "run")
    except AlreadyRunning as found:
        print(already_words(found.facts), file=sys.stderr)
        return 1
    except (RunFailed, PostgresFailed, ValkeyFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def port_from(text: str) -> int:
    """Return the port; raises RunFailed on anything that is none."""
    if not text.isdecimal() or not 1 <= int(text) <= 65000:
        raise RunFailed(f"PORT harus angka 1 sampai 65000, bukan {text!r}. Contoh: make run PORT=8001")
    return int(text)


def already_words(facts: dict[str, Any]) -> str:
    if not facts:
        return "Potret di folder ini sedang dinyalakan atau dihentikan. Coba lagi sebentar lagi."
    return (
        f"Potret di folder ini sudah berjalan: http://localhost:{facts['port']}\n"
        "Untuk menghentikannya tekan Ctrl-C di terminalnya, atau jalankan: make stop"
    )


def stop_running(folders: Folders) -> None:
    """End the present run, and return when all of it has ended."""
    facts = running(folders.run)
    if not facts:
        say("Potret di folder ini tidak sedang berjalan.")
        return
    os.kill(facts["pid"], signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while running(folders.run) is not None:
        if time.monotonic() > deadline:
            raise RunFailed(f"Potret (proses {facts['pid']}) belum berhenti setelah {STOP_SECONDS:.0f} detik.")
        time.sleep(0.2)
    say("Potret sudah berhenti.")


def psql_url(folders: Folders) -> str:
    """Return the owner's address of the running database, for `psql "$(python -m local psql-url)"`."""
    facts = running(folders.run)
    if not facts:
        raise RunFailed("Basis data tidak sedang berjalan. Jalankan dahulu: make run")
    password = read(folders.var / "postgres" / "passwords.env")["POTRET_OWNER_PASSWORD"]
    return f"postgresql://potret_owner:{password}@127.0.0.1:{facts['postgres_port']}/potret"


if __name__ == "__main__":
    sys.exit(main())
