"""Counts of a phrase, and of the text it is counted in, against the articles as they are stored."""

import datetime
import itertools
import math
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.folding import fold, strip_space
from archive.models import Article, Basis, Newspaper, Precision
from search.index import indexing
from search.index.fields import searchable_fields
from search.index.opened import default_index
from search.query.highlight import Needle
from search.research.phrases import counting
from search.research.phrases.asked import PhrasesAsked
from search.research.phrases.companions import company, log_likelihood, with_word
from search.research.phrases.counting import characters_held, occurrences_of
from search.research.phrases.report import oldest_first
from search.research.phrases.sentences import places_apart, sentences_with, shown_sentences, words_apart
from search.research.phrases.tables import table_by_time
from search.store import literal
from search.store.bounds import Bounds, Spending
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db
TEXT = {"kicker", "title", "subtitle", "editor_note", "heading", "body", "caption"}
LETTERS = "哈发展項项着著１1𠮷a，。 "
AMPLE = Bounds(text=10**12, seconds=600)


@built_once
def paper() -> int:
    """Ninety articles of all dates, in two newspapers, of few characters in every order."""
    other, first = make_newspaper("邹城日报"), 0
    for n in range(90):
        body = "".join(LETTERS[(n * 7 + k * k * (1 + n % 5)) % len(LETTERS)] for k in range(20 + n * 3))
        half = len(body) // 2
        article = make_article(
            f"哈哈哈{n}",
            body=f"{body[:half]}\n{body[half:]}发展。\n发展，发展！哈哈",
            date=f"20{19 + n % 4}-{1 + n % 12:02}-{1 + n % 27:02}",
            captions=("图为發展",) if n % 3 == 0 else (),
            headings=(("发展哈哈", "又是发展。"),) if n % 4 == 0 else (),
            byline="发展",
            column="发展栏",
            editor_note="发展\n发展" if n % 5 == 0 else "",
            newspaper=other if n % 7 == 0 else None,
        )
        first = first or article.pk
    vague = {"date_precision": Precision.YEAR, "date_basis": Basis.GUESS, "date": datetime.date(2018, 1, 1)}
    guessed = make_article("发展约在那年", date=None)
    Article.objects.filter(pk=guessed.pk).update(**vague)
    make_article("发展不知何时", date=None)
    make_article("发展草稿", status="draft")
    make_article("发展撤回", status="withdrawn")
    indexing.rebuild(processes=1)
    return first


@pytest.fixture
def reader(paper):
    return default_index().reader()


def texts_of(article: Article) -> list[str]:
    return [strip_space(fold(text)) for name, text in searchable_fields(article) if name in TEXT]


def stored() -> dict[int, list[str]]:
    return {article.pk: texts_of(article) for article in Article.objects.published()}


def counted(reader, phrase: str, asked: PhrasesAsked | None = None) -> dict[int, int]:
    among = asked.documents(reader) if asked else reader.alive
    found = occurrences_of(reader, Spending(AMPLE), phrase, among)
    assert found.is_whole
    return dict(zip(reader.keys.take(found.documents).tolist(), found.times.tolist(), strict=True))


def brute(phrase: str, texts: dict[int, list[str]]) -> dict[int, int]:
    run = strip_space(fold(phrase))
    times = {key: sum(text.count(run) for text in of_article) for key, of_article in texts.items()}
    return {key: count for key, count in times.items() if count}


def test_characters_are_those_of_the_stored_texts(reader):
    held = dict(zip(reader.keys.tolist(), characters_held(reader).tolist(), strict=True))
    assert held == {key: sum(map(len, texts)) for key, texts in stored().items()}
    assert any("𠮷" in text for texts in stored().values() for text in texts), "a character of two halves"


@pytest.mark.parametrize("visit", [0, 10**9])
def test_any_run_is_counted_as_brute_force_counts_it(reader, monkeypatch, visit):
    """Text by text, and the whole of a zone at once."""
    monkeypatch.setattr(literal, "VISIT", visit)
    texts = stored()

    @given(st.text(LETTERS, min_size=1, max_size=5))
    def check(phrase):
        if strip_space(fold(phrase)):
            assert counted(reader, phrase) == brute(phrase, texts)

    check()
    assert counted(reader, "發展") == brute("发展", texts)
    assert len(brute("发展", texts)) == 92


def test_newspaper_and_time_are_as_the_rows_have_them(reader):
    main = Newspaper.main()
    asked = PhrasesAsked(("发展",), main, since="2020", until="2021-06")
    rows = Article.objects.published().filter(
        newspaper=main, date__gte="2020-01-01", date__lt="2021-07-01", date_precision=Precision.DAY
    )
    assert counted(reader, "发展", asked) == brute("发展", {row.pk: texts_of(row) for row in rows})


