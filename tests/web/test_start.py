"""Production refuses to start half safe, and says what to set."""

from __future__ import annotations

import pytest

import config
from app import create_app
from app.tenancy.rights import OverprivilegedRole
from config import ConfigurationError

WHOLE = {
    "POTRET_ENV": "production",
    "SECRET_KEY": "3f9c2a7be14d8056a1c97e52b0d64f8890ab13cd27ef45a6",
    "DATABASE_URL": "postgresql+psycopg://potret_app:x@postgres:5432/potret",
    "REDIS_URL": "redis://:x@valkey:6379/0",
    "MAIL_URL": "smtp://mail:587",
}


def test_the_containers_and_this_machine_need_no_encryption_between_them() -> None:
    loaded = config.load(WHOLE)
    assert loaded["SIGN_IN_COOKIE"] == "__Host-potret"
    assert loaded["SESSION_COOKIE_SECURE"]
    assert loaded["CLOCK_FILE"] == ""
    here = {"DATABASE_URL": "postgresql+psycopg://a:x@127.0.0.1/p", "MAIL_URL": "smtp://localhost:25"}
    config.load(WHOLE | here | {"REDIS_URL": "redis://[::1]:6379/0", "PUBLIC_URL": "http://localhost:8000"})


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MAIL_URL"])
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        config.load(WHOLE | {name: ""})


@pytest.mark.parametrize("secret", ["pendek", "a" * 64, "abcabcabcabcabcabcabcabcabcabcabcabcabc"])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY needs 32 random"):
        config.load(WHOLE | {"SECRET_KEY": secret})


@pytest.mark.parametrize("flag", ["DEMO_ACCOUNTS", "DEMO_PASSWORD", "CLOCK_FILE", "BEAT_SECONDS"])
def test_what_only_a_demonstration_may_have_is_refused(flag: str) -> None:
    with pytest.raises(ConfigurationError, match=flag):
        config.load(WHOLE | {flag: "1"})


@pytest.mark.parametrize(
    ("name", "open_wire", "closed"),
    [
        ("DATABASE_URL", "postgresql+psycopg://a:x@db.kota.go.id/p", "postgresql+psycopg://a:x@db.kota.go.id/p?sslmode=verify-full"),
        ("DATABASE_READER_URL", "postgresql+psycopg://a:x@10.0.0.5/p", "postgresql+psycopg://a:x@10.0.0.5/p?sslmode=require"),
        ("REDIS_URL", "redis://cache.kota.go.id/0", "rediss://cache.kota.go.id/0"),
        ("MAIL_URL", "smtp://mail.kota.go.id:587", "smtp+starttls://mail.kota.go.id:587"),
        ("PUBLIC_URL", "http://skm.kota.go.id", "https://skm.kota.go.id"),
    ],
)  # fmt: skip
def test_nothing_leaves_for_another_machine_in_the_clear(name: str, open_wire: str, closed: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} leads to another machine in the clear"):
        config.load(WHOLE | {name: open_wire})
    config.load(WHOLE | {name: closed})


def test_a_role_that_owns_the_tables_stops_the_start(postgres, database: str) -> None:
    urls = postgres.urls(database)
    with pytest.raises(OverprivilegedRole):
        create_app(WHOLE | {"DATABASE_URL": urls.owner})
    with pytest.raises(OverprivilegedRole):
        create_app(WHOLE | {"DATABASE_URL": urls.app, "DATABASE_READER_URL": urls.owner})


def test_a_role_that_was_given_too_much_stops_the_start(postgres, database: str) -> None:
    from sqlalchemy import create_engine, text

    urls = postgres.urls(database)
    owner = create_engine(urls.owner)
    with owner.begin() as connection:
        connection.execute(text("GRANT TRUNCATE ON layanan TO potret_app"))  # no policy filters a TRUNCATE
    owner.dispose()
    with pytest.raises(OverprivilegedRole):
        create_app(WHOLE | {"DATABASE_URL": urls.app})


def test_a_database_that_is_not_there_yet_does_not_stop_the_start() -> None:
    create_app(WHOLE | {"DATABASE_URL": "postgresql+psycopg://potret_app:x@127.0.0.1:9/potret"})
