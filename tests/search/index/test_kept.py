"""The index before a new one is kept until that has served; should that be damaged, it comes back with all changes."""

import shutil

import pytest
from django.core.management import call_command

from archive.disk.locks import is_held
from archive.models import Article, Status
from search.index import healing, indexing
from search.index.healing import Healer
from search.index.locks import REBUILD
from search.index.opened import default_index
from search.models import DirtyArticle
from search.store.damage import DAMAGE_MARK, DamagedIndex, IndexUnavailable, NoIndex, OtherFormat
from search.store.manifest import POINTER, Pointer
from search.store.reader import Library
from search.store.writer import SERVED
from tests.search.index.served import begin_process, found, generations, in_use

pytestmark = pytest.mark.django_db


def withdraw(key, drain=True):
    Article.objects.filter(pk=key).update(status=Status.WITHDRAWN)
    DirtyArticle.enqueue([key])
    if drain:
        indexing.drain()


def damage():
    for path in (default_index().folder / in_use()).glob("*.lean"):
        path.write_bytes(path.read_bytes()[:-9])
    begin_process()


def test_the_index_before_is_kept_until_the_new_one_has_answered(articles):
    before = in_use()
    indexing.rebuild(processes=1)
    assert generations() == {before, in_use()}
    indexing.drain()
    assert generations() == {before, in_use()}, "nobody asked yet"
    assert found() == articles
    indexing.drain()
    assert generations() == {in_use()}
    assert (default_index().folder / in_use() / SERVED).exists()


def test_a_damaged_one_gives_way_to_the_one_before_with_every_change_since(articles):
    """What was withdrawn is never shown again: neither what the new one had already, nor what waited."""
    before = in_use()
    withdraw(articles[0], drain=False)
    indexing.rebuild(processes=1)
    withdraw(articles[1])
    assert DirtyArticle.objects.filter(drained=True).count() == 2, "the one that is kept lacks them"
    damage()
    with pytest.raises(DamagedIndex):
        found()
    indexing.drain()
    assert in_use() == before
    assert generations() == {before}
    assert found() == [articles[2]]
    assert not DirtyArticle.objects.exists()


def test_what_waits_is_in_it_too_before_it_answers(articles):
    before = in_use()
    indexing.rebuild(processes=1)
    damage()
    withdraw(articles[1], drain=False)
    with pytest.raises(DamagedIndex):
        found()
    call_command("run_indexer", "--once")
    assert in_use() == before
    assert found() == [articles[0], articles[2]]


def test_one_that_is_damaged_itself_is_not_taken(articles):
    before = in_use()
    indexing.rebuild(processes=1)
    (default_index().folder / before / DAMAGE_MARK).write_text("")
    damage()
    with pytest.raises(DamagedIndex):
        indexing.drain()
    call_command("run_indexer", "--once")
    assert in_use() != before
    assert found() == articles


def test_after_it_has_served_there_is_none_and_it_is_built_anew(articles):
    indexing.rebuild(processes=1)
    assert found() == articles
    indexing.drain()
    withdraw(articles[0])
    assert not DirtyArticle.objects.exists()
    damaged = in_use()
    damage()
    withdraw(articles[1], drain=False)
    indexing.drain_here()
    assert DirtyArticle.objects.count() == 1, "left to whoever has the minutes"
    call_command("run_indexer", "--once")
    assert in_use() != damaged
    assert found() == [articles[2]]


def test_a_rebuild_beside_a_damaged_one_keeps_the_one_before_that(articles):
    """Two that never served: should the second be damaged too, the first is still there, and all changes with it."""
    before = in_use()
    indexing.rebuild(processes=1)
    withdraw(articles[0])
    damage()
    indexing.rebuild(processes=1)
    assert generations() == {before, in_use()}
    withdraw(articles[1])
    damage()
    indexing.drain()
    assert in_use() == before
    assert found() == [articles[2]]
    assert not DirtyArticle.objects.exists()


def test_what_changes_during_a_rebuild_is_in_the_one_that_is_kept(articles):
    before = in_use()

    def meanwhile(_):
        assert is_held(default_index().folder, REBUILD)
        withdraw(articles[0])
        withdraw(articles[1], drain=False)

    indexing.rebuild(meanwhile, processes=1)
    damage()
    indexing.drain()
    assert in_use() == before
    assert found() == [articles[2]]


def test_where_the_one_that_is_kept_cannot_be_read_now_nothing_is_forgotten(articles, monkeypatch):
    before = in_use()
    indexing.rebuild(processes=1)
    withdraw(articles[0])
    read = Pointer.read_manifest

    def fail_for_a_while(commit, folder):
        if commit.generation == before:
            raise IndexUnavailable("too many open files")
        return read(commit, folder)

    with monkeypatch.context() as context:
        context.setattr(Pointer, "read_manifest", fail_for_a_while)
        with pytest.raises(IndexUnavailable, match="too many"):
            indexing.drain()
    assert DirtyArticle.objects.filter(drained=True).count() == 1
    damage()
    indexing.drain()
    assert in_use() == before
    assert found() == articles[1:]


