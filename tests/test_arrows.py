"""The arrows of docs/architecture.md: what may import what. Read from the code's own import statements."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ("archive", "search", "config", "tests")

# (what stands here, may import of the project only these, may not import these at all)
RULES = [
    ("archive/language", ["archive.language"], ["django", "haystack", "whoosh"]),
    ("archive/ingest", ["archive.ingest", "archive.language"], ["django", "haystack", "whoosh"]),
    ("archive/models", ["archive.models", "archive.addresses"], ["haystack", "whoosh"]),
    ("archive/loader", ["archive.loader", "archive.models", "archive.ingest", "archive.signals"], []),
    ("search/store", ["search.store", "archive.language"], ["django", "haystack"]),
    ("archive", ["archive"], ["haystack", "whoosh"]),
    ("search", ["search", "archive"], []),
]


def modules(place: str) -> list[Path]:
    path = ROOT / place
    return [path] if path.suffix else sorted(p for p in path.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Full names of all that a module imports, relative imports resolved."""
    package = list(path.relative_to(ROOT).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def under(name: str, roots: list[str]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in roots)


@pytest.mark.parametrize(("place", "allowed", "forbidden"), RULES, ids=[rule[0] for rule in RULES])
def test_imports_follow_the_arrows(place, allowed, forbidden):
    files = modules(place)
    assert files, f"{place} is gone: mend this rule"
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        if "migrations" not in path.parts
        for name in imports(path)
        if under(name, forbidden) or (name.split(".")[0] in PROJECT and not under(name, allowed))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_rules_see_an_arrow_turned_round(tmp_path):
    path = ROOT / "search" / "index" / "indexing.py"
    assert any(name.startswith("archive") for name in imports(path)), "the reader of imports finds nothing"


def test_only_config_names_both_apps():
    """Outside config and tests, a module of the archive that names search (or the reverse arrow) is a mistake."""
    for path in modules("archive"):
        assert not any(name.split(".")[0] == "search" for name in imports(path)), path
