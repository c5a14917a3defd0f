"""`training_page`: an editor's corrected articles as pages to train on."""

import pytest
from django.core.management import call_command

from archive.ingest.labelling.states import LineState
from archive.models import Article, SourceFile
from archive.services import importing
from archive.services.files import find_files
from archive.services.training_pages import training_page

pytestmark = pytest.mark.django_db


def test_sources_of_one_name_make_a_page_each(data_dir, tmp_path):
    for folder, place in (("一", "河堤"), ("二", "渡口")):
        (tmp_path / "papers" / folder).mkdir(parents=True)
        story = f"{place}装上了新路灯\n\n　　傍晚，{place}的路灯亮了，散步的人多了起来，孩子们追着灯影跑。\n"
        (tmp_path / "papers" / folder / "要闻.txt").write_text(story, encoding="utf-8")
    with importing.import_batch("test") as batch:
        list(importing.ingest(find_files([tmp_path / "papers"]), batch))
    numbers = list(SourceFile.objects.values_list("pk", flat=True))
    assert len(numbers) == 2
    call_command("training_page", *numbers, folder=tmp_path / "pages")
    written = [path.read_text(encoding="utf-8") for path in (tmp_path / "pages").glob("*.page.json")]
    assert len(written) == 2
    assert {place for place in ("河堤", "渡口") for page in written if f"{place}装上了新路灯" in page} == {
        "河堤",
        "渡口",
    }


def test_a_byline_without_chosen_people_is_learnt_as_one(data_dir, tmp_path):
    (tmp_path / "papers").mkdir()
    written = "渡口装上了新路灯\n河畔闲人\n\n　　傍晚，渡口的路灯亮了，散步的人多了起来，孩子们追着灯影跑。\n"
    (tmp_path / "papers" / "要闻.txt").write_text(written, encoding="utf-8")
    with importing.import_batch("test") as batch:
        list(importing.ingest(find_files([tmp_path / "papers"]), batch))
    source = SourceFile.objects.get()
    Article.objects.update(kicker="", title="渡口装上了新路灯", subtitle="", byline="河畔闲人")
    page = training_page(source)
    assert page.labels[2] == (LineState.BYLINE,)
