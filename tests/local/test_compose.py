"""docker-compose.yml, Dockerfile and .env.example, as far as they can be checked without an engine."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from local.folders import TREE

COMPOSE = TREE / "docker-compose.yml"
OURS = ("web", "relay", "worker", "beat", "migrate")
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:[?-])?([^}]*)\}")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text())["services"])


def test_the_file_follows_the_compose_specification() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(COMPOSE),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_ours_can_be_run(services: dict[str, Any], name: str) -> None:
    """Each program exists in the locked environment and knows every option that it is given."""
    program, *options = services[name]["command"]
    if options[:1] == ["-m"]:
        assert program == "python"
        assert importlib.util.find_spec(options[1]) is not None
        return
    command = [sys.executable, "-m", program, *options, "--help"]
    env = {**os.environ, "POTRET_ENV": "test", "REDIS_URL": "redis://127.0.0.1:1/0"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TREE, env=env)
    assert done.returncode == 0, done.stderr


def test_no_secret_has_a_default(services: dict[str, Any]) -> None:
    for name, mark, _ in VARIABLE.findall(COMPOSE.read_text()):
        if re.search("SECRET|PASSWORD", name) and not name.startswith("MAIL_RELAYHOST"):
            assert mark == ":?", f"{name} must stop the start when it is missing: ${{{name}:?…}}"
    assert re.findall(r"://\w*:[^$@/\s][^@\s]*@", COMPOSE.read_text()) == []


def test_production_runs_as_production_and_without_demo_accounts(services: dict[str, Any]) -> None:
    for name in OURS:
        environment = services[name]["environment"]
        assert environment["POTRET_ENV"] == "production"
        assert not {"DEMO_ACCOUNTS", "DEMO_PASSWORD", "CLOCK_FILE"} & set(environment)


def test_only_the_migration_may_change_the_schema(services: dict[str, Any]) -> None:
    owners = [name for name in OURS if "DATABASE_OWNER_URL" in services[name]["environment"]]
    assert owners == ["migrate"]
    for name in OURS:
        assert "//potret_app:" in services[name]["environment"]["DATABASE_URL"]


def test_nothing_of_ours_starts_before_the_migration_and_the_servers(services: dict[str, Any]) -> None:
    for name in set(OURS) - {"migrate"}:
        needs = services[name]["depends_on"]
        assert needs["migrate"]["condition"] == "service_completed_successfully"
        assert needs["postgres"]["condition"] == needs["valkey"]["condition"] == "service_healthy"


def test_containers_of_ours_give_up_what_they_do_not_need(services: dict[str, Any]) -> None:
    for name in OURS:
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    published = [name for name, service in services.items() if "ports" in service]
    assert published == ["web"]


def test_the_roles_come_from_the_one_file_that_defines_them(services: dict[str, Any]) -> None:
    (mount,) = [volume for volume in services["postgres"]["volumes"] if "initdb.d" in volume]
    source = TREE / mount.split(":")[0]
    wanted = set(re.findall(r"\\getenv \w+ (\w+)", source.read_text()))
    assert wanted == {"POTRET_OWNER_PASSWORD", "POTRET_APP_PASSWORD", "POTRET_READER_PASSWORD"}
    assert wanted <= set(services["postgres"]["environment"])


def test_every_variable_has_its_reason_in_the_example() -> None:
    reasons = explained((TREE / ".env.example").read_text())
    asked = {name for name, _, _ in VARIABLE.findall(COMPOSE.read_text())}
    read = set(re.findall(r'env(?:\.get\(|\[)"(\w+)"', (TREE / "config.py").read_text()))
    missing = (asked | read) - reasons
    assert missing == set(), f"give each a line in .env.example, under a comment that says why: {missing}"


def explained(text: str) -> set[str]:
    """Return the variables of an env file that stand under a comment, directly or after one that does."""
    names: set[str] = set()
    commented = False
    for line in text.splitlines():
        variable = re.match(r"(?:# )?([A-Z][A-Z_]+)=", line)
        if variable and commented:
            names.add(variable[1])
        elif not variable:
            commented = line.startswith("# ") and not line.startswith("# ---")
    return names


def test_an_uncommented_variable_does_not_count_as_explained() -> None:
    assert explained("ONE=1\n# why\nTWO=\n\nTHREE=\n# FOUR=\n") == {"TWO"}


def test_the_image_holds_the_product_and_nothing_else() -> None:
    text = (TREE / "Dockerfile").read_text()
    copied = {word for line in re.findall(r"^COPY (?!--)(.+)$", text, re.M) for word in line.split()[:-1]}
    assert copied == {"requirements/runtime.txt", "config.py", "wsgi.py", "app", "workers", "migrations"}
    assert all((TREE / name).exists() for name in copied)
    sent = {line[1:] for line in (TREE / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert sent == copied
    assert "--require-hashes" in text
    assert re.search(r"^USER potret$", text, re.M)
    assert (TREE / "requirements" / "runtime.txt").read_text().count("--hash=sha256:") > 20
