"""What runs on one machine: the servers, the commands before the first request, the product's processes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.environment import Ports, for_commands, for_serving
from local.folders import TREE, Folders
from local.ports import free_port
from local.postgres import PostgresServer
from local.program import Program
from local.supervisor import Service
from local.valkey import ValkeyServer

PROGRAMS = Path(sys.executable).parent  # the virtual environment's own, whatever PATH says
# Threads wait for slow senders; how many requests are worked on at once is app/web/bodies.py's to say.
GRANIAN = ("--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "256")
RESPAWN = ("--workers-kill-timeout", "3", "--respawn-failed-workers")


class Stack:
    """The services of one run, not yet started."""

    def __init__(self, folders: Folders, web_port: int) -> None:
        self.folders = folders
        self.ports = Ports(
            web=web_port,
            postgres=free_port(),
            valkey=free_port(),
            smtp=free_port(web_port + 26),
            inbox=free_port(web_port + 25),  # the same one each time, if it is free: people keep it open
        )
        self.postgres = PostgresServer(folders.var / "postgres", port=self.ports.postgres, log=self.log("postgres"))
        self.valkey = ValkeyServer(folders.var / "valkey", port=self.ports.valkey, log=self.log("valkey"))

    def log(self, name: str) -> Path:
        """Return the log of a process."""
        return self.folders.log / f"{name}.log"

    def servers(self) -> Sequence[Service]:
        """Return what the product needs; databases are usable when their start returns."""
        options = ["--folder", str(self.folders.var / "mail")]
        options += ["--smtp-port", str(self.ports.smtp), "--web-port", str(self.ports.inbox)]
        mail = self._program("mail", [sys.executable, "-m", "local.mail", *options], for_mail())
        return (self.postgres, self.valkey, mail)

    def serving(self) -> dict[str, str]:
        """Return the environment of the product's processes; the servers must have been started."""
        return for_serving(self.folders, self.ports, self.postgres.urls(), self.valkey.url())

    def building(self) -> dict[str, str]:
        """Return the environment of migrations and of the demo's data."""
        return for_commands(self.folders, self.serving(), self.postgres.urls())

    def programs(self) -> Sequence[Service]:
        """Return the product's own processes."""
        env = self.serving()
        celery = [str(PROGRAMS / "celery"), "-A", "workers.app"]
        schedule = str(self.folders.var / "beat" / "schedule")
        worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
        return (
            self._program("web", web(self.ports.web), env),
            self._program("relay", [sys.executable, "-m", "workers.relay"], env),
            self._program("worker", worker, env),
            self._program("beat", [*celery, "beat", "--schedule", schedule], env),
        )

    def _program(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> Program:
        return Program(name, command, env=env, log=self.log(name), folder=TREE)


def web(port: int) -> list[str]:
    """Return the command of the web server."""
    return [str(PROGRAMS / "granian"), *GRANIAN, *RESPAWN, "--port", str(port), "wsgi:app"]


def flask(*words: str) -> list[str]:
    """Return a command of the product's own command line."""
    return [str(PROGRAMS / "flask"), "--app", "wsgi", *words]


def for_mail() -> dict[str, str]:
    """Return the environment of the mail catcher, which needs nothing of ours but the zone of its times."""
    return {"TIMEZONE": "Asia/Jakarta", "PYTHONUNBUFFERED": "1"}
