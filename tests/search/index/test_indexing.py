"""Marked in the transaction, drained by one writer, rebuilt beside the index in use."""

from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import transaction
from haystack import connections
from haystack.inputs import Exact
from haystack.query import SearchQuerySet

from archive.disk.locks import LockHeld, is_held, locked
from archive.models import Article, Status
from archive.signals import articles_changed, run_ended
from search.index import indexing, listening
from search.index.locks import INDEXER, REBUILD, WRITER
from search.index.opened import default_index, open_index
from search.models import DirtyArticle, RelatedArticles
from search.store.damage import IndexUnavailable
from search.store.manifest import POINTER
from search.store.writer import GenerationWriter
from tests.built_once import built_once
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def titles(run=""):
    found = SearchQuerySet().filter(content=Exact(run)) if run else SearchQuerySet()
    return sorted(Article.objects.get(pk=result.pk).title for result in found)


def change(article, **fields):
    """What archive.services does: change the row and tell, in one transaction."""
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**fields)
        articles_changed.send(sender=Article, article_ids=[article.pk])


@built_once
def article():
    article = make_article(title="蓼河新城开工")
    indexing.rebuild()
    return article


def test_without_an_index_search_says_so(index_folder):
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        len(SearchQuerySet())
    assert indexing.status()["available"] is False


def test_a_change_is_found_after_its_commit(article):
    change(article, title="任城新貌")
    assert titles("任城新貌") == ["任城新貌"]
    assert titles("开工") == ["任城新貌"]  # in the body still
    assert titles("新城开工") == []
    assert not DirtyArticle.objects.exists()


def test_a_transaction_is_drained_once(article, monkeypatch):
    drained = []
    monkeypatch.setattr(indexing, "drain", lambda *limits: drained.append(limits))
    with transaction.atomic():
        for _ in range(3):
            articles_changed.send(sender=Article, article_ids=[article.pk])
    assert len(drained) == 1


def test_what_touches_many_is_left_to_the_indexer(article, monkeypatch):
    monkeypatch.setattr(listening, "INLINE", 2)
    with transaction.atomic():
        articles_changed.send(sender=Article, article_ids=[900, 901, 902, 903, 904], more=True)
    assert DirtyArticle.objects.count() == 5, "nobody waits for them"
    change(article, title="任城新貌")
    assert titles("任城新貌") == ["任城新貌"], "the save of one article is found at once"
    assert DirtyArticle.objects.count() == 4
    assert indexing.drain() == 4


def test_a_change_rolled_back_leaves_no_mark(article):
    with transaction.atomic():
        articles_changed.send(sender=Article, article_ids=[article.pk])
        assert DirtyArticle.objects.exists()
        transaction.set_rollback(True)
    assert not DirtyArticle.objects.exists()


def test_withdrawn_and_deleted_articles_leave_the_index(article):
    other = make_article(title="另一篇")
    change(other)
    assert len(SearchQuerySet()) == 2
    change(article, status=Status.WITHDRAWN)
    assert titles() == ["另一篇"]
    key = other.pk
    with transaction.atomic():
        other.delete()
        articles_changed.send(sender=Article, article_ids=[key])
    assert titles() == []


def test_where_an_indexer_lives_the_change_waits_for_it(article, index_folder):
    with locked(index_folder, INDEXER, wait=0):
        change(article, title="任城新貌")
        assert titles("任城新貌") == []
        assert indexing.status()["dirty"] == 1
    assert indexing.drain() == 1
    assert titles("任城新貌") == ["任城新貌"]


def test_a_writer_that_does_not_end_leaves_the_article_marked(article, index_folder):
    with locked(index_folder, WRITER, wait=0):
        DirtyArticle.objects.create(article_id=article.pk)
        with pytest.raises(LockHeld, match=r"writer\.lock"):
            indexing.drain(wait=0.05)
    assert DirtyArticle.objects.count() == 1
    assert not is_held(index_folder, WRITER)


