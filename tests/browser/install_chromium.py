"""Make sure that a Chromium and Chinese fonts are here for the browser tests, or say clearly why not.

Debian's `chromium` through apt where that is possible (root, or sudo without a password), else
Playwright's own. Prints what it found or did; exits 1 with the reason where neither can be had.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.debian import apt_install

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


def main() -> int:
    if find_chromium() and has_chinese_font():
        return 0
    apt_install(PACKAGES, "the browser tests")
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
