"""How the parts of a UPP's year are called. Pure."""

from __future__ import annotations

PART_NAMES = {2: "Semester", 4: "Triwulan"}


def part_name(part: int, parts: int) -> str:
    """Return "Semester 1" or "Triwulan 3"; empty for a year that is surveyed at once."""
    if parts < 2:
        return ""
    return f"{PART_NAMES.get(parts, 'Bagian')} {part}"