def test_a_failing_writer_leaves_neither_lock_nor_half_an_index(article, index_folder, monkeypatch):
    def fail(*_):
        raise OSError("No space left on device")

    Article.objects.filter(pk=article.pk).update(title="任城新貌")
    DirtyArticle.enqueue([article.pk])
    with monkeypatch.context() as broken:
        broken.setattr(indexing, "write_segment", fail)
        with pytest.raises(OSError, match="No space"):
            indexing.drain()
    assert not is_held(index_folder, WRITER)
    assert titles("新城开工") == ["任城新貌"]  # as it was indexed
    indexing.drain()
    assert titles("新城开工") == []


@pytest.mark.parametrize("pointer", [None, b""], ids=["an index in use", "a damaged pointer"])
def test_a_rebuild_that_fails_leaves_nothing_on_the_disk(article, index_folder, monkeypatch, pointer):
    def fail(*_):
        raise OSError("No space left on device")

    if pointer is not None:
        (index_folder / POINTER).write_bytes(pointer)
    monkeypatch.setattr(GenerationWriter, "write_toc", fail)
    for _ in range(3):
        with pytest.raises(OSError, match="No space"):
            indexing.rebuild(processes=1)
    assert len(list(index_folder.glob("generation-*"))) == (pointer is None)


def test_what_changes_during_a_rebuild_is_in_both_indexes(article, index_folder):
    late = make_article(title="重建时发布")

    def meanwhile(_):
        change(late, title="重建时改题")
        assert titles("重建时改题") == ["重建时改题"]

    assert indexing.rebuild(progress=meanwhile) == 2
    assert titles("重建时改题") == ["重建时改题"]
    assert not DirtyArticle.objects.exists()
    assert not is_held(index_folder, REBUILD)


