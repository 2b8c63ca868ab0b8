"""A pytest plugin: run the fault tests alone, and write down what was injected and what came of it.

`-p tests.faults.report --reliability docs/reliability.md` runs every test_rNN_… (R-01 to R-32 are the faults) and nothing
else. Each says by `record_property` what it did: `injected`, `volume`, `outcome`, and where it has them `seed` and
`acknowledged`, the number of things that were acknowledged and had to be found again, once. The page is written only when
all of them held.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.faults.page import Fault, page

NAME = re.compile(r"test((?:_r\d\d)+)_(\w+)")
NEEDED = ("injected", "volume", "outcome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reliability", type=Path, metavar="FILE", help="run the faults, write what came of them to FILE")


def pytest_configure(config: pytest.Config) -> None:
    if (file := config.getoption("--reliability")) is not None:
        config.pluginmanager.register(Reliability(file), "reliability")


class Reliability:
    """Watches one run."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._passed: list[Fault] = []
        self._silent: list[str] = []
        self._written = False
        self._seconds: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        others = [item for item in items if not NAME.match(item.name)]
        items[:] = [item for item in items if NAME.match(item.name)]
        config.hook.pytest_deselected(items=others)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration
        if not (report.when == "call" and report.passed):
            return
        said = {name: str(value) for name, value in report.user_properties}
        if not all(said.get(name) for name in NEEDED):
            self._silent.append(report.nodeid)
            return
        self._passed.append(_fault(report.nodeid, said, self._seconds[report.nodeid]))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """A test that was skipped, or does not say what it did, proves nothing: then there is no page either."""
        if session.exitstatus == pytest.ExitCode.OK and len(self._passed) < session.testscollected:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if session.exitstatus == pytest.ExitCode.OK and not session.config.option.collectonly:
            self._file.write_text(page(sorted(self._passed)))
            self._written = True
        return (yield)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name in self._silent:
            terminalreporter.write_line(f"does not say {', '.join(NEEDED)}: {name}", red=True)
        terminalreporter.write_line(f"{self._file} is {'written' if self._written else 'as it was'}")


def _fault(nodeid: str, said: dict[str, str], seconds: float) -> Fault:
    match = NAME.match(nodeid.rsplit("::", maxsplit=1)[-1])
    assert match
    numbers = tuple(f"R-{number}" for number in re.findall(r"\d\d", match[1]))
    acknowledged = int(said.get("acknowledged", 0))
    sentence = match[2].replace("_", " ")
    return Fault(numbers, sentence, *map(said.__getitem__, NEEDED), said.get("seed", ""), acknowledged, seconds)


def numbers_of(names: Iterable[str]) -> set[str]:
    """Return the R-numbers that these tests stand for."""
    return {f"R-{number}" for name in names if (match := NAME.match(name)) for number in re.findall(r"\d\d", match[1])}
