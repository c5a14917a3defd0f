"""Damage to any file of the index: the answer is right or a 503, and the index is whole again without a person.

Right is what tests.search.haystack.brute_force says. Blocks are small here, so that there are many of them in a small
index. `make soak` tries more places (SOAK_DAMAGES).
"""

import json
import os
import random
import shutil
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import CommandError
from haystack import connections

from archive.models import Article, Status
from search.index import indexing
from search.index.opened import OpenIndex, default_index, open_index
from search.index.related import most_related
from search.management.commands import run_indexer
from search.models import DirtyArticle
from search.store.damage import DAMAGE_MARK, DamagedIndex, RebuildDue
from search.store.manifest import FORMAT, POINTER
from tests.built_once import built_once
from tests.factories import make_article
from tests.search.haystack.brute_force import answered_by_brute_force

pytestmark = pytest.mark.django_db

ROUNDS = int(os.environ.get("SOAK_DAMAGES", "1"))
PAGES = (
    "/search/?q=蓼河新城&sort=newest",
    '/search/?q="花园城市里开了第"&sort=newest',
    "/issues/2011/",
    "/api/v1/search/?q=臺灣&sort=newest",
)
CLOSE_TO_IT = "/search/?q=国际花园城市里开子第"
FILES = ("pointer", "manifest", "table of contents", "old segment", "new segment")


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr("search.store.container.SHIFT", 9)
    monkeypatch.setattr("search.store.container.CHECKED_BYTES", 1 << 9)


@built_once
def article():
    """Two dozen articles in two segments, of one index that has served; the key of one that will be withdrawn."""
    for n in range(24):
        place = ("蓼河新城", "高新区", "任城区")[n % 3]
        make_article(
            f"{place}第{n}次会议",
            body=f"国际花园城市里开了第{n}次会，{place}代表研究生活。\n臺灣朋友到{place}看一看。",
            date=f"20{10 + n % 3}-{1 + n % 12:02}-{1 + n % 28:02}",
            column=("", "走基层")[n % 2],
            people=((), (("刘菲", "记者"),))[n % 2],
        )
    indexing.rebuild(processes=1)
    DirtyArticle.enqueue([Article.objects.latest("pk").pk])
    indexing.drain()  # which merges nothing
    assert len(default_index().reader().segments) == 2
    return Article.objects.filter(title__startswith="蓼河新城").first().pk


def path_of(name: str) -> Path:
    pointer = default_index().pointer()
    generation = default_index().folder / pointer.generation
    segments = pointer.read_manifest(default_index().folder).segments
    return {
        "pointer": default_index().folder / POINTER,
        "manifest": generation / pointer.manifest_name,
        "table of contents": generation / pointer.toc_name,
        "old segment": generation / segments[0].file,
        "new segment": generation / segments[-1].file,
    }[name]


