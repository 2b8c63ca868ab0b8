"""Opens a spreadsheet in a process of its own, with little memory and little time.

A file of five kilobytes may name a cell so far away that the library asks for half a terabyte and the whole process is
ended by it: let that be this process, and not the one that serves people. Run by sheets.py; speaks over its pipes.
"""

from __future__ import annotations

import pickle
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1536 * 1024 * 1024
SECONDS = 30
MAX_SHEETS = 30
LOCKED, UNREADABLE = 3, 4  # exit codes


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    most_rows, most_columns = map(int, sys.argv[1:])
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        found = list(_sheets(workbook, most_rows, most_columns))
    except PasswordError:
        return LOCKED
    except (CalamineError, MemoryError, ValueError):
        return UNREADABLE
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


def _sheets(
    workbook: CalamineWorkbook, most_rows: int, most_columns: int
) -> Iterator[tuple[str, list[list[Any]] | None]]:
    """Yield (name, rows) of each visible sheet; rows are None where there are too many to be read."""
    for sheet in workbook.sheets_metadata[:MAX_SHEETS]:
        if sheet.typ is not SheetTypeEnum.WorkSheet or sheet.visible is not SheetVisibleEnum.Visible:
            continue
        page = workbook.get_sheet_by_name(sheet.name)
        small = page.total_height <= most_rows and page.total_width <= most_columns
        yield sheet.name, page.to_python(skip_empty_area=False) if small else None


if __name__ == "__main__":
    sys.exit(main())
