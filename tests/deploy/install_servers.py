"""Make sure that nginx and systemd-analyze are here for the tests of deploy/, or say clearly why not.

Debian's packages through apt, where that is possible; none is started. Exits 1 with the reason where that fails.
"""

import shutil
import sys

from tests.debian import apt_install

# Program -> the package of Debian that it comes with.
PROGRAMS = {"nginx": "nginx", "systemd-analyze": "systemd", "openssl": "openssl", "fakeroot": "fakeroot"}


def find_program(name: str) -> str:
    """Its path, or "" where it is not installed. (/usr/sbin is in no user's PATH.)"""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin") or ""


def missing() -> list[str]:
    return [name for name in PROGRAMS if not find_program(name)]


def main() -> int:
    if missing():
        apt_install([PROGRAMS[name] for name in missing()], "the tests of deploy/")
    if not missing():
        return 0
    print(
        f"The tests of deploy/ need {', '.join(missing())}, which apt-get could not install here.\n"
        f"Install by hand (Debian, Ubuntu: apt-get install {' '.join(PROGRAMS.values())}) and run make test again.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
