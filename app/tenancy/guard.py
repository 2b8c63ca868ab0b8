"""The ORM wall: every statement is filtered by the OPD in scope, every new row is stamped with it.

The database has a wall of its own (row-level security, migrations/README.md) for what the ORM cannot see.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Uuid, bindparam, event, text
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria

from app.tenancy import scope
from app.tenancy.models import OpdOwned, UppOwned

# The bound parameter asks for the scope when the statement runs, so a cached statement never keeps an old OPD, and a
# missing scope raises (SQLAlchemy wraps it in StatementError outside UPDATE and DELETE).
_opd_id = bindparam("scope_opd_id", callable_=scope.current_opd_id, type_=Uuid())
_upp_id = bindparam("scope_upp_id", callable_=scope.current_upp_id, type_=Uuid())
_own_opd = with_loader_criteria(
    OpdOwned, lambda cls: cls.opd_id == _opd_id, include_aliases=True, track_closure_variables=False
)
_own_upp = with_loader_criteria(
    UppOwned, lambda cls: cls.upp_id == _upp_id, include_aliases=True, track_closure_variables=False
)


def install(session_class: type[Session]) -> None:
    """Put the wall around every session of the class, once."""
    if event.contains(session_class, "do_orm_execute", _filter):
        return
    event.listen(session_class, "do_orm_execute", _filter)
    event.listen(session_class, "before_flush", _stamp)
    event.listen(session_class, "after_begin", _tell_database)


def _filter(state: ORMExecuteState) -> None:
    here = scope.current()
    if isinstance(here, scope.AllOpdsScope):
        return
    state.statement = state.statement.options(_own_opd)
    if isinstance(here, scope.OpdScope) and here.upp_id is not None:
        state.statement = state.statement.options(_own_upp)


def _stamp(session: Session, _context: Any, _instances: Any) -> None:
    for row in session.new:
        if not isinstance(row, OpdOwned):
            continue
        opd_id = scope.current_opd_id()
        if row.opd_id is None:
            row.opd_id = opd_id
        if row.opd_id != opd_id:
            raise scope.WrongScope(f"{type(row).__name__} of OPD {row.opd_id} inside the scope of OPD {opd_id}.")
    for row in session.dirty | session.deleted:
        if isinstance(row, OpdOwned) and row.opd_id != scope.current_opd_id():
            raise scope.WrongScope(f"{type(row).__name__} of OPD {row.opd_id} changed outside its scope.")


def _tell_database(_session: Session, _transaction: SessionTransaction, connection: Any) -> None:
    here = scope.current()
    if isinstance(here, scope.OpdScope):
        connection.execute(text("SELECT set_config('app.opd_id', :opd_id, true)"), {"opd_id": str(here.opd_id)})
