"""运行状况: how the archive runs, for people: what is not well and what to do, what is asked and how long it takes."""

from dataclasses import dataclass

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.machine.watching import all_counts
from archive.services import running

ROUTES_SHOWN = 20
RUNGS = {
    "all": "含有全部词",
    "time": "按日期理解",
    "phrase": "相连的词",
    "any": "含有任何一个词",
    "close": "写得接近的",
    "none": "没有找到",
}


@dataclass
class RouteCounts:
    """What was asked of one route since the server started, `seconds` in all."""

    name: str
    answered: int = 0
    failed: int = 0
    seconds: float = 0.0

    @property
    def milliseconds(self) -> float:
        return 1000 * self.seconds / max(1, self.answered)


def running_page(request: HttpRequest) -> HttpResponse:
    """The page of the desk, for every account."""
    told = [figure for figure in running.figures() if figure.title]
    routes, rungs = counts()
    context = {
        **site.each_context(request),
        "title": "运行状况",
        "figures": told,
        "is_well": not any(figure.trouble for figure in told),
        "routes": sorted(routes, key=lambda route: -route.seconds)[:ROUTES_SHOWN],
        "rungs": sorted(((RUNGS.get(rung, rung), count) for rung, count in rungs.items()), key=lambda each: -each[1]),
    }
    return render(request, "admin/running.html", context)


def counts() -> tuple[list[RouteCounts], dict[str, int]]:
    """Of each route, and of each rung of searches, since the server started."""
    routes: dict[str, RouteCounts] = {}
    rungs: dict[str, int] = {}
    for sample in (sample for family in all_counts().collect() for sample in family.samples):
        if sample.name == "baoku_searches_total":
            rungs[sample.labels["rung"]] = int(sample.value)
        elif sample.name in ("baoku_requests_total", "baoku_request_seconds_sum"):
            route = routes.setdefault(sample.labels["route"], RouteCounts(sample.labels["route"]))
            if "status" not in sample.labels:
                route.seconds += sample.value
                continue
            route.answered += int(sample.value)
            if sample.labels["status"].startswith("5"):
                route.failed += int(sample.value)
    return list(routes.values()), rungs
