"""The launcher: root is given up for good, and closed folders still open where they must."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.account import Account, account_for, free_uid
from local.process import launched

LOOK = "import os, sys; print(os.getuid(), os.access(sys.argv[1], os.R_OK), len(open(sys.argv[1]).read()))"


@pytest.fixture
def closed_file(tmp_path: Path) -> Path:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    file = folder / "file"
    file.write_text("isi")
    file.chmod(0o644)
    return file


def look(file: Path, account: Account | None) -> subprocess.CompletedProcess[str]:
    """Run LOOK by the system's Python, which every account may run."""
    command = launched([system_python(), "-c", LOOK, str(file)], account, 15)
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def system_python() -> str:
    return "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable


def test_a_server_of_root_opens_its_files_in_a_folder_closed_to_it(closed_file: Path) -> None:
    account = account_for(closed_file, Path(system_python()))
    done = look(closed_file, account)
    assert done.stdout.split()[1:] == ["True", "3"], done.stderr
    assert done.stdout.split()[0] != "0"


def test_no_account_is_changed_for_somebody_who_is_not_root(closed_file: Path) -> None:
    account = account_for(closed_file)
    assert (account is None) == (os.geteuid() != 0)
    assert account is None or (account.uid == free_uid() and account.reach)


def test_without_that_one_capability_the_folder_stays_closed(closed_file: Path) -> None:
    account = account_for(closed_file)
    bare = account and Account(account.uid, account.gid, reach=False)
    done = look(closed_file, bare)
    if bare:
        assert "Permission" in done.stderr
    else:
        assert done.stdout.split() == [str(os.geteuid()), "True", "3"]
