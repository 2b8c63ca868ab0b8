"""LibreOffice as a reader would use it: opens a file, counts its formulas anew, and saves it in another format."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook

FORMULA = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")
# Formulas are counted anew whatever the file says they come to.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def convert(files: Mapping[str, bytes], ending: str, folder: Path) -> dict[str, bytes]:
    """Return each file as LibreOffice saves it in another format; one start of the program for all of them."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", ending]
    command += ["--outdir", str(folder / "out"), *(str(folder / name) for name in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    extension = ending.split(":", maxsplit=1)[0]
    return {name: (folder / "out" / name).with_suffix(f".{extension}").read_bytes() for name in files}


def without_results(content: bytes, **cells: int) -> bytes:
    """Return a workbook in which no formula has a stored result, and some cells of the first sheet hold other values."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as changed:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                part = FORMULA.sub(rb"\1", part)
            for address, value in cells.items() if name.endswith("sheet1.xml") else ():
                cell = rb'(<c r="%b"[^>]*><v>)\d+' % address.encode()
                part, found = re.subn(cell, rb"\g<1>%d" % value, part)
                assert found == 1, f"{address} is no number"
            changed.writestr(name, part)
    return target.getvalue()


def read(content: bytes) -> Workbook:
    """Return a workbook with what its formulas came to."""
    return load_workbook(BytesIO(content), data_only=True)
