"""What an editor types as the title of what is split off is none of a reader's."""

import pytest

from archive.models import Correction
from archive.services import corrections
from archive.services.correctable import places
from archive.services.dividing import SplitPlace, split_article
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "title", "goes"),
    [(3, "清河公园明年扩建", False), (2, "清河公园", False), (1, "清河公园", True)],
    ids=["typed", "of a paragraph ahead", "of the heading that goes"],
)
def test_only_a_title_that_left_the_first_article_brings_the_correction(number, title, goes):
    by = make_user()
    body = {
        3: "清合公园昨天开放，居民来看。\n新栽了柳树。\n明年还要扩建，再添两座桥。",
        2: "清合公园\n新栽了柳树。\n又添了两座桥。",
        1: "新栽了柳树。\n清合公园\n又添了两座桥。",
    }[number]
    article = make_article("春天的消息", body=body)
    (place,) = [each for each in places(article) if "清合" in each.text]
    right = place.text.replace("清合", "清河")
    corrections.accept(corrections.keep_suggestion(place, right, "", "192.0.2.1"), by)
    _, made = split_article(article.pk, SplitPlace(2 if goes else 3, title), by)
    assert Correction.objects.get().shown_in.get() == (made if goes else article)
