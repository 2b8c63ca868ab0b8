"""Whose data may be touched now. Exactly one of: nothing, one OPD (perhaps only one UPP of it), or all OPDs for reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

import structlog

_numbers = count(1)
log = structlog.get_logger()


class NoScope(RuntimeError):
    """OPD data was asked for while no OPD was in scope: a forgotten tenant is an exception, not a leak."""


class WrongScope(RuntimeError):
    """A row of one OPD was about to be written inside the scope of another."""


@dataclass(frozen=True)
class OpdScope:
    opd_id: UUID
    upp_id: UUID | None = None  # set where the person's membership is limited to one UPP
    number: int = field(default_factory=lambda: next(_numbers), compare=False)


@dataclass(frozen=True)
class AllOpdsScope:
    reason: str
    number: int = field(default_factory=lambda: next(_numbers), compare=False)


Scope = OpdScope | AllOpdsScope
_current: ContextVar[Scope | None] = ContextVar("tenancy_scope", default=None)


def current() -> Scope | None:
    """Return the scope in force, or None."""
    return _current.get()


def current_opd_id() -> UUID:
    """Return the OPD in scope; raises NoScope where there is none (all OPDs is not one OPD)."""
    scope = _current.get()
    if not isinstance(scope, OpdScope):
        raise NoScope("No OPD is in scope: enter opd_scope(opd_id), or read through all_opds(reason).")
    return scope.opd_id


def current_upp_id() -> UUID:
    """Return the UPP that the scope is limited to; raises NoScope where it is not limited."""
    scope = _current.get()
    if not isinstance(scope, OpdScope) or scope.upp_id is None:
        raise NoScope("The scope is not limited to one UPP.")
    return scope.upp_id


@contextmanager
def opd_scope(opd_id: UUID, upp_id: UUID | None = None) -> Iterator[OpdScope]:
    """Work on the data of one OPD, with a session of its own that ends with the scope."""
    scope = OpdScope(opd_id, upp_id)
    with _entered(scope):
        yield scope


@contextmanager
def all_opds(reason: str) -> Iterator[AllOpdsScope]:
    """Read across OPDs through the role that can only read. The one way out of the walls; use is logged."""
    scope = AllOpdsScope(reason)
    log.debug("tenancy.all_opds", reason=reason)
    with _entered(scope):
        yield scope


@contextmanager
def _entered(scope: Scope) -> Iterator[None]:
    from app.extensions import db

    before = _current.get()
    _current.set(scope)
    try:
        yield
    finally:
        db.session.remove()  # the identity map is not filtered, so a session never outlives its scope
        _current.set(before)
