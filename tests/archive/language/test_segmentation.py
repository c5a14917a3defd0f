"""The segmenter: deterministic, complete, in a cache folder of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language import segmentation
from archive.language.folding import fold, strip_space

texts = st.text(st.one_of(st.sampled_from('济宁高新区的营商环境ABC１２，。 \n"著後'), st.characters()), max_size=60)


@given(texts)
def test_words_leave_no_word_character_out(text):
    folded = fold(text)
    assert "".join(segmentation.words(folded)) == "".join(segmentation.RUN.findall(folded))


@given(texts)
def test_bigrams_are_the_pairs_of_neighbours_in_each_run(text):
    folded = strip_space(fold(text))
    expected = [
        folded[i : i + 2]
        for i in range(len(folded) - 1)
        if segmentation.RUN.fullmatch(folded[i]) and segmentation.RUN.fullmatch(folded[i + 1])
    ]
    pairs = segmentation.bigrams(fold(text))
    assert [pair for pair in pairs if len(pair) == 2] == expected
    assert {c for pair in pairs for c in pair} == {c for c in folded if segmentation.RUN.fullmatch(c)}


def test_traditional_text_is_cut_like_simplified():
    assert segmentation.words(fold("營商環境與高質量發展")) == segmentation.words(fold("营商环境与高质量发展"))


def test_local_names_stay_whole():
    assert segmentation.words(fold("今天蓼河新城开工")) == ["今天", "蓼河新城", "开工"]


def test_every_dictionary_can_be_read():
    for name in ("local_names", "stop_words", "synonyms"):
        entries = segmentation.entries(name)
        assert entries
        assert len(entries) == len(set(entries)), name
        assert not any(entry.startswith("#") for entry in entries)


def test_without_a_cache_folder_the_segmenter_says_what_to_do(monkeypatch):
    monkeypatch.setattr(segmentation, "_cache_folder", None)
    segmentation._tokenizer.cache_clear()
    with pytest.raises(segmentation.SegmenterNotConfigured, match="configure"):
        segmentation.words("高新区")


def test_the_compiled_dictionary_is_kept_in_the_given_folder_only(tmp_path):
    before = segmentation._cache_folder, segmentation._own_folder
    try:
        segmentation.configure(tmp_path / "cache")
        segmentation.words("高新区")
        assert {path.suffix for path in (tmp_path / "cache").iterdir()} == {".txt", ".cache"}
    finally:
        segmentation.configure(*before)
