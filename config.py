"""Configuration: everything comes from the environment, is read once here, and is checked before the first request.

Each variable has its reason in `.env.example`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

REQUIRED_IN_PRODUCTION = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MAIL_URL")
NO_DATABASE = "postgresql+psycopg://"  # of commands such as `ikm hitung`
ENVIRONMENTS = ("production", "development", "test")


def _is_encrypted(url: SplitResult) -> bool:
    return parse_qs(url.query).get("sslmode", [""])[0] in ("require", "verify-ca", "verify-full")


# (variable, whether its address is encrypted, what to write instead)
WIRES: tuple[tuple[str, Callable[[SplitResult], bool], str], ...] = (
    ("DATABASE_URL", _is_encrypted, "add ?sslmode=verify-full"),
    ("DATABASE_READER_URL", _is_encrypted, "add ?sslmode=verify-full"),
    ("REDIS_URL", lambda url: url.scheme == "rediss", "write rediss://"),
    ("MAIL_URL", lambda url: url.scheme in ("smtps", "smtp+starttls"), "write smtps:// or smtp+starttls://"),
    ("PUBLIC_URL", lambda url: url.scheme == "https", "write https://"),
)


class ConfigurationError(RuntimeError):
    """The environment does not allow a safe start; the message says what to set."""


def load(env: Mapping[str, str], *, serving: bool = True) -> dict[str, Any]:
    """Return the Flask configuration for an environment.

    Raises ConfigurationError where production lacks a setting or carries one that only demonstrations may have. A command
    (`serving` False) may lack settings: `ikm hitung` needs neither server nor database.
    """
    name = env.get("POTRET_ENV", "production")
    if name not in ENVIRONMENTS:
        raise ConfigurationError(f"POTRET_ENV must be one of {', '.join(ENVIRONMENTS)}, not {name!r}.")
    production = name == "production"
    if production:
        _refuse_demo(env)
        if serving:
            _check_complete(env)
            _refuse_open_wires(env)
    database_url = env.get("DATABASE_URL", "")
    return {
        "ENV_NAME": name,
        "SECRET_KEY": env.get("SECRET_KEY") or "only-for-commands-without-a-server",
        "SQLALCHEMY_DATABASE_URI": database_url or NO_DATABASE,
        "SQLALCHEMY_BINDS": {
            "reader": env.get("DATABASE_READER_URL") or database_url or NO_DATABASE,
            # For statements that are a transaction of their own (app/db.py): sent again where a connection was dead, so
            # that none has to be asked beforehand.
            "alone": {
                "url": database_url or NO_DATABASE,
                "isolation_level": "AUTOCOMMIT",
                "pool_recycle": 300,
                "hide_parameters": True,
            },
        },
        # Few connections are enough (a request holds one for milliseconds); recycling survives a firewall's idle cut.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": 8,
            "max_overflow": 8,
            "pool_recycle": 300,
            "pool_pre_ping": True,
            "hide_parameters": True,
        },  # an error's message would carry them into the log
        "DATABASE_OWNER_URL": env.get("DATABASE_OWNER_URL", ""),
        "REDIS_URL": env.get("REDIS_URL", ""),
        "MAIL_URL": env.get("MAIL_URL", ""),
        "MAIL_FROM": env.get("MAIL_FROM", "Potret <potret@localhost>"),
        "MAIL_INBOX_URL": env.get("MAIL_INBOX_URL", ""),
        "PUBLIC_URL": env.get("PUBLIC_URL", "http://localhost:8000").rstrip("/"),
        "CITY_NAME": env.get("CITY_NAME", "Kota Tangerang Selatan"),
        "TIMEZONE": env.get("TIMEZONE", "Asia/Jakarta"),
        "CLOCK_FILE": "" if production else env.get("CLOCK_FILE", ""),
        "BEAT_SECONDS": float(env.get("BEAT_SECONDS") or 60),
        "DEMO_ACCOUNTS": env.get("DEMO_ACCOUNTS", "") == "1",
        "DEMO_PASSWORD": env.get("DEMO_PASSWORD", ""),
        "METRICS_TOKEN": env.get("METRICS_TOKEN", ""),
        "PROXY_HOPS": int(env.get("PROXY_HOPS", "0")),
        "RATELIMIT_ENABLED": env.get("RATE_LIMITS", "1") == "1",
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        # The session cookie of Flask carries only the CSRF token and flashes; who is signed in stands in the database.
        "SESSION_COOKIE_NAME": "__Host-potret_form" if production else "potret_form",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SIGN_IN_COOKIE": "__Host-potret" if production else "potret",
        "BROWSER_COOKIE": "__Host-potret_kenal" if production else "potret_kenal",  # app/accounts/browsers.py
        "PROOF_LASTS": timedelta(minutes=15),  # before a sensitive act the person shows again who they are
        "SIGN_IN_IDLE": timedelta(minutes=30),
        "SIGN_IN_IDLE_PETUGAS": timedelta(hours=12),  # a shift at a counter; the phone shows no results
        "SIGN_IN_ABSOLUTE": timedelta(hours=12),
        "WTF_CSRF_TIME_LIMIT": None,  # an answer that took an afternoon must not be refused for its age
    }


def _check_complete(env: Mapping[str, str]) -> None:
    missing = [name for name in REQUIRED_IN_PRODUCTION if not env.get(name)]
    if missing:
        raise ConfigurationError(f"Production needs {', '.join(missing)}; .env.example says what each is for.")
    secret = env["SECRET_KEY"]
    if len(secret) < 32 or len(set(secret)) < 10:
        raise ConfigurationError("SECRET_KEY needs 32 random characters or more, for example `openssl rand -hex 32`.")


def _refuse_open_wires(env: Mapping[str, str]) -> None:
    """Passwords and answers leave the machine, or the containers' own network, only encrypted."""
    for name, is_safe, advice in WIRES:
        url = urlsplit(env.get(name, ""))
        if _is_far(url.hostname or "") and not is_safe(url):
            raise ConfigurationError(f"{name} leads to another machine in the clear; {advice}.")


def _is_far(host: str) -> bool:
    """Return whether it is another machine: not this one, and not a container beside us (a name without a dot)."""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return "." in host and host != "localhost"


def _refuse_demo(env: Mapping[str, str]) -> None:
    for flag in ("DEMO_ACCOUNTS", "DEMO_PASSWORD", "CLOCK_FILE", "BEAT_SECONDS"):
        if env.get(flag):
            raise ConfigurationError(f"{flag} is for demonstrations and tests; production refuses to start with it.")
