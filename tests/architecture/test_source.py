"""House rules that the source itself must keep."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import ROOT, imported, modules

# Where each of these may stand, and why. A new place needs a line and a reason.
COMMIT = {"app.db": "transaction() is the only commit"}
NOW = {"app.clock": "the only source of time"}
ALL_OPDS = {
    "app.compliance": "the board of the whole city",
    "app.demo": "which OPDs of the demo have answers waiting",
    "app.opd": "the city's list of OPDs",
    "app.api.national": "what every OPD has submitted, for national reporting",
    "app.portal.published": "the published results, for everybody",
    "app.portal.improvements": "the plans after published results, for everybody",
    "app.monitoring": "how much work waits in the whole city",
    "app.periods": "how many surveys of a periode are in which state",
    "app.reminders": "who is unfinished, and what was sent to whom",
    "app.reports.recap": "the city's recap of what was submitted",
    "app.results.city": "the city's mean of each unsur",
    "app.results.reconciliation": "alarms of the whole city",
    "app.questionnaires.queries": "what waits for approval",
    "app.audit.queries": "the trail of the whole city",
    "app.setup": "how far each OPD is set up",
    "app.surveys.overview": "what waits for verification",
    "app.accounts": "what the city's people pages say about each OPD",
    "workers.relay": "whose answers wait to be folded",
}
RAW_SQL = {
    "app.db": "statement(), by which the hot path speaks SQL",
    "app.responses.intake": "the hot path: one statement",
    "app.links.arrivals": "the hot path: one statement",
    "app.links.watching": "what that statement asks of the traces, and what is usual",
    "app.devices.known": "the hot path: one statement",
    "app.results.fold": "the statistics are folded inside the database",
    "app.outbox.operations": "NOTIFY",
    "app.tenancy.guard": "set_config",
    "app.web.routes": "SELECT 1, for /readyz",
    "app.tenancy.rights": "what the database role may do, asked at start",
}


def _listed(name: str, places: dict[str, str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def _calls(tree: ast.AST, *names: str) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in names or any(called.endswith(f".{name}") for name in names):
                return True
    return False


@pytest.mark.parametrize(
    ("names", "places", "advice"),
    [
        (("commit",), COMMIT, "Wrap the act in `with transaction():` (app/db.py)."),
        (("datetime.now", "datetime.utcnow", "date.today", "time.time"), NOW, "Ask app.clock."),
        (("all_opds",), ALL_OPDS, "Work in one OPD's scope, or list the file here with a reason."),
    ],
)
def test_only_listed_files_call(names: tuple[str, ...], places: dict[str, str], advice: str) -> None:
    wrong = [name for name, tree, _ in modules("app", "workers") if _calls(tree, *names) and not _listed(name, places)]
    assert not wrong, f"{wrong} call {names}. {advice}"


def test_raw_sql_stands_only_in_listed_files() -> None:
    wrong = [
        name
        for name, tree, _ in modules("app", "workers")
        if _speaks_sql(tree) and not _listed(name, RAW_SQL) and not name.endswith(".models")
    ]
    assert not wrong, f"{wrong} use text(): write it with select()/insert(), or list the file here with a reason."


def _speaks_sql(tree: ast.AST) -> bool:
    imported_from = {
        (node.module, alias.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    by_text = ("sqlalchemy", "text") in imported_from and _calls(tree, "text")
    return by_text or (("app.db", "statement") in imported_from and _calls(tree, "statement"))


def test_the_ikm_imports_nothing_of_ours_and_nothing_from_elsewhere() -> None:
    import sys

    for name, tree, _ in modules("app/ikm"):
        for module in imported(tree):
            top = module.split(".")[0]
            assert module.startswith("app.ikm") or top in sys.stdlib_module_names, f"{name} imports {module}"


def test_the_app_never_imports_workers_or_local() -> None:
    for name, tree, _ in modules("app"):
        wrong = {module for module in imported(tree) if module.split(".")[0] in ("workers", "local", "tests")}
        assert not wrong, f"{name} imports {wrong}: a worker calls operations, never the other way round."


# From the ground up; a module may import from its own floor and from those below. `surveys` stands on two floors: its
# models, states and queries below the answers, its acts above the results that they freeze.
FLOORS = (
    ("app.ikm", "app.clock", "app.errors", "app.sealing", "app.db", "app.workdays", "app.vocabulary", "app.extensions", "app.models", "app.access.roles",
     "app.access.permissions", "app.access.policy", "app.access.identity", "app.tenancy"),
    ("app.audit.actions", "app.audit.models", "app.audit.operations", "app.outbox", "app.letters.models", "app.letters.operations"),
    ("app.accounts", "app.opd", "app.periods", "app.web", "app.access", "app.audit", "app.letters",
     "app.setup.models", "app.setup.state"),
    ("app.surveys.models", "app.surveys.states", "app.surveys.queries", "app.surveys.questionnaire",
     "app.questionnaires.models", "app.questionnaires.queries"),
    ("app.responses", "app.links.models", "app.links.codes"),
    ("app.results",),
    ("app.followups", "app.surveys", "app.quality.models", "app.quality.queries", "app.quality.rows"),
    ("app.results.routes", "app.results.page", "app.compliance", "app.reminders", "app.imports", "app.recording", "app.devices", "app.reports", "app.surveys.review",
     "app.surveys.certifying", "app.publication", "app.setup"),
    ("app.surveys.routes", "app.surveys.examination", "app.demo", "app.cli", "app.features", "app"),
)  # fmt: skip
# What reaches up at run time, inside a function or for a name only, and why.
REACHES_UP = {
    ("app.opd", "app.surveys"): "a change of N moves the target of the running survey",
    ("app.responses", "app.surveys"): "a late answer is counted only while its survey runs",
    ("app.periods", "app.surveys"): "opening a periode enrols every UPP",
    ("app.periods", "app.results"): "what another rule would do to figures, before it is saved",
    ("app.periods", "app.compliance"): "what another deadline would do to the status of each OPD, before it is saved",
    ("app.periods", "app.reminders"): "the preview of the reminder calendar",
    ("app.letters", "app.reminders"): "a reminder's words are written when it is sent",
    ("app.letters", "app.privacy"): "the words of a letter about a data request are written when it is sent",
    ("app.letters", "app.tickets"): "so are those of an invitation to a respondent, whose address is then forgotten",
    ("app.letters", "app.responses.masking"): "what a mail server says about a respondent's address",
    ("app.web", "app.compliance"): "/readyz reads the heartbeats",
    ("app.web", "app.setup"): "the menu says how far the set-up is",
}


def _floor(name: str) -> int:
    best = max(
        (
            (len(place), number)
            for number, places in enumerate(FLOORS)
            for place in places
            if name == place or name.startswith(f"{place}.")
        ),
        default=(0, len(FLOORS) - 1),
    )
    return best[1]


def test_features_import_only_from_below() -> None:
    wrong = []
    for name, tree, _ in modules("app"):
        for module in imported(tree, everywhere=False):
            if not module.startswith("app.") or _floor(module) <= _floor(name):
                continue
            if any(name.startswith(low) and module.startswith(high) for low, high in REACHES_UP):
                continue
            wrong.append(f"{name} → {module}")
    assert not wrong, "Move the code to the higher feature, or write the reason into REACHES_UP:\n" + "\n".join(wrong)


def test_inside_a_feature_models_know_nothing_above_them() -> None:
    above = {"models": ("queries", "operations", "forms", "routes"), "queries": ("operations", "forms", "routes"),
             "operations": ("forms", "routes"), "forms": ("routes",)}  # fmt: skip
    for name, tree, _ in modules("app"):
        parts = name.split(".")
        if len(parts) < 3 or parts[2] not in above:
            continue
        wrong = {
            m
            for m in imported(tree, everywhere=False)
            for up in above[parts[2]]
            if m.startswith(f"app.{parts[1]}.{up}")
        }
        assert not wrong, f"{name} imports {wrong}"


def test_templates_keep_the_content_security_policy() -> None:
    for path in sorted((ROOT / "app/templates").rglob("*.html")):
        if "letters" in path.parts:
            continue  # e-mail programs want their styles inline
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=[\"']|<style|javascript:", text), path.name
        assert not re.search(r"(src|href)=[\"']https?://", text), f"{path.name} asks another host"


def test_nothing_is_left_open() -> None:
    for name, _, text in modules("app", "workers", "local"):
        assert not re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", text), name
