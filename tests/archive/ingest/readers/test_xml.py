"""XML records: one or many, their fields by name, and no harm from what XML can do."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import xml
from archive.ingest.types import UnreadableSource

RECORD = """<doc><id>17</id><url>http://news.example.cn/17</url><title>河堤上的灯亮了</title>
<datetime>2021-11-5 20:13:00</datetime><author>孟海潮</author><body>
	河堤上的灯亮了
	6月3日晚，滨河镇最后一段河堤的路灯亮了。
	据了解，这段河堤长1.2公里，共装灯六十盏。
【编辑:李慎言】
</body></doc>"""
FEED = """<?xml version="1.0" encoding="gb2312"?><rss><channel><title>滨河新闻</title>
<item><title>河堤上的灯亮了</title><pubDate>2021-11-05</pubDate>
<description><![CDATA[<p>本报讯（记者 孟海潮）路灯亮了。</p><p>居民都说好。</p>]]></description></item>
<item><title>老粮站改成书屋</title><pubDate>2021-11-06</pubDate>
<description><![CDATA[<p>本报讯（记者 邱雨桐）书屋开门了。</p><p>孩子们来读书。</p>]]></description></item>
</channel></rss>"""


def test_one_record():
    source = pipeline.parse_bytes("17.xml", f"<?xml version='1.0' encoding='utf-8'?>\n{RECORD}".encode())
    (article,) = source.articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "2021-11-05")
    assert [person.name for person in article.contributors if person.role != "编辑"] == ["孟海潮"]
    assert article.sections[0].paragraphs[0] == "6月3日晚，滨河镇最后一段河堤的路灯亮了。"
    assert "".join("".join(c.text for c in source.claims).split()) == "".join(source.text.split())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_feed_of_many(encoding):
    source = pipeline.parse_bytes("feed.xml", FEED.encode(encoding))
    titles = [article.title for article in source.articles if article.sections]
    assert titles == ["河堤上的灯亮了", "老粮站改成书屋"]
    assert source.articles[-1].sections[-1].paragraphs[-1] == "孩子们来读书。"


def test_entities_stay_unexpanded_and_files_unread(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE doc [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        f'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file://{secret}">]>'
        "<doc><title>题</title><body>正文&c;&f;完</body></doc>"
    )
    with pytest.raises(UnreadableSource, match="一层套一层"):
        xml.read("x.xml", bomb.encode())
    flat = bomb.replace("&a;", "甲").replace("&b;", "乙")
    text = xml.read("x.xml", flat.encode()).lines
    assert not any("机密" in line.text or "哈" in line.text for line in text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<?xml version='1.0'?><doc><title>题</title>", "不完整"),
        ("<?xml version='1.0'?><doc/>", "没有文字"),
        ("<?xml version='1.0'?>" + "<a>" * 5000 + "深" + "</a>" * 5000, "不完整|嵌套"),
    ],
)
def test_what_is_no_record_says_so(text, reason):
    with pytest.raises(UnreadableSource, match=reason):
        xml.read("x.xml", text.encode())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("蓼河&dh;新城", "蓼河&dh;新城"),
        ("开工&nbsp;了&mdash;&mdash;新城", "开工\xa0了——新城"),
        ("长&lt;宽 &amp; 高&#20301;", "长<宽 & 高位"),
        ("<![CDATA[蓼河&dh;新城 &amp;]]>", "蓼河&dh;新城 &amp;"),
        ("蓼河<!-- &dh; -->新城", "蓼河新城"),
    ],
)
def test_no_entity_takes_text_with_it(written, read):
    text = f"<?xml version='1.0'?><doc><title>{written}</title><body>正文&zh;完。</body></doc>"
    lines = [line.text for line in xml.read("x.xml", text.encode()).lines]
    assert "".join(lines) == read + "正文&zh;完。"


def test_declared_entities_are_not_expanded():
    text = "<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a '甲'>]><doc><title>题&a;目</title><body>正文。</body></doc>"
    assert xml.read("x.xml", text.encode()).lines[0].text == "题&a;目"
