"""The index stays a Whoosh index: Whoosh's searcher finds what ours does, its writers are refused with words."""

import random
import re
from collections import Counter
from itertools import pairwise

import pytest
from whoosh.index import open_dir
from whoosh.qparser import QueryParser
from whoosh.query import And, FuzzyTerm, Or, QueryError, Term
from whoosh.writing import IndexingError

from archive.language import segmentation
from archive.language.folding import fold
from search.store import codec
from search.store import expressions as ex
from search.store.bounds import Bounds
from search.store.collector import Collector, Query
from search.store.manifest import INDEX_NAME, Pointer
from search.store.reader import Library
from search.store.schema import GRAMS, KEY, TITLE_WORDS, WORDS, Document
from search.store.writer import GenerationWriter
from tests.conftest import SEEDS
from tests.search.store.documents import LAYOUT

TIMES = 50
WEIGHTS = {"words": 1.0, "title_words": 1.0, "grams": 0.5}
PIECES = [
    *("高新区", "任城", "蓼河", "新城", "运河", "两岸", "招商", "引资", "项目", "开工"),
    *("市民", "参观", "国际", "花园城市", "人民代表", "大会", "研究", "生活", "春天", "小学"),
    *("孩子们", "老师", "书记", "走访", "慰问", "困难", "家庭", "送去", "一", "了"),
    *("的", "在", "好", "2021", "ABC", "科技", "中心", "建成", "今天", "上午"),
    *("举行", "仪式", "记者", "报道"),
]


@pytest.fixture(scope="module")
def documents():
    """400 articles of drawn words, and the paragraphs of the seeds, as they were printed."""
    rng = random.Random(20211105)

    def text(words):
        return "".join(rng.choices(PIECES, k=words)) + "。"

    drawn = [(("title", text(4)), ("body", text(30)), ("body", text(30))) for _ in range(400)]
    lines = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    printed = [(("title", line[:12]), ("body", line)) for line in lines if line.strip()]
    return [Document(key, units) for key, units in enumerate([*drawn, *printed], 1)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, documents):
    """They all, in several segments, some deleted."""
    folder = tmp_path_factory.mktemp("index")
    writer = GenerationWriter.new(folder, LAYOUT, "test")
    for first, last in ((0, 370), (370, 395), (395, len(documents))):
        writer.add(documents[first:last])
        writer.commit()
    writer.delete(range(5, len(documents), 7))
    writer.commit()
    assert len(writer.segments) > 1
    return folder


@pytest.fixture(scope="module")
def reader(folder):
    return Library(folder, 0).latest()


@pytest.fixture(scope="module")
def searcher(folder):
    """Whoosh's own, through open_dir."""
    with open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME).searcher() as searcher:
        yield searcher


@pytest.fixture(scope="module")
def whoosh(searcher):
    """Keys of what Whoosh finds; a string is read by its query parser."""
    parser = QueryParser(WORDS, searcher.schema)

    def found(asked):
        query = parser.parse(asked) if isinstance(asked, str) else asked
        return {hit[KEY] for hit in searcher.search(query, limit=None)}

    return found


def ours(reader, expression):
    found = Collector(reader, LAYOUT, WEIGHTS).collect(Query(expression))
    return set(reader.keys[found.documents].tolist())


def with_word(reader, word, zone="content"):
    """Keys of what our search finds by the word."""
    return ours(reader, ex.HasWords(zone, word))


def cut_as_one(reader, word):
    """Keys of the living articles in which the segmenter cut the word."""
    documents = reader.postings(reader.find(WORDS, word))[0]
    return set(reader.keys[documents[reader.alive[documents]]].tolist())


@pytest.fixture(scope="module")
def words(reader):
    """Words of the index, drawn; some stand also where the segmenter cut otherwise."""
    words = random.Random(7).sample([term for term, _ in reader.terms(WORDS) if cut_as_one(reader, term)], TIMES)
    assert sum(cut_as_one(reader, word) != with_word(reader, word) for word in words) >= 5
    return words


@pytest.fixture(scope="module")
def pairs(words, reader):
    """Two words each, drawn of those in most articles."""
    rng = random.Random(8)
    frequent = sorted(words, key=lambda word: -len(with_word(reader, word)))[: TIMES // 2]
    return [rng.sample(frequent, 2) for _ in range(TIMES)]


def test_a_word_is_found_wherever_our_search_finds_it(reader, whoosh, words):
    for word in words:
        assert whoosh(word) == whoosh(Term(WORDS, word)) == with_word(reader, word), word


def test_a_word_of_headlines_is_too(reader, whoosh, words):
    found = [whoosh(f"{TITLE_WORDS}:{word}") for word in words]
    assert found == [with_word(reader, word, "title") for word in words]
    assert any(found)


def test_so_is_what_was_never_cut_as_one(reader, whoosh, documents):
    rng = random.Random(9)
    runs = [run for document in documents for run in re.findall(r"\w{4,}", document.units[-1][1])]
    pieces = [run[: rng.randint(2, 4)] for run in rng.sample(runs, TIMES)]
    assert sum(not cut_as_one(reader, piece) for piece in pieces) >= 5
    for piece in (*pieces, "運河", "ＡＢＣ", "任城高新区", "无此词", "鱻", "20219"):
        assert whoosh(piece) == ours(reader, ex.Has("content", piece, whole_numbers=True)), piece


def test_no_segmenter_is_needed(folder, monkeypatch):
    """Whoever opens the index by Whoosh alone has none configured."""
    monkeypatch.delattr("search.store.space.words")
    monkeypatch.delattr("search.store.space.typed_words")
    with open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME).searcher() as searcher:
        assert searcher.search(Term(WORDS, "高新区"))


