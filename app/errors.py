"""The four ways in which an act can be refused; each becomes one page (app/web/errors.py)."""

from __future__ import annotations


class Refusal(Exception):
    """An act was refused; the message is Indonesian and may be shown."""

    status = 400

    def __init__(self, message: str = "", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Rejected(Refusal):
    """The input breaks a rule; `field` names the form field that the message belongs to."""

    status = 422


class NotFound(Refusal):
    """It does not exist for this person, whether or not it exists."""

    status = 404


class Forbidden(Refusal):
    """The person is known and may see this place, but lacks the right for this act."""

    status = 403


class Conflict(Refusal):
    """Somebody or something was first; the person must look again."""

    status = 409
