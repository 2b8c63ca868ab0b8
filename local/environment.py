"""What the product's processes are told; each name has its reason in .env.example."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from local.folders import Folders
from local.postgres import Urls
from local.secrets import kept, new_secret

OWNER_URL = "DATABASE_OWNER_URL"
UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0 and 1: people type it


@dataclass(frozen=True)
class Ports:
    """Ports of one run on the loopback interface."""

    web: int
    postgres: int
    valkey: int
    smtp: int
    inbox: int


def demo_password() -> str:
    """Return 16 letters in fours, about 79 bits."""
    return "-".join("".join(secrets.choice(UNMISTAKABLE) for _ in range(4)) for _ in range(4))


def kept_secrets(folders: Folders) -> dict[str, str]:
    """Return SECRET_KEY and DEMO_PASSWORD, made at the first start."""
    return kept(folders.secrets, {"SECRET_KEY": new_secret, "DEMO_PASSWORD": demo_password})


def for_serving(folders: Folders, ports: Ports, database: Urls, redis: str) -> dict[str, str]:
    """Return the environment of web, relay, worker and beat: nothing in it can change the schema."""
    ours = {
        "POTRET_ENV": "development",
        "SECRET_KEY": kept_secrets(folders)["SECRET_KEY"],
        "DATABASE_URL": database.app,
        "DATABASE_READER_URL": database.reader,
        "REDIS_URL": redis,
        "MAIL_URL": f"smtp://127.0.0.1:{ports.smtp}",
        "MAIL_FROM": "Potret <potret@demo.potret.test>",
        "MAIL_INBOX_URL": f"http://localhost:{ports.inbox}",
        "PUBLIC_URL": f"http://localhost:{ports.web}",
        "CITY_NAME": "Kota Tangerang Selatan",
        "TIMEZONE": "Asia/Jakarta",
        "DEMO_ACCOUNTS": "1",
        "CLOCK_FILE": str(folders.var / "clock"),
        "PYTHONUNBUFFERED": "1",  # a log that lags behind is no help
    }
    inherited = {name: value for name, value in os.environ.items() if name != OWNER_URL}
    return inherited | ours


def for_commands(folders: Folders, serving: Mapping[str, str], database: Urls) -> dict[str, str]:
    """Return the environment of the commands that build: migrations and the demo's data."""
    return {
        **serving,
        OWNER_URL: database.owner,
        "DEMO_PASSWORD": kept_secrets(folders)["DEMO_PASSWORD"],
    }
