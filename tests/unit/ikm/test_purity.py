import ast
import sys
from pathlib import Path

import app.ikm

PACKAGE = Path(app.ikm.__file__).parent
CLOCKS = {"datetime", "time"}


def imported_modules(source: Path):
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_the_package_needs_nothing_but_the_standard_library_and_no_clock():
    foreign = {
        f"{source.name}: {module}"
        for source in PACKAGE.glob("*.py")
        for module in imported_modules(source)
        if not module.startswith("app.ikm")
        and (module.split(".")[0] not in sys.stdlib_module_names or module in CLOCKS)
    }
    assert not foreign, f"app.ikm stays pure; move what needs these elsewhere: {foreign}"


def test_every_exported_name_exists():
    assert [name for name in app.ikm.__all__ if not hasattr(app.ikm, name)] == []
