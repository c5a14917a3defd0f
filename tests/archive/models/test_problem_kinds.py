"""Every problem has a name that an editor reads."""

import ast
from collections.abc import Iterator
from pathlib import Path

from archive.models.problem_kinds import PROBLEM_KINDS

ARCHIVE = Path(__file__).resolve().parents[3] / "archive"
MAKERS = {"Problem", "ParsedProblem", "doubt", "_doubt"}


def codes() -> Iterator[str]:
    """First arguments, where they are written out, of the calls that make problems."""
    for path in [*ARCHIVE.glob("ingest/**/*.py"), *ARCHIVE.glob("loader/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in MAKERS:
                    yield node.args[0].value


def test_every_code_has_a_name():
    found = set(codes())
    assert len(found) > 15
    assert not found - set(PROBLEM_KINDS), "name them in archive/models/problem_kinds.py"
