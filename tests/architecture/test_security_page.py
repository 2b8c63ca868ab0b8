"""docs/security.md names its evidence; evidence that does not exist is none."""

from __future__ import annotations

import re

from tests.architecture.source import ROOT

EVIDENCE = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_security_page_names_exists() -> None:
    named = EVIDENCE.findall((ROOT / "docs/security.md").read_text(encoding="utf-8"))
    assert len(named) > 80
    missing = []
    for file, test in named:
        path = ROOT / file
        if not path.exists() or (test and f"def {test}(" not in path.read_text(encoding="utf-8")):
            missing.append(f"{file}::{test}")
    assert not missing, "\n".join(missing)
