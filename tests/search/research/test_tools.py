"""研究工具: the page that names the tools."""

import re

import pytest

from archive.addresses.links import address
from search.index import indexing
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db
TOOLS = ("quotations", "phrases", "holdings", "clippings")


@pytest.mark.parametrize("name", [None, "邻县日报"])
def test_every_foot_leads_to_the_tools_of_the_newspaper_in_view(client, name):
    make_article("本报讯", body="台风登陆。")
    newspaper = make_newspaper(name) if name else make_newspaper()
    if name:
        make_article("邻县", body="台风过境。", newspaper=newspaper)
    indexing.rebuild(processes=1)
    front = client.get(address("about", newspaper)).content.decode()
    assert f'<a href="{address("research", newspaper)}">研究工具</a>' in front
    page = client.get(address("research", newspaper)).content.decode()
    assert re.findall(r'<h2><a href="([^"]+)">', page) == [address(tool, newspaper) for tool in TOOLS]
    for tool in TOOLS:
        assert client.get(address(tool, newspaper)).status_code == 200, tool
