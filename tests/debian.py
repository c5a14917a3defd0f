"""Packages of Debian that tests drive: installed through apt where that is possible."""

import os
import shutil
import subprocess


def apt_prefix() -> list[str] | None:
    """How to call apt-get here, or None where that is not possible (neither root nor sudo without a password)."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_install(packages: list[str], purpose: str) -> None:
    """Install them, where that is possible; whether it was, the caller sees by what it looks for."""
    prefix = apt_prefix()
    if prefix is None:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"installing {' and '.join(packages)} for {purpose}", flush=True)
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run([*prefix, "apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
