"""Under whose account a server runs: never root, though the person at the keyboard may be."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Above what useradd hands out to people, below 60000 where Debian's own fixed accounts begin, and inside the
# 65536 ids that a container maps.
FIRST_UID = 58741


@dataclass(frozen=True)
class Account:
    """An unprivileged account; `reach` when it must be let through folders that are closed to it."""

    uid: int
    gid: int
    reach: bool = False


def account_for(folder: Path, *programs: Path) -> Account | None:
    """Return the account for a server with its files in `folder`, or None when we are not root anyway.

    The owner of `folder` decides once there is one, so that a second start finds its own files again.
    """
    if os.geteuid() != 0:
        return None
    uid = folder.stat().st_uid or free_uid()
    closed = any(is_closed(path) for program in (folder, *programs) for path in program.resolve().parents)
    return Account(uid, uid, reach=closed)


def nobody(reach: bool) -> Account:
    """Return the account that every system has in its list: initdb refuses one without a name."""
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid, reach)


def free_uid() -> int:
    """Return a uid that is nobody else's, without adding a user to the system."""
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    return next(uid for uid in range(FIRST_UID, 60000) if uid not in taken)


def is_closed(folder: Path) -> bool:
    """Tell whether an account that is in no group is kept out of `folder`."""
    return not folder.stat().st_mode & stat.S_IXOTH


def give(folder: Path, account: Account | None) -> None:
    """Make the whole of `folder` the account's own; links are not followed."""
    if account is not None:
        for path in walk(folder):
            os.chown(path, account.uid, account.gid, follow_symlinks=False)


def walk(folder: Path) -> Iterator[str]:
    yield str(folder)
    for root, folders, files in os.walk(folder):
        yield from (os.path.join(root, name) for name in (*folders, *files))
