"""E-mail addresses as people paste them: a column of a sheet, a list with commas, or lines out of an address book."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.reminders.message import ADDRESS

LONGEST = 254  # signs, RFC 5321
SHOWN = 5
_IN_BRACKETS = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True)
class AddressList:
    """What was read. `wrong` holds (line, what stands there), lines counted from 1."""

    addresses: tuple[str, ...]
    doubles: int
    wrong: tuple[tuple[int, str], ...]


def read_addresses(text: str) -> AddressList:
    """Return the addresses of a text, each once, in their order; upper and lower case are one address."""
    found: dict[str, None] = {}
    doubles, wrong = 0, []
    for number, line in enumerate(text.splitlines(), 1):
        for word in _words(line):
            address = word.lower()
            if not _is_address(address):
                wrong.append((number, word))
            elif address in found:
                doubles += 1
            else:
                found[address] = None
    return AddressList(tuple(found), doubles, tuple(wrong))


def complaint(wrong: tuple[tuple[int, str], ...]) -> str:
    """Return which words are no addresses, in Indonesian: the first few by line, then how many more."""
    named = "; ".join(f"baris {line}: “{word[:40]}”" for line, word in wrong[:SHOWN])
    more = f"; dan {len(wrong) - SHOWN} lainnya" if len(wrong) > SHOWN else ""
    return f"Bukan alamat e-mail yang lengkap, {named}{more}."


def _words(line: str) -> list[str]:
    """Return what should be addresses in a line. Where one stands in <>, words without @ are the name before it."""
    bracketed = _IN_BRACKETS.findall(line)
    words = re.split(r"[,;\s]+", _IN_BRACKETS.sub(" ", line).strip())
    return bracketed + [word for word in words if word and ("@" in word or not bracketed)]


def _is_address(word: str) -> bool:
    _, _, domain = word.partition("@")
    return bool(ADDRESS.fullmatch(word)) and "." in domain and len(word) <= LONGEST