def flip(path: Path, bits: int, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(bits):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    write_over(path, bytes(data))


def write_over(path: Path, data: bytes) -> None:
    """In place, as a disk or a careless person does: whoever has it open sees it."""
    with path.open("r+b") as file:
        file.write(data)


def zero_a_page(path: Path, rng: random.Random) -> None:
    data = path.read_bytes()
    at = rng.randrange(0, len(data), 4096)
    write_over(path, data[:at] + bytes(len(data[at : at + 4096])) + data[at + 4096 :])


def make_newer(path: Path, rng: random.Random) -> None:
    if path.suffix == ".json":
        path.write_text(json.dumps({**json.loads(path.read_text()), "format": FORMAT + 1}))
    else:
        write_over(path, path.read_bytes()[:-1] + b"\x7f")


HARMS = {
    "cut short": lambda path, rng: os.truncate(path, rng.randrange(path.stat().st_size)),
    "zeroed page": zero_a_page,
    "1 bit": lambda path, rng: flip(path, 1, rng),
    "50 bits": lambda path, rng: flip(path, 50, rng),
    "2000 bits": lambda path, rng: flip(path, 2000, rng),
    "empty": lambda path, rng: os.truncate(path, 0),
    "missing": lambda path, rng: path.unlink(),
    "newer format": make_newer,
    "a folder": lambda path, rng: [path.unlink(), path.mkdir()],
    "a link to itself": lambda path, rng: [path.unlink(), path.symlink_to(path.name)],
}


def begin_anew() -> None:
    """As a process that has just been started: nothing is open."""
    open_index.cache_clear()
    connections["default"].reset_sessions()


class Answers:
    """What each page says by brute force, before the article is withdrawn and after; asked once a process."""

    known: dict[bool, dict[str, bytes]] = {}

    def right(self, client, withdrawn: bool) -> dict[str, bytes]:
        if withdrawn not in self.known:
            with answered_by_brute_force():
                self.known[withdrawn] = {address: client.get(address).content for address in PAGES}
        return self.known[withdrawn]


def assert_right_or_503(client, withdrawn: bool, healed: bool = False) -> None:
    right = Answers().right(client, withdrawn)
    for address in PAGES:
        response = client.get(address)
        assert response.status_code in ((200,) if healed else (200, 503)), address
        if response.status_code == 200:
            assert response.content == right[address], f"a wrong answer: {address}"
        else:
            assert int(response["Retry-After"]) > 0
    health = client.get("/healthz")
    assert health.status_code in ((200,) if healed else (200, 503))
    assert health.status_code == 200 or int(health["Retry-After"]) > 0
    assert client.get(Article.objects.published().first().get_absolute_url()).status_code == 200


def withdraw(key: int) -> None:
    Article.objects.filter(pk=key).update(status=Status.WITHDRAWN)
    DirtyArticle.enqueue([key])
    indexing.drain_here()


@pytest.mark.parametrize("is_open", [True, False], ids=["while it is open", "before it is opened"])
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("name", FILES)
def test_answers_are_right_or_503_and_mended_without_a_person(client, article, index_folder, name, harm, is_open):
    rng = random.Random(f"{name} {harm} {is_open}")
    whole = shutil.copytree(index_folder, index_folder.parent / "whole")
    for number in range(ROUNDS):
        begin_anew()
        if is_open:
            assert_right_or_503(client, withdrawn=False, healed=True)
        HARMS[harm](path_of(name), rng)
        assert_right_or_503(client, withdrawn=False)
        withdraw(article)
        assert_right_or_503(client, withdrawn=True)
        begin_anew()
        if is_open:
            call_command("run_indexer", "--once")
        else:
            call_command("rebuild_index", "--noinput")
        assert_right_or_503(client, withdrawn=True, healed=True)
        assert indexing.status()["stale"] is False
        if number + 1 < ROUNDS:
            Article.objects.filter(pk=article).update(status=Status.PUBLISHED)
            shutil.rmtree(index_folder)
            shutil.copytree(whole, index_folder)


@pytest.mark.parametrize("mend", [("run_indexer", "--once"), ("rebuild_index", "--noinput")], ids=" ".join)
def test_the_index_of_an_archive_that_nobody_changed_is_mended_where_it_is_open(client, article, mend):
    """What is built of the same articles is the same, to the byte: not that which is open is gone on with."""
    assert_right_or_503(client, withdrawn=False, healed=True)
    data = path_of("old segment").read_bytes()
    write_over(path_of("old segment"), bytes(4096) + data[4096:])
    assert_right_or_503(client, withdrawn=False)
    caches["pages"].clear()  # a page that was kept is right as long as nothing changed, whatever became of the index
    assert client.get(PAGES[0]).status_code == 503
    call_command(*mend)
    assert_right_or_503(client, withdrawn=False, healed=True)


def test_a_process_that_has_it_open_does_not_go_on_without_a_change_that_another_cannot_add(article, index_folder):
    other = OpenIndex(index_folder, 0)
    other.reader()
    flip(path_of("manifest"), 1, random.Random(3))
    begin_anew()
    withdraw(article)
    with pytest.raises(RebuildDue):
        other.reader()


@pytest.mark.parametrize("who", ["an indexer that has nothing to do", "who asks whether all is well"])
def test_bytes_that_rot_without_a_write_are_noticed(client, article, monkeypatch, who):
    monkeypatch.setattr(indexing, "LOOKED_AT", 2000)  # of some hundred blocks: each is drawn
    indexer = run_indexer.Command()
    indexer.drain()  # nothing is marked: segments are merged
    assert_right_or_503(client, withdrawn=False, healed=True)
    path = path_of("old segment")
    written = path.stat()
    write_over(path, bytes(4096) + path.read_bytes()[4096:])
    os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert default_index().reader().is_unchanged()
    if who == "who asks whether all is well":
        assert client.get("/healthz").status_code == 503
    with pytest.raises(DamagedIndex):
        indexer.drain()
    call_command("run_indexer", "--once")
    assert_right_or_503(client, withdrawn=False, healed=True)


def test_arrays_that_rot_without_a_write_after_they_were_read_are_damage(client, article):
    """Each array of the older segment in turn, its bytes mixed: what they lead to may be wrong, but is no 500, and no
    indexer ends by it."""
    assert_right_or_503(client, withdrawn=False, healed=True)
    path = path_of("old segment")
    whole, written = path.read_bytes(), path.stat()
    reader = default_index().reader()
    unmarked = []
    for name, array in reader.segments[0].arrays.items():
        if not len(array):
            continue
        end = array.offset + len(array) * array.itemsize
        rotten = random.Random(5).randbytes(end - array.offset)
        begin_anew()
        assert_right_or_503(client, withdrawn=False, healed=True)
        DirtyArticle.enqueue([article])
        write_over(path, whole[: array.offset] + rotten + whole[end:])
        os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
        statuses = {client.get(address).status_code for address in (*PAGES, CLOSE_TO_IT)}
        assert statuses <= {200, 503}, name
        try:
            list(most_related(default_index().reader(), [article]))
        except RebuildDue:
            statuses.add(503)
        assert default_index().damage() or 503 not in statuses, name
        unmarked += [name] if 503 not in statuses else []
        write_over(path, whole)
        (path.parent / DAMAGE_MARK).unlink(missing_ok=True)
    assert len(unmarked) < len(reader.segments[0].arrays) / 2, unmarked  # else nothing of them was read


@pytest.mark.parametrize("bit", [14, 36, 50])
def test_a_year_that_rots_after_it_was_verified_and_before_it_is_read_is_damage(client, article, bit):
    reader = default_index().reader()
    reader.verify_all()
    path, array = path_of("old segment"), reader.segments[0].arrays["column.year"]
    written, data = path.stat(), bytearray(path.read_bytes())
    data[array.offset + bit // 8] ^= 1 << bit % 8
    write_over(path, bytes(data))
    os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert {client.get(address).status_code for address in ("/", "/issues/", "/search/?q=会议")} <= {200, 503}
    assert client.get("/search/?q=会议").status_code == 503


IN_THE_WAY = {
    "a file": lambda path: path.write_text("x"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nothing/there"),
}


@pytest.mark.parametrize("there", IN_THE_WAY)
def test_where_something_else_is_in_the_place_of_the_folder_it_is_named_and_left(client, index_folder, there):
    IN_THE_WAY[there](index_folder)
    for command in (("run_indexer", "--once"), ("rebuild_index", "--noinput")):
        with pytest.raises(CommandError, match=f"{index_folder} is no folder.*Move it away"):
            call_command(*command)
    assert client.get(PAGES[0]).status_code == client.get("/healthz").status_code == 503
    assert index_folder.is_symlink() or index_folder.is_file()