def test_asking_whether_a_lock_is_held_takes_it_from_nobody(index_folder):
    """Two who ask all the time, and one who takes the lock a thousand times without waiting."""
    index_folder.mkdir()
    ended = Event()
    answers = []

    def ask():
        while not ended.is_set():
            answers.append(is_held(index_folder, WRITER))

    asking = [Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    try:
        for taken in range(50_000):
            if taken >= 1000 and len(set(answers)) == 2:
                break  # on a busy machine who asks may not have had a turn by then
            with locked(index_folder, WRITER, wait=0):
                assert is_held(index_folder, WRITER)
    finally:
        ended.set()
        for thread in asking:
            thread.join()
    assert not is_held(index_folder, WRITER)
    assert len(set(answers)) == 2


def test_only_one_rebuild_at_a_time(article, index_folder):
    with locked(index_folder, REBUILD, wait=0), pytest.raises(LockHeld):
        indexing.rebuild()


def test_a_rebuild_by_several_processes_is_the_same_index(article, monkeypatch):
    for n in range(6):
        make_article(title=f"第{n}篇，蓼河新城")
    assert indexing.rebuild(processes=1) == 7
    related = dict(RelatedArticles.objects.values_list("article_id", "article_ids"))
    monkeypatch.setattr(indexing, "BATCH", 2)
    monkeypatch.setattr("search.index.related.BATCH", 2)
    assert indexing.rebuild(processes=2) == 7
    assert related
    assert dict(RelatedArticles.objects.values_list("article_id", "article_ids")) == related
    assert len(titles("蓼河新城")) == 7
    assert indexing.drain() == 0  # sweeps
    assert len(list(default_index().folder.glob("generation-*"))) == 1


def test_reading_articles_takes_as_many_queries_however_many_there_are(article, django_assert_num_queries):
    full = {"headings": (("新城", "开工了"),), "captions": ("工地",), "people": (("张三", "author"),)}
    made = [make_article(title=f"第{n}篇", page="1", column="要闻", **full) for n in range(3)]
    with django_assert_num_queries(5):  # articles, sections, figures, contributors, corrections
        assert len(indexing.documents([article.pk, *(each.pk for each in made)])) == 4


def test_many_changes_are_brought_in_by_several_processes(article, monkeypatch):
    changed = [make_article(title=f"第{n}篇，任城新貌").pk for n in range(6)]
    monkeypatch.setattr(indexing, "BATCH", 2)
    monkeypatch.setattr(indexing, "MANY", 3)
    DirtyArticle.enqueue([article.pk, *changed])
    assert indexing.drain() == 7
    assert len(titles("任城新貌")) == 6
    assert len(titles("蓼河新城")) == 7  # in the bodies


def test_an_index_cut_otherwise_is_stale_but_answers(article, monkeypatch):
    assert indexing.status()["stale"] is False
    monkeypatch.setattr("archive.language.segmentation.fingerprint", lambda: "another")
    assert indexing.status()["stale"] is True
    assert titles("蓼河新城") == ["蓼河新城开工"]


def test_an_index_of_another_shape_asks_for_a_rebuild(article, monkeypatch):
    monkeypatch.setattr("search.store.manifest.READABLE", range(99, 100))
    monkeypatch.setattr("search.store.manifest.FORMAT", 99)
    open_index.cache_clear()
    connections["default"].reset_sessions()
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        len(SearchQuerySet())
    change(article, title="任城新貌")
    assert DirtyArticle.objects.count() == 1
    call_command("rebuild_index", "--noinput")
    assert titles() == ["任城新貌"]


def test_haystacks_commands_keep_working(article):
    make_article(title="另一篇")
    call_command("update_index")
    assert titles() == ["另一篇", "蓼河新城开工"]
    Article.objects.filter(title="另一篇").delete()
    call_command("update_index", "--remove")
    assert titles() == ["蓼河新城开工"]
    call_command("clear_index", "--noinput")
    assert titles() == []
    call_command("rebuild_index", "--noinput")
    assert titles() == ["蓼河新城开工"]


def test_the_indexer_builds_what_is_missing_and_drains(index_folder):
    make_article(title="蓼河新城开工")
    call_command("run_indexer", "--once")
    assert titles() == ["蓼河新城开工"]
    with locked(index_folder, INDEXER, wait=0), pytest.raises(Exception, match="Another run_indexer"):
        call_command("run_indexer", "--once")


def test_an_import_run_is_indexed_when_it_ends(article):
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(title="任城新貌")
        articles_changed.send(sender=Article, article_ids=[article.pk], more=True)
    assert titles("任城新貌") == []
    run_ended.send(sender=Article)
    assert titles("任城新貌") == ["任城新貌"]


def segments():
    return len(default_index().reader().segments)


def test_without_an_indexer_saves_have_one_started_and_stay_bounded(article, monkeypatch):
    begun = []
    monkeypatch.setattr(indexing.healer, "begin", begun.append)
    monkeypatch.setattr(indexing, "MANY_SEGMENTS", 4)
    monkeypatch.setattr(indexing, "MOST_SEGMENTS", 6)
    for n in range(3):
        make_article(title=f"前{n}篇")
        change(Article.objects.latest("pk"))
    assert not begun, segments()
    saved = [make_article(title=f"第{n}篇") for n in range(9)]
    for each in saved:
        change(each)
    assert segments() == 6
    assert begun
    waiting = DirtyArticle.objects.count()
    assert waiting >= 3, "left to run_indexer"
    call_command("run_indexer", "--once")
    assert segments() == 1
    assert len(titles()) == 13
    assert not DirtyArticle.objects.exists()


def test_a_save_merges_nothing(article, monkeypatch):
    """Not even where most of it is dead."""
    change(article, title="任城新貌")
    make_article(title="另一篇")
    monkeypatch.setattr("search.store.writer.write_merged", None)
    change(article, title="任城新貌二")


def test_what_is_saved_while_one_run_ends_is_not_left_until_the_next(article, monkeypatch):
    """Who saves leaves it to the indexer that lives, which has looked for the last time."""

    def meanwhile():
        change(article, title="任城新貌")
        assert DirtyArticle.objects.exists()

    monkeypatch.setattr(indexing, "merge_segments", meanwhile)
    call_command("run_indexer", "--once")
    assert titles("任城新貌") == ["任城新貌"]
    assert not DirtyArticle.objects.exists()
