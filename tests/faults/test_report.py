"""The page of the faults says only what was found, and only when everything held."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from local.folders import TREE
from tests.faults.page import FAULTS
from tests.faults.report import NAME, numbers_of

SAYS = """
def test_r11_r12_it_holds(record_property):
    record_property("injected", "a fault | twice")
    record_property("volume", "300 answers")
    record_property("outcome", "0 lost")
    record_property("acknowledged", 300)
    record_property("seed", 7)
"""
FAILS = "\ndef test_r13_it_does_not_hold():\n    assert 1 == 2\n"
SKIPPED = "\nimport pytest\n\n@pytest.mark.skip\ndef test_r14_nobody_looked(): ...\n"
SILENT = "\ndef test_r15_it_holds_but_says_nothing(): ...\n"
OTHER = "\ndef test_what_is_no_fault():\n    raise AssertionError('must not run')\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "reliability.md"
    file.write_text("as it was")
    return file


def run(file: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """Run the plugin over a folder with these tests."""
    (file.parent / "test_some.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-p", "tests.faults.report", "--reliability", str(file)]
    command += ["-c", "/dev/null", "-p", "no:cacheprovider", str(file.parent)]
    return subprocess.run(command, cwd=TREE, capture_output=True, text=True, check=False)


def test_the_page_says_what_was_injected_and_what_came_of_it(file: Path) -> None:
    done = run(file, SAYS + OTHER)
    assert done.returncode == 0, done.stdout
    written = file.read_text()
    row = next(line for line in written.splitlines() if line.startswith("| R-11"))
    assert row.startswith(
        "| R-11, R-12 | it holds | a fault \\| twice | 300 answers | 0 lost | 1 in 100 | 7 |"
    ), row  # fmt: skip
    assert "300 things were acknowledged" in written
    assert "the 95 % upper bound of the share is 3/n" in written
    assert "Not injected in this run: R-01, R-02" in written
    assert str(TREE) not in written


@pytest.mark.parametrize("bad", [FAILS, SKIPPED, SILENT])
def test_a_fault_that_did_not_hold_leaves_the_page_as_it_was(file: Path, bad: str) -> None:
    done = run(file, SAYS + bad)
    assert done.returncode == 1, done.stdout
    assert file.read_text() == "as it was"
    assert "is as it was" in done.stdout


def test_every_fault_says_what_it_did() -> None:
    silent = [
        f"{path.relative_to(TREE)}: {function.name}"
        for path, function in faults()
        if "record_property" not in ast.unparse(function)
    ]
    assert not silent, "Say injected, volume and outcome by record_property, for docs/reliability.md: " + ", ".join(
        silent
    )


def faults() -> list[tuple[Path, ast.FunctionDef]]:
    return [
        (path, node)
        for path in sorted((TREE / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and NAME.match(node.name)
    ]


def test_every_fault_has_its_test() -> None:
    there = numbers_of(function.name for _, function in faults())
    assert there == set(FAULTS)
