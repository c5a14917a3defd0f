"""Make sure that a Chromium and Chinese fonts are here for the browser tests, or say clearly why not.

Debian's `chromium` through apt where that is possible (root, or sudo without a password), else
Playwright's own. Prints what it found or did; exits 1 with the reason where neither can be had.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ["chromium", "fonts-noto-cjk"]


def playwrights_own() -> str:
    """The path of Playwright's own Chromium, or "" where it is not installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def find_chromium() -> str:
    """The path of a Chromium that the tests may drive, or "" where there is none."""
    return shutil.which("chromium") or playwrights_own()


def has_chinese_font() -> bool:
    """Without one every Chinese character on a screenshot is an empty box."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout.strip())


def apt_prefix() -> list[str] | None:
    """How to call apt-get here, or None where that is not possible."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def main() -> int:
    if find_chromium() and has_chinese_font():
        return 0
    prefix = apt_prefix()
    if prefix is not None:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        print(f"installing {' and '.join(PACKAGES)} for the browser tests", flush=True)
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
            subprocess.run([*prefix, "apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    if not find_chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not find_chromium():
        print(
            "The browser tests need Chromium: neither apt-get nor `playwright install chromium` could install it.\n"
            "Install it by hand (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk) and run make test again.",
            file=sys.stderr,
        )
        return 1
    if not has_chinese_font():
        print(
            "The browser tests need a Chinese font, or every character is an empty box: install fonts-noto-cjk "
            "(or any font that `fc-list :lang=zh` lists) and run make test again.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
