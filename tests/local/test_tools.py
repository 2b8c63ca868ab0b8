"""local/tools.sh and local/setup.sh: what is missing is named with the one command that brings it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from local.folders import TREE


def commands(folder: Path, **scripts: str) -> str:
    """Make a folder of commands for PATH: the shell's own needs, and `scripts` by name."""
    for name in ("sh", "cat", "cksum", "dirname", "printf", "rm"):
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    for name, body in scripts.items():
        file = folder / name.replace("_", "-")
        file.write_text(f"#!/bin/sh\n{body}\n")
        file.chmod(0o755)
    return str(folder)


def tools(path: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(TREE / "local" / "tools.sh")]
    return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, check=False)


PRESENT = {"chromium": "", "soffice": "", "pdftotext": "", "pdftoppm": ""}


def test_nothing_is_said_when_all_is_there(tmp_path: Path) -> None:
    done = tools(commands(tmp_path, **PRESENT))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_person_without_root_is_given_the_one_command(tmp_path: Path) -> None:
    done = tools(commands(tmp_path, id="echo 1000", apt_get="exit 9", pdftotext="", pdftoppm="", soffice=""))
    assert done.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends chromium\n" in done.stderr


def test_root_on_debian_installs_only_what_is_missing(tmp_path: Path) -> None:
    log = tmp_path / "log"
    path = commands(tmp_path, id="echo 0", apt_get=f'echo "$@" >>{log}', chromium="", pdftotext="")
    assert tools(path).returncode == 0
    install = "install -y --no-install-recommends libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils -qq"
    assert log.read_text().splitlines() == ["update -qq", install]


def test_elsewhere_the_packages_are_named(tmp_path: Path) -> None:
    done = tools(commands(tmp_path, id="echo 501", chromium="", soffice=""))
    assert done.returncode == 1
    assert "brew install poppler" in done.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with the set-up script and three small locks."""
    (tmp_path / "local").mkdir()
    (tmp_path / "requirements").mkdir()
    shutil.copy(TREE / "local" / "setup.sh", tmp_path / "local")
    for name in ("runtime", "local", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    return tmp_path


def setup(tree: Path, path: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(tree / "local" / "setup.sh")]
    return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, check=False)


def test_a_python_without_venv_is_named_with_its_package(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    python = 'case "$2" in *ensurepip*) exit 1;; esac'
    done = setup(tree, commands(tmp_path / "bin", python3=python))
    assert done.returncode == 1
    assert "sudo apt-get install python3-venv" in done.stderr
    assert not (tree / ".venv").exists()


def test_an_old_python_is_refused(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    done = setup(tree, commands(tmp_path / "bin", python3="exit 1"))
    assert done.returncode == 1
    assert "Python 3.11 atau lebih baru" in done.stderr


def test_a_lock_is_installed_once_and_again_when_it_changed(tree: Path, tmp_path: Path) -> None:
    """With a Python that only writes down what it is asked for: the real one is what runs this test."""
    (tmp_path / "bin").mkdir()
    (tree / ".venv" / "bin").mkdir(parents=True)
    python = tree / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\n[ "$2" = pip ] && echo "$@" >>{tmp_path}/log || :\n')
    python.chmod(0o755)
    path = commands(tmp_path / "bin") + os.pathsep + "/nowhere"
    for _ in range(2):
        assert setup(tree, path).returncode == 0
    (installed,) = (tmp_path / "log").read_text().splitlines()
    assert "--require-hashes -r requirements/runtime.txt -r requirements/local.txt" in installed
    (tree / "requirements" / "test.txt").write_text("# changed\n")
    assert setup(tree, path).returncode == 0
    assert len((tmp_path / "log").read_text().splitlines()) == 2
