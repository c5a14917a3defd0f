"""The forms of what stands in the head of a page, the longer and surer ones first, as words/imprint.py takes them."""

import re

from archive.ingest.words import dates, pages
from archive.ingest.words.signs import NAME_SEPARATORS

_NUMERAL = "一二三四五六七八九十"
_KINDS = "日报|晚报|晨报|早报|时报|商报|导报|周报|学报|快报|都市报|大学报|特区报|汇报|新闻|周刊|报"
PAPER = rf"[\u4e00-\u9fff][\u4e00-\u9fff·]{{1,13}}?(?:{_KINDS})"
_BRANCH_YEAR = r"[子丑寅卯辰巳午未申酉戌亥](?:[（(]?[鼠牛虎兔龙蛇马羊猴鸡狗猪][)）]?)?年"
_LUNAR_DAY = r"\s*闰?[正一二三四五六七八九十冬腊]{1,2}月(?:初|十|廿|卅|二十|三十)[一二三四五六七八九十]?日?"
_STEM = "[甲乙丙丁戊己庚辛壬癸]"
_COUNT = "[一二三四五六七八九十百千零〇]{1,8}"
_CONTACT = "热线|电话|邮箱|邮编|地址|网址|传真|微信|微博|客户端"
_STAFF = (
    "责任编辑|本版编辑|本版责编|值班编辑|值班编委|美术编辑|版面设计|版式设计|责编|编辑|编委|美编|版式|组版|校对|文检"
    "|值班主任|值班总编"
)
_PRESSED = "打印|关闭|收藏|分享|放大|缩小|默认|字体|字号"  # where names stand, on web pages
PERSON = rf"(?!{_CONTACT}|{_STAFF}|{_PRESSED})[\u4e00-\u9fff]{{2,4}}(?!\s*[:：]|[\u4e00-\u9fff])"
_BETWEEN = re.escape(NAME_SEPARATORS)
_BESIDE = r"(?:发布|更新|发表|出版|刊发|见报)?(?:时间|日期)"
# Words of the buttons and counters with which electronic editions surround a page.
_BUTTON = (
    r"[<《\d]{0,2}[上下]一[版篇期日][\d>》]{0,2}|放大\+?|缩小[-－]?|默认o?|[大中小]字|字[体号](?:\s*[:：]?\s*[【\[]?\s*大\s+中\s+小)?|打印(?:本[页文])?|收藏(?:本[页文])?|关闭(?:窗口|本页)?|我有话说|所属专题[:：]?"
    r"|数字报(?:纸)?|[数电][字子]版|电子报|官方网站|官网|[\u4e00-\u9fff]{1,4}网首页(?![\u4e00-\u9fff])|(?:展开|收缩)通版|通版阅读请点击[:：]?|语音阅读[:：]?|A\s*[-－]\s*A\s*[+＋]|读报(?:纸)?首页|版面导航|标题导航|版面目录|返回(?:目录|首页|顶部)?|发表评论|PDF版?(?:下载)?"
)
_LABEL = (
    rf"{_BESIDE}\s*[:：]|(?:当前|本)版(?:面)?\s*[:：]|版[面次名]\s*[:：]|年月日|欢迎(?:访问|光临|阅读)|今天是|(?:您(?:的|现在的|当前的)?|当前)(?:所在)?位置\s*[:：]?"
    r"|(?:星期|礼拜)(?=\s|\0|$)|(?<=[\s\0])[连通跨]版(?![\u4e00-\u9fff])"
)
_COUNTER = (
    r"(?:浏览|阅读|点击|访问|评论|转发|点赞)(?:量|次数|数)?\s*[:：]?\s*(?:[(（]\s*\d+\s*[)）]|\d+)次?(?:\s*[(（]\d+[)）])*"
    r"|(?:全文|本文|文章)共\s*\d+\s*字|(?:浏览|阅读|点击|访问)(?:量|次数|数)\s*[:：]\s*(?:-{1,2}|—|次)?"
    r"|(?:文章|全文)?字数\s*[:：]\s*\d+"
)
# Lines with which a web page leads its reader elsewhere or speaks for itself.
_PATH = r"(?:^|(?<=\0))[^>＞»\0。]{1,30}(?:\s*[>＞»]\s*[^>＞»\0。]{1,40}){2,}$"
_ELSEWHERE = r"[上下]一?[版篇条]\s*[:：][^。\0]{2,60}$|^\s*首页(?:[\s|｜]+[\u4e00-\u9fff]{2,4}){3,}\s*$"
_BAR = r"^\W*[\w·]{1,8}(?:\s*[|｜]\s*[\w·]{1,8}){4,}[\s|｜]*$"  # 网站首页 | 本地新闻 | 国内国际 | …
# What a publishing system notes of an article in a comment of its page: file, numbers, the title again.
_PROPERTIES = r"(?:\b\w+\.html?\b[^。\0]*)?/?enpproperty\W*$"
_LEGAL = r"^[^。]{0,60}(?:版权所有|版权声明|Copyright|©|ICP备|未经[^。]{0,12}(?:授权|许可))[^。]{0,60}$"
_FORMS: tuple[tuple[str, str], ...] = (
    ("button", f"{_ELSEWHERE}|{_BAR}|{_LEGAL}"),
    ("url", r"(?:https?://|www\.)[!-~]+"),
    ("button", _PROPERTIES),
    ("year_number", r"(?:19|20)\d{2}\s*年\s*第\s*\d{1,4}\s*期"),
    ("button", rf"[上下]一[期日]\s*[:：]\s*(?:{dates.COMPACT.pattern}|{dates.DATE.pattern})"),
    ("founded", rf"(?:{dates.DATE.pattern})\s*创刊"),
    ("founded", rf"创刊[于日期:：\s]{{0,4}}(?:{dates.DATE.pattern})"),
    ("date", dates.DATE.pattern),
    ("date", dates.COMPACT.pattern),
    ("lunar_date", rf"(?:(?:农历|夏历|阴历)\s*(?:{_STEM}?{_BRANCH_YEAR})?|{_STEM}{_BRANCH_YEAR}){_LUNAR_DAY}"),
    ("weekday", dates.WEEKDAY.pattern),
    ("total_number", rf"(?:[（(]\s*)?(?:{PAPER})?\s*总\s*第?\s*(?:\d{{1,6}}|{_COUNT})\s*[期号](?:\s*[)）])?"),
    ("number", rf"第\s*(?:\d{{1,6}}|{_COUNT})\s*[期号]|^\s*\d{{1,6}}\s*期(?=\s*[/|｜])"),
    ("credits", rf"(?:{_STAFF})(?:\s*[:：/／]\s*|\s+){PERSON}(?:[\s{_BETWEEN}]+{PERSON})*"),
    ("publisher", r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{4,20}(?:主管|主办|出版|编印){1,2}(?![\u4e00-\u9fff])"),
    ("publisher", r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{4,20}机关报(?![\u4e00-\u9fff])"),
    ("publisher", r"(?:(?:主管|主办|编辑|出版|承办|协办)、?){1,4}(?:单位|者)?\s*[:：]\s*[^\s:：\0]{2,40}"),
    (
        "registration",
        r"(?:国内统一(?:连续出版物|刊|出版)?(?:刊号|号)?\s*[:：]?\s*)?CN\s*\d{2}\s*[-—－]\s*\d{4}(?:/\w+)?",
    ),
    (
        "registration",
        r"(?:国内统一|准印证|内部资料|[^\0]{0,2}内资)[\u4e00-\u9fff]{0,12}\s*[:：]?\s*[\w\-—－第号()（）]{0,30}",
    ),
    ("registration", r"(?:邮发)?代号\s*[:：]?\s*\d{1,3}\s*[-—－]\s*\d{1,5}"),
    ("contact", rf"(?:[\u4e00-\u9fff]{{0,8}}(?:{_CONTACT})|E-?mail|QQ)\s*[:：]\s*[^\s\0]+"),
    ("contact", rf"(?:{_CONTACT})\s*[（(]?\d[\d\-—－()（）]{{5,20}}"),
    ("pages", rf"第\s*[\d{_NUMERAL}]{{1,2}}\s*张(?=\s|第|\0|$)"),  # sheets, of which newspapers had several before 1949
    ("pages", rf"(?:今日|本期|今天|共)\s*(?:共\s*)?[\d{_NUMERAL}]{{1,3}}\s*(?:个)?版"),
    ("price", r"(?:零售价?|定价|售价|每份)\s*[:：]?\s*(?:人民币)?\s*[\d.一二三四五六七八九]{1,5}\s*[元角分]"),
    ("page", pages.UNMARKED.pattern),
    ("page", pages.LABELLED.pattern),
    ("time", r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"),
    ("counter", _COUNTER),
    ("button", _BUTTON),
    ("page", pages.BEFORE_FRONT.pattern),
    ("page", pages.MARK.pattern),
    ("day", r"\d{1,2}月\d{1,2}日"),
    ("label", _LABEL),
    ("source", r"(?:来源|稿源|来源单位|转自|出处)\s*[:：]|(?:原载|载于|转载自?|选自|摘自)(?=\s*[《\0])"),
    ("author", r"(?:作者|记者|通讯员|撰稿|编辑|责编|摄影)\s*[:：]"),
    ("button", _PATH),
    ("other", r"(?:关键[字词]|分类|类别|杂志分类|标签|字数)\s*[:：]"),
)
# Case is ignored where a form has letters with any: it makes classes of Chinese characters ten times slower to compile.
_ESCAPES = re.compile(r"\\u[0-9a-f]{4}|\\.|\?P<\w+>")
PATTERNS = tuple(
    (name, re.compile(form, re.IGNORECASE if re.search("[A-Za-z]", _ESCAPES.sub("", form)) else 0))
    for name, form in _FORMS
)