@pytest.mark.parametrize("put_back", ["of the index before", "of the commit before"])
def test_a_pointer_that_somebody_puts_back_shows_nothing_that_was_withdrawn(articles, index_folder, put_back):
    pointer = (index_folder / POINTER).read_bytes()
    if put_back == "of the index before":
        indexing.rebuild(processes=1)
    withdraw(articles[0])
    assert (index_folder / Pointer.read(index_folder).generation).exists()
    assert (index_folder / POINTER).read_bytes() != pointer
    (index_folder / POINTER).write_bytes(pointer)
    assert (index_folder / Pointer.read(index_folder).generation).exists()
    for begin in (lambda: None, begin_process):
        begin()
        with pytest.raises(DamagedIndex):
            found()
    call_command("run_indexer", "--once")
    assert found() == articles[1:]


def test_a_reader_that_opens_the_index_while_another_takes_its_place_is_not_told_of_damage(articles, monkeypatch):
    read, was_asked = Pointer.read, []

    def read_before_the_swap(folder):
        pointer = read(folder)
        if not was_asked:
            was_asked.append(True)
            indexing.rebuild(processes=1)
        return pointer

    begin_process()
    monkeypatch.setattr(Pointer, "read", read_before_the_swap)
    assert Library(default_index().folder, 0).latest().pointer.generation == in_use()


STATES = {
    "no folder": lambda folder: shutil.rmtree(folder),
    "an empty folder": lambda folder: [shutil.rmtree(folder), folder.mkdir()],
    "no pointer": lambda folder: (folder / POINTER).unlink(),
    "an empty pointer": lambda folder: (folder / POINTER).write_bytes(b""),
    "a folder for a pointer": lambda folder: [(folder / POINTER).unlink(), (folder / POINTER).mkdir()],
    "a pointer of the release before": lambda folder: (folder / POINTER).write_text('{"generation": "x", "toc": 1}'),
    "a pointer of a later release": lambda folder: (folder / POINTER).write_text('{"format": 99}'),
    "no generation": lambda folder: shutil.rmtree(folder / in_use()),
    "a file for a generation": lambda folder: [shutil.rmtree(folder / (name := in_use())), (folder / name).touch()],
    "an empty generation": lambda folder: [shutil.rmtree(folder / (name := in_use())), (folder / name).mkdir()],
    "a mark": lambda folder: (folder / in_use() / DAMAGE_MARK).touch(),
    "leavings": lambda folder: [
        (folder / f"{POINTER}.1234").touch(),
        (folder / "generation-dead").mkdir(),
        (folder / "generation-dead" / "articles_1.lean").touch(),
        (folder / "generation-file").touch(),
        (folder / in_use() / "articles_2.lean").touch(),
        (folder / in_use() / "_articles_9.toc").touch(),
    ],
}


@pytest.mark.parametrize("command", [("run_indexer", "--once"), ("rebuild_index", "--noinput"), ("update_index",)])
@pytest.mark.parametrize("state", STATES)
def test_commands_work_from_every_state_of_the_folder(articles, index_folder, state, command):
    STATES[state](index_folder)
    begin_process()
    withdraw(articles[0], drain=False)
    call_command(*command)
    assert found() == articles[1:]
    indexing.drain()
    assert generations() == {in_use()}
    assert {path.name for path in index_folder.iterdir() if not path.name.endswith((".lock", ".held"))} == {
        POINTER,
        in_use(),
    }
    assert indexing.status()["stale"] is False


def test_damage_starts_a_process_that_builds_anew_once(articles, settings, tmp_path, monkeypatch):
    """It is told where the archive is; none is started for what waits for a person, or where an indexer lives."""
    told = tmp_path / "told"
    settings.DATA_DIR = tmp_path / "data"
    settings.INDEX_HEALER = ["sh", "-c", f'echo "$DATA_DIR" >> {told}']
    healer = Healer()
    healer.told_of(IndexUnavailable("rights"))
    with monkeypatch.context() as context:
        context.setattr(healing, "is_held", lambda *_: True)
        healer.told_of(DamagedIndex("bits"))
    assert healer.process is None
    for reason in (NoIndex("none yet"), OtherFormat("of a later release"), DamagedIndex("bits")):
        healer.told_of(reason)
    assert healer.process.wait(60) == 0
    healer.told_of(DamagedIndex("bits"))
    assert told.read_text().splitlines() == [str(settings.DATA_DIR)]
