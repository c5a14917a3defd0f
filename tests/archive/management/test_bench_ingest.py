"""`bench_ingest` loads a file into an archive of its own and says how it went."""

import json
import lzma
import re

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as out:
        for n in range(30):
            out.write(
                json.dumps({"id": n, "title": f"第{n}件事", "body": "写了时间和地点。"}, ensure_ascii=False) + "\n"
            )
    return path


@pytest.mark.parametrize(("args", "count"), [([], 30), (["--limit", "7"], 7)])
def test_it_measures_in_a_folder_of_its_own(corpus, capsys, args, count):
    call_command("bench_ingest", str(corpus), *args)
    said = capsys.readouterr().out
    assert re.match(rf"{count} articles in [\d.]+ s: \d+ articles/s .*at most \d+ MB", said)


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="is no file"):
        call_command("bench_ingest", str(tmp_path / "nothing.jsonl"))
