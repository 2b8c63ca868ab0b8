"""A user agent in plain words."""

from __future__ import annotations

import pytest

from app.accounts.devices import device_words


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36", "Chrome di Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge di Windows"),
        ("Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36", "Chrome di Android"),
        ("Mozilla/5.0 (Linux; Android 15; K) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "Samsung Internet di Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox di macOS"),
        ("curl/8.9", "Perangkat tidak dikenal"),
        ("", "Perangkat tidak dikenal"),
    ],
)  # fmt: skip
def test_the_device_is_named_as_its_owner_knows_it(user_agent, words) -> None:
    assert device_words(user_agent) == words
