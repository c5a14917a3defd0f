"""How a title is named in a sentence."""

# What stands for a title where none was printed.
UNTITLED = "（无题）"
# Within double book-title marks stand single ones (GB/T 15834—2011, 4.15).
_WITHIN = str.maketrans("《》", "〈〉")


def titled(name: object) -> str:
    """《济宁高新新闻》, and 《央视〈新闻联播〉》 of a name that has such marks itself."""
    return f"《{str(name).translate(_WITHIN)}》"
