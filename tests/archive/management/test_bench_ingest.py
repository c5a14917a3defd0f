"""`bench_ingest` loads a file into an archive of its own and says how it went."""

import json
import lzma
import os
import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.warm import ROOT

# What an import needs only in the process that reads, at its end, or never; each takes a tenth of a second or more.
LATE = ("archive.ingest.pipeline", "archive.ingest.readers.formats", "config.urls", "numpy", "pypinyin")


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


def test_an_import_starts_without_what_others_use(tmp_path):
    asked = (
        "import sys, django; django.setup(); import archive.management.commands.ingest; "
        f"print([name for name in {LATE} if name in sys.modules])"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATA_DIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert run.stdout.decode().strip() == "[]"
