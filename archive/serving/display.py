"""How a reader wants pages shown: font step and light or dark, kept in cookies, no script, no account."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

LONGEST_WAY_BACK = 4000  # characters; what sets something carries it
COOKIE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Choice:
    """One setting: the name of its cookie and parameter, its values with what a reader sees."""

    name: str
    label: str
    values: Mapping[str, str]
    default: str

    def chosen_by(self, request: HttpRequest) -> str:
        value = request.COOKIES.get(self.name, "")
        return value if value in self.values else self.default


FONT = Choice(
    "font", "字号", {"small": "小", "standard": "标准", "large": "大", "larger": "特大", "elder": "长者"}, "standard"
)
THEME = Choice("theme", "底色", {"auto": "随系统", "light": "浅色", "dark": "深色"}, "auto")
DISPLAY_CHOICES = (FONT, THEME)


@dataclass(frozen=True)
class Option:
    """A button that sets one value."""

    parameter: str
    value: str
    label: str
    chosen: bool


def way_back(request: HttpRequest) -> str:
    """The address of this page; without its query where that is longer than a page's own links make it."""
    here = request.get_full_path()
    return here if len(here) <= LONGEST_WAY_BACK else request.path


def options(request: HttpRequest, choice: Choice) -> list[Option]:
    """The buttons that set it, in order, the chosen one told."""
    now = choice.chosen_by(request)
    return [Option(choice.name, value, label, value == now) for value, label in choice.values.items()]
