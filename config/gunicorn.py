"""gunicorn's settings: `gunicorn -c config/gunicorn.py config.wsgi`. HOST and PORT come from the environment."""

import gc
import os
from typing import Any

from config import shared_counts

# Before the application is loaded, which counts.
shared_counts.begin()

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Receives requests and sends answers for slow clients; threads make pages only.
worker_class = "config.gunicorn_worker.BufferedWorker"
# A long export takes one for as long as it lasts; half of them are left for other kinds of pages.
threads = 4
worker_connections = 1000
# Whatever grows by mistake ends with its worker; never all at once.
max_requests = 50_000
max_requests_jitter = 10_000
# jieba takes a second and 80 MB to load: once, before the fork, shared by all workers.
preload_app = True
accesslog = None
# Its default place is one a user: two archives on one machine would take it from each other.
control_socket_disable = True
timeout = 60
graceful_timeout = 30


def pre_fork(server: Any, worker: Any) -> None:
    worker.place = shared_counts.free_place({other.place for other in server.WORKERS.values()})


def post_fork(server: Any, worker: Any) -> None:
    shared_counts.take_place(worker.place)


def when_ready(server: object) -> None:
    # What is loaded by now stays: workers need not look through half a million objects (30 ms) every now and then for
    # what nothing leads to, nor, as they do, make a page of memory their own that they share with the others.
    gc.collect()
    gc.freeze()
    print(f"报库 is at http://{bind}/  (Ctrl-C ends it)", flush=True)
