"""What is a mail address, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.distribution.address import is_address, require_address
from pipeline.errors import BadInput

GOOD = """redaksi@harian-contoh.example
desk.daerah+berita@kabar.contoh.example
humas_1@distan.example
r@a.id
redaksi@xn--kabr-8na.example
a&b@contoh.example""".splitlines()

HOSTILE = [
    "",
    "redaksi",
    "@contoh.example",
    "redaksi@",
    "redaksi@localhost",
    "redaksi@contoh..example",
    ".redaksi@contoh.example",
    "redaksi.@contoh.example",
    "re..daksi@contoh.example",
    "redaksi@-contoh.example",
    "redaksi@contoh-.example",
    "redaksi@contoh.example.",
    "redaksi@127.0.0.1",
    "redaksi@[127.0.0.1]",
    "redaksi@contoh.123",
    " redaksi@contoh.example",
    "redaksi@contoh.example ",
    "redaksi@contoh.example\n",
    "redaksi@contoh.example\r\nBcc: korban@lain.example",
    "redaksi@contoh.example\r\nRCPT TO:<korban@lain.example>",
    "redaksi\0@contoh.example",
    "redaksi@contoh.example\x00",
    "red aksi@contoh.example",
    "a@contoh.example,b@lain.example",
    "a@contoh.example;b@lain.example",
    "a@contoh.example b@lain.example",
    "a@ok.example)b@lain.example",
    "a(b)@contoh.example",
    "a@contoh.example(b)",
    '"a@ok.example"@lain.example',
    '"a b"@contoh.example',
    "Redaksi <redaksi@contoh.example>",
    "<redaksi@contoh.example>",
    "a@ok.example@lain.example",
    "a%lain.example@contoh.example",
    "lain.example!a@contoh.example",
    "@relay.example:a@contoh.example",
    "mailto:a@contoh.example",
    "a\\@contoh.example",
    "a@contoh\uff0eexample",
    "a@\u0441ontoh.example",  # Cyrillic es
    "r\u00e9daksi@contoh.example",
    "a@contoh.example\u2028",
    "a\u202e@contoh.example",
    "a\u200b@contoh.example",
    "=?utf-8?q?a=40ok.example=0A?=@lain.example",
    "a@=?utf-8?q?x?=.example",
    "a@contoh_x.example",
    "a@contoh.e",
    "x" * 65 + "@contoh.example",
    "a@" + "x" * 64 + ".example",
    "a@" + ".".join(["x" * 60] * 5) + ".example",
    "a@contoh.example/../../x",
    "a@contoh.example>size=1",
    "-oQ/tmp -X/tmp/x@contoh.example",
    "a|b@contoh.example",
    "`id`@contoh.example",
    "$(id)@contoh.example",
    "a@contoh.example\t",
    "a\x7f@contoh.example",
]


@pytest.mark.parametrize("text", GOOD)
def test_an_address_is_taken_as_it_is(text: str) -> None:
    assert require_address(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_only_looks_like_an_address_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        require_address(text)
    assert caught.value.message == f"not a mail address: {text!a}"


@given(st.text(alphabet=st.characters(), max_size=40))
def test_no_address_holds_a_control_a_space_or_two_ats(text: str) -> None:
    tried = f"{text}@contoh.example"
    if is_address(tried):
        assert tried.isascii() and tried.isprintable() and " " not in tried
        assert tried.count("@") == 1
