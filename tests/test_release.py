"""What a release says of itself: one version everywhere, and a lock that holds all that is asked for."""

import pkgutil
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from config import __version__

ROOT = Path(__file__).resolve().parent.parent
NAMES = ["requirements-build", "requirements", "requirements-dev"]
# A pinned version with what must go with it: a line each.
PINNED = re.compile(r"^([\w.-]+)==([\w.!+-]+)(?: ; .+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M)


def named(name: str) -> str:
    """A package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(path: Path) -> dict[str, str]:
    """Name and version of each line of a requirements.in."""
    lines = [line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    found = [re.fullmatch(r"([\w.-]+)==([\w.]+)", line) for line in lines if line and not line.startswith("-c ")]
    assert all(found), f"{path.name}: a line pins no exact version"
    return {named(match[1]): match[2] for match in found}


def locked(path: Path) -> dict[str, str]:
    return {named(match[1]): match[2] for match in PINNED.finditer(path.read_text(encoding="utf-8"))}


def test_the_changelog_begins_with_this_version_and_says_how_to_come_to_it():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)(?: \(unreleased\)|, \d{4}-\d\d-\d\d)\n(.*?)(?=^## )", text, re.M | re.S)
    assert newest[1] == __version__
    assert "\n### Migration\n" in newest[2]


def test_the_project_has_this_version():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["project"]["dynamic"] == ["version"]
    module, _, name = told["tool"]["setuptools"]["dynamic"]["version"]["attr"].rpartition(".")
    assert pkgutil.resolve_name(f"{module}:{name}") == __version__


@pytest.mark.django_db
def test_the_site_says_this_version(client):
    assert f"报库 {__version__}" in client.get("/about/").content.decode()
    assert client.get("/healthz").json()["version"] == __version__


@pytest.mark.parametrize("name", NAMES)
def test_the_lock_holds_what_is_asked_for_each_with_hashes(name):
    wanted, found = asked_for(ROOT / f"{name}.in"), locked(ROOT / f"{name}.txt")
    assert wanted.items() <= found.items(), "run `make lock`"
    pins = re.findall(r"^[\w.-]+==", (ROOT / f"{name}.txt").read_text(encoding="utf-8"), re.M)
    assert len(pins) == len(found), "a pin without hashes"


def test_what_runs_and_what_tests_agree_on_versions():
    runtime, dev = locked(ROOT / "requirements.txt"), locked(ROOT / "requirements-dev.txt")
    assert {name: dev[name] for name in runtime.keys() & dev.keys()}.items() <= runtime.items()


@pytest.mark.parametrize("name", NAMES)
def test_no_lock_names_an_index(name):
    assert not re.search(r"://|index-url|find-links", (ROOT / f"{name}.txt").read_text(encoding="utf-8"))


def test_a_pin_without_hashes_is_seen(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text("a==1 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "0" * 64 + "\nb==2\n")
    assert locked(path) == {"a": "1"}


def test_what_a_commit_is_checked_with_make_lint_checks_too():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)[1]
    called = lint.replace("$(VENV)", ".venv")
    assert len(hooks) >= 4
    for hook in hooks:
        tool = hook["entry"].split(" --")[0]
        assert tool in called, f"make lint does not run {tool}"
