"""Signs that stand before or around words and are no words themselves: one set of each, for the whole pipeline."""

import re

BULLETS = "◎●◆■▲▶★☆◇□○◉◈♦•▪☉⊙"  # before a heading, an item of a list or a byline
AUTHOR_SIGNS = "□■◎●○◇◆△▲☆★☉⊙"  # before the name of an author, as those of ITEM_SIGNS are not
ITEM_SIGNS = "•·"
LIST_SIGNS = "•·●■◆▪◇○□-–>»*"  # before each line of a list
ARROWS = "▲△▼▽◀◄►←→↑↓"  # from a caption to its picture
DASHES = "-—―–－─"
SPACES = " \t\u3000\xa0"
# What may be stripped from either end of a byline or a lead-in.
ORNAMENTS = BULLETS + ARROWS + DASHES + SPACES + "·|｜"
# What a column is set in: 【聚焦两会】, ■聚焦两会, ——聚焦两会——
FRAMES = BULLETS + ARROWS + DASHES + SPACES + "【】[]［］"
# What stands between names, beside white space: 张三、李四, 张三；李四, 张三/李四
NAME_SEPARATORS = "、､,，;；/／\\|｜&＆"
# What divides the fields of a line and says nothing: 清河日报 | 2021年11月5日 / 第2版
SEPARATORS = BULLETS + ARROWS + DASHES + SPACES + "|｜·/,，、()（）:：;；【】[]《》>＞@"

LEADING_BULLETS = re.compile(rf"[{BULLETS}{ARROWS}·]+\s*(?=\S)")
