from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from archive.language.segmentation import bigrams
from search.store.characters import count_characters

units = st.lists(st.text("济宁高新，。aé1_㐀𠀀\x00", max_size=6), max_size=3)


def postings(terms):
    lists = terms.lists
    return {
        term: list(zip(lists.documents[a:b].tolist(), lists.frequencies[a:b].tolist(), strict=True))
        for term, a, b in zip(terms.strings(), lists.starts, lists.starts[1:], strict=False)
    }


def expected(tokens):
    """Counted one by one."""
    found = {}
    for number, of_document in enumerate(tokens):
        for term, often in Counter(of_document).items():
            found.setdefault(term, []).append((number, min(often, 255)))
    return found


@given(st.lists(units, max_size=5))
def test_counted_together_as_one_by_one(documents):
    grams, lengths, occurring = count_characters(["".join(unit + "\n" for unit in own) for own in documents], "\n")
    tokens = [[gram for unit in own for gram in bigrams(unit)] for own in documents]
    assert postings(grams) == expected(tokens)
    assert grams.strings() == sorted(grams.strings())
    assert lengths.tolist() == [len(own) for own in tokens]
    assert postings(occurring) == expected([set("".join(own)) for own in documents])


def test_frequencies_stop_at_a_byte():
    grams, lengths, _ = count_characters(["啊" * 400 + "\n"], "\n")
    assert postings(grams) == {"啊啊": [(0, 255)]}
    assert lengths.tolist() == [399]
