"""What a browser sends is read as it is sent, but for names of files."""

import io
from functools import partial

from hypothesis import assume, given
from hypothesis import strategies as st

from archive.admin.receiving import NamesAsUtf8

NAME = "稿.txt"
HEAD = b'%s\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n'
PIECES = [
    *(b"--edge", b"--", b"edge2", b"\r\n", b"Content-Disposition: form-data; ", b'name="files"; ', b'filename="', b'"'),
    *(HEAD % (boundary, NAME.encode("gbk")) for boundary in (b"--other", b"--edge2", b"edge", b"")),
]


def sent(name: bytes, content: bytes) -> bytes:
    return HEAD % (b"--edge", name) + content + b"\r\n--edge--\r\n"


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=9)).map(b"".join), st.integers(1, 5000))
def test_a_file_that_holds_heads_of_parts_stays_as_it_is(content, size):
    assume(b"--edge\r\n" not in content)  # then no browser takes this boundary
    read = NamesAsUtf8(io.BytesIO(sent(NAME.encode("gbk"), content)), b"edge").read
    assert b"".join(iter(partial(read, size), b"")) == sent(NAME.encode(), content)
