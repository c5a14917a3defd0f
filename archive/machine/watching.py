"""For whoever watches the service: /readyz, whether readers can be sent here, and /metrics, for Prometheus."""

import ipaddress
import os
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from archive.services import running
from archive.serving.methods import read_only
from archive.serving.unsaved import RETRY_AFTER_SECONDS


@read_only
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where each thing that answers need is well, else 503: {"ready": …, "database_up": "ok", "index_up": …}."""
    needed = {
        figure.name: running.in_public(figure.trouble) or "ok" for figure in running.figures() if figure.is_needed
    }
    ready = set(needed.values()) == {"ok"}
    return JsonResponse(
        {"ready": ready, **needed},
        status=200 if ready else 503,
        headers={} if ready else {"Retry-After": str(RETRY_AFTER_SECONDS)},
        json_dumps_params={"ensure_ascii": False},
    )


class Figures(Collector):
    """The figures of archive.services.running as gauges, asked for anew each time."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in running.figures():
            name = f"baoku_{figure.name}"
            labels = dict(figure.labels)
            family = families.setdefault(name, GaugeMetricFamily(name, figure.about, labels=list(labels)))
            family.add_metric(list(labels.values()), figure.value)
        yield from families.values()


def all_counts() -> CollectorRegistry:
    """What was counted since the server started, by all of its processes (config/shared_counts.py) or by this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


@read_only
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Of requests, searches and running.figures, in Prometheus' text format. Http404 for whoever may not see it."""
    if not may_watch(request):
        raise Http404
    told = CollectorRegistry()
    told.register(Figures())
    return HttpResponse(generate_latest(all_counts()) + generate_latest(told), content_type=CONTENT_TYPE_LATEST)


def may_watch(request: HttpRequest) -> bool:
    """Whether who asks has settings.METRICS_TOKEN; where there is none, whether they ask from this machine itself.

    A proxy here that adds no header to what it passes on must not pass /metrics on (docs/operations.md).
    """
    if token := settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    try:
        here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return here and not request.was_forwarded  # type: ignore[attr-defined]
