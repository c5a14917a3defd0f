"""The index stays a Whoosh index: Whoosh's searcher finds what ours does, its writers are refused with words."""

import random
from itertools import pairwise

import pytest
from whoosh.index import open_dir
from whoosh.query import And, Or, Term
from whoosh.writing import IndexingError

from search.store import expressions as ex
from search.store.collector import Collector, Query
from search.store.manifest import INDEX_NAME, Pointer
from search.store.reader import Library
from search.store.schema import GRAMS, KEY, WORDS, Document
from search.store.writer import GenerationWriter
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
def folder(tmp_path_factory):
    """400 articles of drawn words in several segments, some of them deleted."""
    rng = random.Random(20211105)

    def text(words):
        return "".join(rng.choices(PIECES, k=words)) + "。"

    documents = [Document(key, (("title", text(4)), ("body", text(30)), ("body", text(30)))) for key in range(1, 401)]
    folder = tmp_path_factory.mktemp("index")
    writer = GenerationWriter.new(folder, LAYOUT, "test")
    for first, last in ((0, 370), (370, 395), (395, 400)):
        writer.add(documents[first:last])
        writer.commit()
    writer.delete(range(5, 400, 7))
    writer.commit()
    assert len(writer.segments) > 1
    return folder


@pytest.fixture(scope="module")
def reader(folder):
    return Library(folder, 0).latest()


@pytest.fixture(scope="module")
def whoosh(folder):
    """Keys that Whoosh's own searcher finds, through open_dir."""
    index = open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME)
    with index.searcher() as searcher:
        yield lambda query: {hit[KEY] for hit in searcher.search(query, limit=None)}


def ours(reader, expression):
    found = Collector(reader, LAYOUT, WEIGHTS).collect(Query(expression))
    return set(reader.keys[found.documents].tolist())


def with_word(reader, word):
    """Keys of the living articles in which the word was cut as one."""
    documents = reader.postings(reader.find(WORDS, word))[0]
    return set(reader.keys[documents[reader.alive[documents]]].tolist())


@pytest.fixture(scope="module")
def drawn(reader):
    """Words of the index, drawn; those of two characters are found literally by one bigram."""
    rng = random.Random(7)
    words = sorted(term for term, _ in reader.terms(WORDS))
    assert len(words) > 30
    pairs = [word for word in words if len(word) == 2 and not word.isascii()]
    return lambda: rng.choice(words), lambda: rng.choice(pairs)


def test_words(reader, whoosh, drawn):
    word, pair = drawn
    for _ in range(TIMES):
        one = word()
        assert whoosh(Term(WORDS, one)) == with_word(reader, one) != set()
        one = pair()
        assert whoosh(Term(GRAMS, one)) == ours(reader, ex.HasWords("content", one)) >= with_word(reader, one)


def test_words_that_must_all_be_there(reader, whoosh, drawn):
    word, pair = drawn
    for _ in range(TIMES):
        one, other = word(), word()
        asked = And([Term(WORDS, one), Term(WORDS, other)])
        assert whoosh(asked) == with_word(reader, one) & with_word(reader, other)
        one, other = pair(), pair()
        asked = And([Term(GRAMS, one), Term(GRAMS, other)])
        assert whoosh(asked) == ours(reader, ex.All((ex.Has("content", one), ex.Has("content", other))))


def test_words_of_which_one_is_enough(reader, whoosh, drawn):
    word, pair = drawn
    for _ in range(TIMES):
        one, other = word(), word()
        assert whoosh(Or([Term(WORDS, one), Term(WORDS, other)])) == with_word(reader, one) | with_word(reader, other)
        one, other = pair(), pair()
        asked = Or([Term(GRAMS, one), Term(GRAMS, other)])
        assert whoosh(asked) == ours(reader, ex.HasAny("content", (one, other), one))


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


@pytest.mark.parametrize("keys", [range(1, 4), ()])
def test_its_writers_are_refused_with_words_and_nothing_is_changed(index, keys):
    folder = index([Document(key, (("body", "济宁，高新区"),)) for key in keys])
    stock = open_dir(str(folder / Pointer.read(folder).generation), INDEX_NAME)
    for write in (stock.writer, stock.optimize, lambda: stock.delete_by_term(WORDS, "济宁")):
        with pytest.raises(IndexingError, match="Whoosh may open and search this index, not write to it"):
            write()
    assert stock.doc_count() == Library(folder, 0).latest().count == len(keys)
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.add([Document(9, (("body", "任城"),))])
    writer.commit()
    assert Library(folder, 0).latest().count == len(keys) + 1
