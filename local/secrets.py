"""Passwords that are made once and kept in a file which only its owner reads."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path


def new_secret() -> str:
    """Return 192 random bits in letters that need no quoting in a URL, a shell or SQL."""
    return secrets.token_hex(24)


def kept(file: Path, makers: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Return the values of `file` (`NAME=value` lines), after making and keeping those that are missing."""
    values = read(file)
    missing = {name: make() for name, make in makers.items() if name not in values}
    if missing:
        values |= missing
        write(file, values)
    return values


def read(file: Path) -> dict[str, str]:
    """Return the values of `file`; none when there is no file."""
    if not file.exists():
        return {}
    lines = file.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(file: Path, values: Mapping[str, str]) -> None:
    """Replace `file` in one step; it is never readable by others, not even for a moment."""
    fresh = file.with_name(f"{file.name}.baru")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        output.writelines(f"{name}={value}\n" for name, value in values.items())
    fresh.replace(file)