def test_words_that_must_all_be_there(reader, whoosh, pairs):
    common = 0
    for one, other in pairs:
        expected = with_word(reader, one) & with_word(reader, other)
        assert expected == ours(reader, ex.All((ex.HasWords("content", one), ex.HasWords("content", other))))
        assert whoosh(And([Term(WORDS, one), Term(WORDS, other)])) == whoosh(f"{one} {other}") == expected
        common += bool(expected)
    assert common > TIMES // 4


def test_words_of_which_one_is_enough(reader, whoosh, pairs):
    for one, other in pairs:
        expected = with_word(reader, one) | with_word(reader, other)
        assert expected == ours(reader, ex.Either((ex.HasWords("content", one), ex.HasWords("content", other))))
        assert whoosh(Or([Term(WORDS, one), Term(WORDS, other)])) == whoosh(f"{one} OR {other}") == expected


def test_pairs_of_characters_are_found_as_runs_are(reader, whoosh, words):
    for pair in {fold(run)[:2] for run in words if len(run) > 1 and not run.isascii()}:
        assert whoosh(Term(GRAMS, pair)) == ours(reader, ex.Has("content", pair)), pair


def test_how_often_a_word_was_cut_ranks_and_one_that_only_stands_there_counts_once(index):
    texts = ("学生，学生，学生，老师", "小学生")
    assert segmentation.words(texts[1]) == [texts[1]]
    folder = index([Document(key, (("body", text),)) for key, text in enumerate(texts, 1)])
    with open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME).searcher() as searcher:
        assert searcher.doc_frequency(WORDS, "学生") == 2
        assert searcher.frequency(WORDS, "学生") == 4
        assert [hit[KEY] for hit in searcher.search(Term(WORDS, "学生"))] == [1, 2]


def test_a_word_that_would_cost_too_much_is_refused_with_words(index, monkeypatch):
    """Its pairs are in an article, so that the text must be looked through."""
    folder = index([Document(1, (("body", "高新，新区"),))])
    with open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME).searcher() as searcher:
        assert not searcher.search(Term(WORDS, "高新区"))
    monkeypatch.setattr(codec, "TERM_BOUNDS", Bounds(text=0))
    with (
        open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME).searcher() as searcher,
        pytest.raises(QueryError, match="too many texts"),
    ):
        searcher.search(Term(WORDS, "高新区"))


def test_bigrams_of_a_run_are_a_superset_that_our_check_reduces(reader, whoosh):
    rng = random.Random(3)
    reduced = 0
    for _ in range(TIMES):
        run = "".join(rng.choices(PIECES[:28], k=6))[: rng.randint(3, 8)]
        candidates = whoosh(And([Term(GRAMS, one + two) for one, two in pairwise(run)]))
        held = ours(reader, ex.Has("content", run))
        assert held <= candidates, run
        reduced += len(candidates - held)
    assert reduced, "no run was drawn of which the pairs are scattered"


@pytest.mark.parametrize("is_reversed", [False, True])
def test_its_searcher_sorts_and_groups_by_our_columns(index, is_reversed):
    years = [2021, 2019, 2021, 0, 2020, 2023]
    documents = [Document(key, (("body", "济宁"),), columns={"year": year}) for key, year in enumerate(years)]
    folder = index(documents[:4], documents[4:])
    with open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME).searcher() as searcher:
        found = searcher.search(Term(WORDS, "济宁"), sortedby="year", groupedby="year", reverse=is_reversed, limit=None)
        assert [years[hit[KEY]] for hit in found] == sorted(years, reverse=is_reversed)
        groups = found.groups("year")
    assert {year: len(documents) for year, documents in groups.items()} == Counter(years)


def files_of_index(folder):
    """All but the empty lock file that Whoosh leaves wherever it wrote, or was refused to."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("WRITELOCK"))
    return {path: path.read_bytes() for path in files}


def test_words_spelled_alike_are_refused_with_words(index):
    folder = index([Document(1, (("body", "济宁，高新区"),))])
    stock = open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME)
    with stock.searcher() as searcher, pytest.raises(QueryError, match="spelled alike"):
        searcher.search(FuzzyTerm(WORDS, "济宁市"))


@pytest.mark.parametrize("keys", [range(1, 4), ()])
def test_its_writers_are_refused_with_words_and_nothing_is_changed(index, keys):
    folder = index([Document(key, (("body", "济宁，高新区"),)) for key in keys])
    stock = open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME)
    files = files_of_index(folder)
    for write in (stock.writer, stock.optimize, lambda: stock.delete_by_term(WORDS, "济宁")):
        with pytest.raises(IndexingError, match="Whoosh may open and search this index, not write to it"):
            write()
        assert files_of_index(folder) == files
    assert stock.doc_count() == Library(folder, 0).latest().count == len(keys)
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.add([Document(9, (("body", "任城"),))])
    writer.commit()
    assert Library(folder, 0).latest().count == len(keys) + 1
