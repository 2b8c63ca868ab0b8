"""The embedded Valkey: behind a password, never forgetting under pressure, back after a kill."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from local.valkey import ValkeyServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ValkeyServer]:
    server = ValkeyServer(tmp_path / "valkey")
    server.start()
    yield server
    server.stop()


def test_without_the_password_nothing_is_answered(server: ValkeyServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as stranger:
        stranger.sendall(b"PING\r\n")
        assert stranger.recv(100).startswith(b"-NOAUTH")


def test_it_listens_on_loopback_and_refuses_rather_than_forgets(server: ValkeyServer) -> None:
    with redis.from_url(server.url(), decode_responses=True) as client:
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}


def test_a_kill_keeps_what_was_queued(server: ValkeyServer) -> None:
    with redis.from_url(server.url()) as client:
        client.rpush("celery", "tugas")
        client.config_set("appendfsync", "always")  # a kill, unlike a power cut, loses nothing anyway
        client.rpush("celery", "tugas")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    server.stop()
    server.start()
    with redis.from_url(server.url()) as client:
        assert client.llen("celery") == 2
