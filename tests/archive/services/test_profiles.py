"""Profiles in an import: learnt from its files, kept with their newspapers, fixed by an editor, told by each source."""

import json

import pytest
from django.core.management import call_command

from archive.ingest.profile import Profile, profile_of
from archive.isolation.process import ReadingProcess
from archive.models import Article, Newspaper, SourceFile
from archive.services import profiles
from archive.services.files import find_files

pytestmark = pytest.mark.django_db

TOWNS = ["石桥", "柳湾", "南坡", "渡口"]


@pytest.fixture
def paper():
    return Newspaper.objects.create(name="清河晚报", also_called="清河区晚报")


@pytest.fixture
def folder(data_dir, tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    for number, town in enumerate(TOWNS):
        (papers / f"{number}.txt").write_text(
            f"清河晚报 2021年11月{number + 1}日\n\n河畔读报台\n\n{town}装上了新路灯\n\n"
            f"　　本报讯 傍晚，{town}河堤上的路灯亮了，散步的人多了起来，孩子们追着灯影跑。\n",
            encoding="utf-8",
        )
    return papers


def ingest(*arguments):
    call_command("ingest", *map(str, arguments), "--no-index")


def test_an_import_learns_reads_by_what_it_learnt_and_keeps_it(folder, paper):
    ingest(folder)
    paper.refresh_from_db()
    held = profile_of(paper.profile)
    assert (held.newspaper, held.furniture) == ("清河晚报", ("河畔读报台",))
    assert {article.title for article in Article.objects.all()} == {f"{town}装上了新路灯" for town in TOWNS}
    assert set(SourceFile.objects.values_list("profile_version", flat=True)) == {held.version}


def test_the_same_files_again_change_nothing(folder, paper):
    ingest(folder)
    before = list(Newspaper.objects.values()), list(SourceFile.objects.values())
    ingest(folder)
    assert (list(Newspaper.objects.values()), list(SourceFile.objects.values())) == before


def test_one_file_later_is_read_by_what_was_kept(folder, paper, tmp_path):
    ingest(folder)
    later = tmp_path / "later.txt"
    later.write_text((folder / "0.txt").read_text(encoding="utf-8").replace("石桥", "塔岭"), encoding="utf-8")
    ingest(later)
    assert Article.objects.get(source__name="later.txt").title == "塔岭装上了新路灯"


def test_a_profile_that_an_editor_fixed_stays(folder, paper):
    Newspaper.objects.filter(pk=paper.pk).update(profile_fixed=True)
    ingest(folder)
    paper.refresh_from_db()
    assert paper.profile == {}
    assert set(SourceFile.objects.values_list("profile_version", flat=True)) == {""}


def test_a_reparse_reads_by_the_profile_of_today(folder, paper):
    ingest(folder)
    Newspaper.objects.filter(pk=paper.pk).update(profile={}, profile_fixed=True)
    call_command("ingest", "--reparse", "--no-index")
    assert set(SourceFile.objects.values_list("profile_version", flat=True)) == {""}
    profiles.write_profile(paper, Profile(paper.name, furniture=("河畔读报台",)))
    call_command("ingest", "--reparse", "--no-index")
    [version] = set(SourceFile.objects.values_list("profile_version", flat=True))
    assert version


def test_a_newspaper_is_known_by_all_its_names(paper):
    profiles.write_profile(paper, Profile(paper.name, columns=("河畔旧事",)))
    assert set(profiles.kept().by_name) == {"清河晚报", "清河区晚报"}


def test_a_dry_run_learns_and_stores_nothing(folder, paper, capsys):
    call_command("ingest", "--dry-run", "--format", "json", str(folder))
    found = json.loads(capsys.readouterr().out)
    assert {entry["articles"][0]["title"] for entry in found} == {f"{town}装上了新路灯" for town in TOWNS}
    assert all(any(claim["reason"] == "每期重复" for claim in entry["discarded"]) for entry in found)
    paper.refresh_from_db()
    assert paper.profile == {}


def test_a_profile_may_be_given(folder, tmp_path, capsys):
    given = tmp_path / "profile.json"
    given.write_text(json.dumps({"newspaper": "清河晚报", "furniture": ["河畔读报台"]}), encoding="utf-8")
    one = str(folder / "0.txt")
    call_command("ingest", "--dry-run", "--format", "json", one, "--profile", str(given))
    [entry] = json.loads(capsys.readouterr().out)
    assert [claim["text"] for claim in entry["discarded"] if claim["reason"] == "每期重复"] == ["河畔读报台"]


def test_a_damaged_profile_says_why(folder, tmp_path):
    given = tmp_path / "profile.json"
    given.write_text('{"lines": []}', encoding="utf-8")
    with pytest.raises(Exception, match="lines"):
        ingest(folder, "--profile", given)


def test_a_file_that_cannot_be_read_teaches_nothing(folder):
    (folder / "bad.txt").write_bytes(b"")
    with ReadingProcess() as process:
        assert set(profiles.learnt_from(find_files([folder]), process).by_name) == {"清河晚报"}
