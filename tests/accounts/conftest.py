from __future__ import annotations

from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient


class StrangerClient(FlaskClient):
    """A client whose requests share nothing with the test.

    Inside the app context of `world` a request would find the person of the request before in `g`.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return Context().run(super().open, *args, **kwargs)


@pytest.fixture(autouse=True)
def _strangers(app: Flask) -> None:
    app.test_client_class = StrangerClient
