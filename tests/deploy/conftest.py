"""What a production server needs, for the tests of deploy/."""

import os
import subprocess
import sys

import pytest

from tests.deploy.test_systemd import ROOT, settings


@pytest.fixture(scope="session")
def collected(tmp_path_factory) -> dict[str, str]:
    """Where static files were collected, as an environment says it."""
    folder = tmp_path_factory.mktemp("collected")
    told = {"STATIC_ROOT": str(folder / "static"), "DATA_DIR": str(folder / "archive"), "SECRET_KEY": "x1" * 40}
    environment = settings() | told | {"PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return {"STATIC_ROOT": told["STATIC_ROOT"]}