@pytest.mark.parametrize(("unit", "length"), [("year", 4), ("month", 7), ("date", 10)])
def test_a_table_adds_up_what_brute_force_finds(reader, unit, length):
    texts, times, articles, sizes = stored(), Counter(), Counter(), Counter()
    for article in Article.objects.published():
        vague = article.date is None or (article.date_precision == Precision.YEAR and unit != "year")
        time = "" if vague else article.date.isoformat()[:length]
        times[time] += sum(text.count("发展") for text in texts[article.pk])
        articles[time] += 1
        sizes[time] += sum(map(len, texts[article.pk]))
    found = occurrences_of(reader, Spending(AMPLE), "发展", reader.alive)
    made = table_by_time(reader, unit, reader.alive, characters_held(reader), [found])
    assert {row.time: (row.counts[0].times, row.articles, row.characters) for row in made.rows} == {
        time: (times[time], articles[time], sizes[time]) for time in sizes
    }
    assert made.total.counts[0].times == sum(times.values())
    for row in made.rows:
        assert row.counts[0].rate == pytest.approx(100_000 * row.counts[0].times / row.characters)


def test_time_that_is_up_is_said_and_nothing_counted_by_half(reader):
    found = occurrences_of(reader, Spending(Bounds(text=0)), "发展", reader.alive)
    assert (found.is_whole, found.looked_at, found.total) == (False, 0, 0)
    assert found.asked == 92


def test_each_sentence_is_shown_as_printed(reader):
    """As many occurrences stand in the sentences shown as are counted; each is of the printed text."""
    texts, counts = stored(), counted(reader, "发展")
    for article in Article.objects.published():
        shown = shown_sentences(article, "发展", "q=x")
        assert sum(strip_space(fold(each.plain)).count("发展") for each in shown) == counts.get(article.pk, 0)
        printed = [text for name, text in searchable_fields(article) if name in TEXT]
        assert all(any(each.plain in text for text in printed) for each in shown)
        assert bool(shown) == any("发展" in text for text in texts[article.pk])


@given(st.text("发展。！？”a", max_size=30))
def test_sentences_hold_every_occurrence_once(text):
    folded = fold(text)
    spans = list(sentences_with(folded, "发展"))
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    inside = [sum(span.start <= at < span.end for span in spans) for at in places_apart(folded, "发展")]
    assert inside == [1] * folded.count("发展")


def test_the_oldest_stand_first_and_the_undated_last(reader):
    ordered = oldest_first(reader, occurrences_of(reader, Spending(AMPLE), "发展", reader.alive).documents)
    articles = Article.objects.in_bulk(reader.keys.take(ordered).tolist())
    titles = [articles[key].title for key in reader.keys.take(ordered).tolist()]
    assert titles[0] == "发展约在那年"
    assert titles[-1] == "发展不知何时"
    days = [articles[key].date for key in reader.keys.take(ordered).tolist()[1:-1]]
    assert days == sorted(days)


@built_once
def neighbours() -> int:
    for n in range(30):
        make_article(f"第{n}篇", body=f"乡村振兴要靠产业兴旺。天气晴朗。{'市民参观。' * 9}", date="2021-05-05")
        make_article(f"又{n}篇", body=f"天气晴朗，市民参观。{'图书馆开放。' * 9}", date="2021-05-06")
    indexing.rebuild(processes=1)
    return 1


def test_words_beside_a_phrase_are_those_of_its_sentences(neighbours):
    reader, spending = default_index().reader(), Spending(AMPLE)
    found = occurrences_of(reader, spending, "乡村振兴", reader.alive)
    told = company(reader, spending, found, reader.alive)
    sentences = defaultdict(int)
    for article in Article.objects.published():
        for text in texts_of(article):
            for span in sentences_with(text, "乡村振兴"):
                for word in set(words_apart(text[span.start : span.end], "乡村振兴")):
                    sentences[word] += 1
    assert told.sentences == 30
    assert {each.word: each.sentences for each in told.words}.items() <= sentences.items()
    assert "产业" in [each.word for each in told.words]
    assert not {"市民", "天气", "图书馆"} & {each.word for each in told.words}
    assert len(with_word(reader, spending, found, "产业")) == 30
    assert len(with_word(reader, spending, found, "市民")) == 0


@given(*[st.integers(0, 500)] * 2, st.integers(500, 3000), st.integers(500, 3000))
def test_the_ratio_is_that_of_the_table_of_four(here, elsewhere, size, rest):
    """G² = 2 Σ O ln(O/E), the same figure by another way."""
    total, words = size + rest, here + elsewhere
    cells = (
        (here, size * words / total),
        (elsewhere, rest * words / total),
        (size - here, size * (total - words) / total),
        (rest - elsewhere, rest * (total - words) / total),
    )
    expected = 2 * sum(seen * math.log(seen / chance) for seen, chance in cells if seen)
    assert log_likelihood(here, size, elsewhere, rest) == pytest.approx(expected, abs=1e-6)


def test_a_needle_marks_what_is_counted():
    assert list(Needle("哈哈").places("哈哈哈哈")) == [0, 1, 2]  # the mark runs over all; two are counted
    assert list(places_apart("哈哈哈哈", "哈哈")) == [0, 2]
    assert counting.TEXT_ZONES == ("title", "editor_note", "heading", "body", "caption")
