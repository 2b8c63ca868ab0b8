"""`make mutations`: break one wall or rule at a time, and see the tests turn red.

Each mutation is done to a copy of the tree, never to the tree itself. A mutation that no test notices is a hole in the
tests; the script names it and ends with 1.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__", "pictures")


@dataclass(frozen=True)
class Mutation:
    """One sabotage: what is done to which file, and the tests that must notice."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


WALLS = "tests/tenancy/test_walls.py"
MATRIX = "tests/architecture/test_matrix.py"
ENDPOINTS = "tests/architecture/test_endpoints.py"
TABLES = "tests/architecture/test_tables.py"
MUTATIONS = (
    Mutation(
        "the database's policy of one table lets every row through",
        "migrations/versions/20261124_1015_create_foundation.py",
        '    op.execute("GRANT SELECT ON alembic_version',
        '    op.execute("ALTER POLICY own_opd ON upp USING (true)")\n    op.execute("GRANT SELECT ON alembic_version',
        (WALLS, TABLES),
    ),
    Mutation(
        "row-level security of one table is not forced",
        "migrations/versions/20261124_1015_create_foundation.py",
        '    op.execute("GRANT SELECT ON alembic_version',
        '    op.execute("ALTER TABLE responses NO FORCE ROW LEVEL SECURITY")\n    op.execute("GRANT SELECT ON alembic_version',
        (TABLES,),
    ),
    Mutation(
        "the ORM no longer filters by the OPD in scope",
        "app/tenancy/guard.py",
        "    state.statement = state.statement.options(_own_opd)\n",
        "",
        (WALLS,),
    ),
    Mutation(
        "the ORM no longer filters by the UPP in scope",
        "app/tenancy/guard.py",
        "        state.statement = state.statement.options(_own_upp)\n",
        "        pass\n",
        (WALLS,),
    ),
    Mutation(
        "the database is not told the scope",
        "app/tenancy/guard.py",
        '    event.listen(session_class, "after_begin", _tell_database)\n',
        "",
        (WALLS,),
    ),
    Mutation(
        "the scope outlives its transaction",
        "app/tenancy/guard.py",
        "set_config('app.opd_id', :opd_id, true)",
        "set_config('app.opd_id', :opd_id, false)",
        (WALLS,),
    ),
    Mutation(
        "an owner of the tables may serve",
        "app/tenancy/rights.py",
        "    if may_bypass:",
        "    if may_bypass and False:",
        (WALLS,),
    ),
    Mutation(
        "one endpoint declares no right",
        "app/audit/routes.py",
        "@requires(P.AUDIT_READ)\n",
        "",
        (ENDPOINTS,),
    ),
    Mutation(
        "one endpoint asks for too small a right",
        "app/audit/routes.py",
        "@requires(P.CITY_AUDIT_READ)",
        "@requires(P.ACCOUNT_USE)",
        (ENDPOINTS,),
    ),
    Mutation(
        "the gate admits a membership of any OPD",
        "app/access/gate.py",
        "if opd and (grant.role in CITY_ROLES or grant.opd_id == opd.id)]",
        "if opd]",
        (f"{MATRIX}::test_every_route_answers_as_the_policy_table_says",),
    ),
    Mutation(
        "a code of the second factor is taken twice",
        "app/accounts/operations/factors.py",
        "        factor.last_step = step\n",
        "        pass\n",
        ("tests/accounts/test_second_factor.py::test_no_code_opens_the_door_twice",),
    ),
    Mutation(
        "half a session opens every page",
        "app/accounts/sessions.py",
        "            ~UserSession.awaits_factor,\n",
        "",
        (
            "tests/accounts/test_second_factor.py::test_a_kepala_sets_up_a_second_factor_and_is_asked_for_it_from_then_on",
        ),
    ),
    Mutation(
        "an edited entry of the trail is not noticed",
        "app/audit/checking.py",
        "links.c.hash != links.c.right_hash",
        'links.c.hash == ""',
        ("tests/audit/test_trails.py",),
    ),
)


def main() -> int:
    chosen = [each for each in MUTATIONS if not sys.argv[1:] or any(word in each.name for word in sys.argv[1:])]
    unnoticed = [each.name for each in chosen if not _is_noticed(each)]
    for name in unnoticed:
        print(f"NOT NOTICED: {name}")
    print(f"{len(chosen) - len(unnoticed)} of {len(chosen)} mutations noticed")
    return 1 if unnoticed else 0


def _is_noticed(mutation: Mutation) -> bool:
    with tempfile.TemporaryDirectory(prefix="potret-mutation-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        (tree / ".venv").symlink_to(ROOT / ".venv")
        _change(tree / mutation.file, lambda text: _replaced(text, mutation))
        tests = [sys.executable, "-m", "pytest", "-q", "-x", *mutation.tests]
        done = subprocess.run(tests, cwd=tree, capture_output=True, text=True, check=False)
    noticed = done.returncode == 1  # 1: a test failed; anything else is no answer
    print(
        f"{'noticed' if noticed else 'NOT NOTICED'}: {mutation.name} ({_last_words(done.stdout)})",
        flush=True,
    )
    return noticed


def _last_words(output: str) -> str:
    """Return which test failed, or what pytest said last."""
    lines = output.strip().splitlines() or ["no output"]
    return next((line for line in lines if line.startswith("FAILED")), lines[-1])[:160]


def _replaced(text: str, mutation: Mutation) -> str:
    if mutation.before not in text:
        raise SystemExit(f"{mutation.file} has changed: say anew what `{mutation.name}` replaces.")
    return text.replace(mutation.before, mutation.after, 1)


def _change(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
