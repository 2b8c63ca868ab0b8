"""Become the command that is given, after giving up what it must not have.

    python launch.py [--account UID:GID] [--reach] --parent PID --signal N -- COMMAND...

Started as a script, so that nothing of ours runs between fork and exec in a process that may have threads.

* `--account` drops root for good: groups, gid, uid.
* `--reach` keeps the one capability to walk through folders of other users (Linux). The server of a root
  who works below a 0700 folder, such as /root or a `mktemp -d`, could not open its own files otherwise, and
  no mode above `var/` is ours to change.
* `--signal` is what the command receives when its parent dies, however it dies (Linux; elsewhere
  `local/leftovers.py` heals at the next start).
"""

from __future__ import annotations

import argparse
import ctypes
import os
import sys

PR_SET_PDEATHSIG, PR_CAPBSET_READ, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 23, 28, 47, 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
CAPABILITY_VERSION_3 = 0x20080522


class CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class CapData(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


def main(arguments: list[str]) -> None:
    options = parse(arguments)
    if options.account:
        uid, gid = (int(part) for part in options.account.split(":"))
        drop(uid, gid, reach=options.reach and sys.platform == "linux")
    if sys.platform == "linux":  # after the drop: a change of uid clears it
        prctl(PR_SET_PDEATHSIG, options.signal)
        if os.getppid() != options.parent:  # it died before we asked to be told
            sys.exit(1)
    os.execv(options.command[0], options.command)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--account")
    parser.add_argument("--reach", action="store_true")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--signal", type=int, required=True)
    parser.add_argument("command", nargs="+")
    return parser.parse_args(arguments)


def drop(uid: int, gid: int, *, reach: bool) -> None:
    """Run as `uid` from here on, with no capability but, when asked, the one to walk through folders."""
    if reach:
        # The change of uid then takes no capability yet, and access(2), by which PostgreSQL looks for its own
        # programs, will count the one that stays.
        prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if reach:
        keep_only(walking_capability())


def walking_capability() -> int:
    """Return the weakest capability that opens folders: Docker, for one, leaves root only the stronger."""
    return CAP_DAC_READ_SEARCH if prctl(PR_CAPBSET_READ, CAP_DAC_READ_SEARCH) else CAP_DAC_OVERRIDE


def keep_only(capability: int) -> None:
    """Keep `capability` and no other, across exec (ambient)."""
    bit = 1 << capability
    data = (CapData * 2)(CapData(bit, bit, bit), CapData(0, 0, 0))
    if libc.capset(ctypes.byref(CapHeader(CAPABILITY_VERSION_3, 0)), data) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def prctl(option: int, *values: int) -> int:
    """Call prctl(2); its unused arguments must be zero, and all are words."""
    words = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    result = int(libc.prctl(option, *words))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")
    return result


libc = ctypes.CDLL(None, use_errno=True)

if __name__ == "__main__":
    main(sys.argv[1:])
