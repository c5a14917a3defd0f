"""Ranking measured on questions with known answers."""

import json
import lzma
import os

import pytest

from archive.models import Article
from search.evaluation.ranking import evaluate, read_jsonl, store
from search.index import indexing
from tests.factories import make_newspaper
from tests.warm import run_warm

PASSAGES = [
    {"id": "a", "title": "蓼河公园", "text": "蓼河公园占地三百亩，园里种了海棠。"},
    {"id": "b", "title": "泗河大桥", "text": "泗河大桥全长九百米，五年建成。"},
    {"id": "c", "title": "科技馆", "text": "科技馆周一闭馆。"},
]
QUERIES = [
    {"qid": "1", "query": "蓼河公园占地多少亩？", "relevant": ["a"]},
    {"qid": "2", "query": "泗河大橋有多長？", "relevant": ["b"]},
    {"qid": "3", "query": "渡轮", "relevant": ["c"]},
    {"qid": "4", "query": "“公园”或“大桥”", "relevant": ["a", "b"]},
]


@pytest.mark.django_db
def test_scores_are_what_one_would_reckon_by_hand():
    newspaper = make_newspaper()
    keys = store(PASSAGES, newspaper)
    indexing.rebuild(processes=1)
    scores = evaluate(QUERIES[:3], keys, newspaper)
    assert str(scores) == "MRR@10 0.667 Recall@10 0.667 zero-hit 0.333 queries 3"
    with pytest.raises(ValueError, match="No queries"):
        evaluate([], keys, newspaper)


@pytest.mark.django_db
def test_the_command_works_in_a_database_of_its_own(tmp_path):
    (tmp_path / "p.jsonl").write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in PASSAGES))
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in QUERIES[:2]))
    with lzma.open(tmp_path / "d.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": n, "title": f"第{n}篇", "body": "旁的事"}) + "\n" for n in range(20))
    files = {"--passages": "p.jsonl", "--queries": "q.jsonl", "--distractors": "d.jsonl.xz"}
    given = [part for option, name in files.items() for part in (option, tmp_path / name)]
    arguments = ["manage.py", "evaluate_search", *map(str, given), "--limit", "10"]
    done = run_warm(arguments, {**os.environ, "DATA_DIR": str(tmp_path / "data")})
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "MRR@10 1.000 Recall@10 1.000 zero-hit 0.000 queries 2"
    assert not (tmp_path / "data" / "archive.sqlite3").exists()
    assert not Article.objects.exists()


def test_a_broken_line_is_named(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"id": 1}\nnot json\n')
    with pytest.raises(ValueError, match="line 2"):
        list(read_jsonl(tmp_path / "x.jsonl"))
