"""No page shows an old text, whichever worker answers: two processes that keep pages over one archive that changes."""

import json
import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.warm import WarmProcess

# Of kept_page_worker.CHANGES, which only a process of an archive can import.
CHANGES = (
    "a correction",
    "a withdrawal, or back",
    "a merge",
    "a title",
    "a notice",
    "a column's name",
    "an author's name",
    "a section's name",
    "a newspaper's names",
    "an issue's number",
    "a paragraph, by SQL",
    "related articles",
    "a synonym",
    "the index alone",
)
TEXTS = ("甲", "乙", "丙丁")


class Process:
    """A worker of tests.search.pages.kept_page_worker."""

    def __init__(self, environment):
        self.warm = WarmProcess(["-m", "tests.search.pages.kept_page_worker"], environment)

    def __call__(self, *said):
        self.warm.stdin.write(json.dumps(said) + "\n")
        self.warm.stdin.flush()
        answer = self.warm.stdout.readline()
        assert answer, f"{said}: {self.warm.stderr.read()}"
        return json.loads(answer)


class Site:
    """Two workers; `hand` changes the archive and makes each page anew."""

    def __init__(self, folder):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BAOKU")}
        environment = {**inherited, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        self.hand = Process(environment)
        self.addresses = self.hand("set_up")
        self.workers = [Process(environment), Process(environment)]
        self.processes = [self.hand, *self.workers]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("kept-pages"))
    yield site
    for process in site.processes:
        process.warm.kill()
        process.warm.wait()


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_shows_on_every_page_that_carries_it(site, what):
    """Half of the pages are kept by each worker before, and right there after."""
    asked = [(address, site.workers[n % 2]) for n, address in enumerate(site.addresses)]
    before = [worker("get", address) for address, worker in asked]
    site.hand("change", what, CHANGES.index(what), "戊己")
    changed = 0
    for (address, worker), (_, etag, text) in zip(asked, before, strict=True):
        right = site.hand("made_anew", address)
        status, _, now = worker("get", address, etag)
        shown = [200, text] if status == 304 else [status, now]
        assert shown == [right[0], right[2]], address
        changed += shown[1] != text
    assert changed or what in {"the index alone", "a synonym", "related articles"}, "nothing to be seen was changed"


def test_what_did_not_change_is_answered_by_304_in_one_statement_by_either_worker(site):
    address = next(address for address in site.addresses if site.workers[0]("get", address)[0] == 200)
    _, etag, _ = site.workers[0]("get", address)
    assert etag.startswith('W/"')
    assert [worker("get", address, etag)[0] for worker in site.workers] == [304, 304]


class Reading(RuleBasedStateMachine):
    """Readers keep what they got, as a browser does, and ask again with its ETag."""

    site: Site

    def __init__(self):
        super().__init__()
        self.browsers = [{}, {}]

    @rule(worker=st.integers(0, 1), draws=st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
    def read(self, worker, draws):
        for draw in draws:
            address = self.site.addresses[draw % len(self.site.addresses)]
            etag, kept = self.browsers[worker].get(address, ("", ""))
            status, now, text = self.site.workers[worker]("get", address, etag)
            right = self.site.hand("made_anew", address)
            shown = [200, kept] if status == 304 else [status, text]
            assert shown == [right[0], right[2]], address
            if status == 200:
                self.browsers[worker][address] = (now, text)

    @rule(what=st.sampled_from(CHANGES), which=st.integers(0, 20), text=st.sampled_from(TEXTS))
    def change(self, what, which, text):
        self.site.hand("change", what, which, text)


def test_the_next_request_shows_it(site):
    Reading.site = site
    examples = int(os.environ.get("SOAK_PAGES", "3"))
    limits = settings(
        max_examples=examples, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None
    )
    run_state_machine_as_test(Reading, settings=limits)
