"""A comment is a command when its first line begins with one; it is read strictly, or refused."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forge.comment_command import (
    LONGEST,
    Command,
    Problem,
    Talk,
    example,
    parse,
    render,
)
from pipeline.forge.comment_key import Key, Table, Takes

TABLE: Table = {
    "dispose": (
        Key(("to", "kepada"), Takes.ID, is_required=True, samples=("kasi-piks",)),
        Key(("urgency", "sifat"), Takes.CHOICE, choices=("biasa", "segera", "sangat_segera")),
        Key(("instruction", "instruksi"), Takes.ID, repeats=True),
        Key(("note", "catatan")),
        Key(("due", "tenggat")),
        Key(("decided-by", "diputus-oleh"), Takes.ID),
        Key(("scan", "pindaian"), Takes.PAPER),
    ),
    "return": (
        Key(("reason", "alasan"), is_required=True, samples=("Data belum lengkap",)),
        Key(("missing", "kurang"), repeats=True),
    ),
    "redispose": (Key(("to", "kepada"), Takes.ID),),
    "accept": (Key(("officer", "petugas"), Takes.ID, is_required=True),),
    "note": (Key(("text",), is_bare=True), Key(("agreed", "sepakat"))),
    "confirm": (Key(("seq",), Takes.COUNT, is_bare=True),),
    "second-look": (
        Key(("uphold", "kuatkan"), Takes.NOTHING),
        Key(("object", "keberatan"), Takes.NOTHING),
        Key(("note", "catatan")),
    ),
    "submit": (),
}
KNOWN = "`to:`, `urgency:`, `instruction:`, `note:`, `due:`, `decided-by:`, `scan:`"
DISPOSED = Command("dispose", (("to", "kasi-piks"), ("urgency", "segera")))


def command(body: str) -> Command:
    found = parse(body, TABLE)
    assert isinstance(found, Command), found
    return found


def problem(body: str) -> Problem:
    found = parse(body, TABLE)
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize(
    "body",
    [
        "/disposisi kepada: kasi-piks sifat: segera",
        "/dispose to: kasi-piks urgency: segera",
        "/Disposisi Kepada: Kasi-Piks Sifat: SEGERA",
        "/disposisi kepada:kasi-piks sifat:segera",
        "/disposisi kepada : kasi-piks, sifat : segera,",
        "\n\n  /disposisi\nkepada: kasi-piks\nsifat: segera\n",
        "/disposisi\r\nkepada: kasi-piks  \r\nsifat: segera\r\n",
        "/disposisi\u00a0kepada:\u00a0kasi\u2011piks\u202fsifat:\u2009segera",
        "\ufeff/disposisi kepada: \u200ekasi-piks\u200b sifat: segera",
        "/disposisi kepada: “kasi-piks” sifat: „segera“",
        '/disposisi kepada: "kasi-piks", sifat: «segera»',
        "/disposisi kepada: kasi-piks sifat: segera\n\n-- \nBudi Contoh\nKabid PIKS",
        "/disposisi kepada: kasi-piks sifat: segera\n\n> surat dari Dinas Pertanian\n> Hal: panen",
        "> Hal: panen\n\n/disposisi kepada: kasi-piks sifat: segera",
        "/disposisi kepada: kasi-piks sifat: segera\n\n"
        "Pada Sen, 23 Nov 2026 pukul 09.15\nSiar <siar@contoh.example> menulis:\n\n> /tolak\n> x",
        "/disposisi kepada: kasi-piks sifat: segera\n\nOn Monday Siar wrote:\n> /submit",
        "```\n/disposisi kepada: kasi-piks sifat: segera\n```",
        "~~~~text\n\n/disposisi kepada: kasi-piks sifat: segera\n~~~~\n",
        "`/disposisi kepada: kasi-piks sifat: segera`",
        "/disposisi: kepada: kasi-piks sifat: segera",
    ],
)
def test_however_it_is_typed_it_is_the_same_command(body: str) -> None:
    assert command(body) == DISPOSED


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n\t\n",
        "terima kasih, Bu",
        "sudah saya /ajukan",
        "Silakan salin:\n```\n/submit\n```",
        "```\n/submit\n```\nini perintahnya",
        "```\n/submit\n```\n```\n/submit\n```",
        "> /submit",
        "> /submit\n\nini perintahnya",
        "Pada Sen, Budi menulis:\n> /submit",
        "/home/petugas/berkas",
        "/2",
        "// catatan",
        "/",
        "<!-- x -->\n/submit",
        "-- \n/submit",
        "`/submit` lalu `/tolak`",
    ],
)
def test_what_does_not_begin_with_a_verb_is_talk(body: str) -> None:
    assert parse(body, TABLE) == Talk()


def test_a_verb_goes_by_either_name_and_by_two_words() -> None:
    assert command("/ajukan") == command("/submit") == command("/Ajukan.") == Command("submit")
    said = (("to", "kasi-piks"),)
    for verb in ("/disposisi-ulang", "/disposisi ulang", "/redispose"):
        assert command(f"{verb} kepada: kasi-piks") == Command("redispose", said)
    officer = Command("accept", (("officer", "petugas-1"),))
    for verb in ("/terima", "/tindak-lanjuti", "/tindak lanjuti", "/accept"):
        assert command(f"{verb} petugas: petugas-1") == officer


def test_a_value_goes_on_until_the_next_key() -> None:
    said = command("/disposisi kepada: kasi catatan: Acara pukul 09:15,\nlihat https://a.example/x\n"
                   "mohon segera: besok diputus oleh: kabid")  # fmt: skip
    assert said.options == (
        ("to", "kasi"),
        ("note", "Acara pukul 09:15,\nlihat https://a.example/x\nmohon segera: besok"),
        ("decided-by", "kabid"),
    )


def test_what_stands_in_quotation_marks_holds_no_key() -> None:
    said = command("/kembalikan alasan: “Data yang kurang: tabel” kurang: tabel")
    assert said.options == (("reason", "Data yang kurang: tabel"), ("missing", "tabel"))
    # What only begins with a quotation is text like any other.
    said = command('/kembalikan alasan: "Panen" batal kurang: tabel')
    assert said.options == (("reason", '"Panen" batal'), ("missing", "tabel"))


@pytest.mark.parametrize(
    "text",
    [
        "kurang: tabel panen, foto",
        "kurang: tabel panen kurang: foto",
        "kurang:\ntabel panen\nfoto",
        "kurang:\n- tabel panen\n* foto",
        'kurang: "tabel panen", “foto”,',
        "kurang: tabel panen; foto;",
    ],
)
def test_a_list_is_told_by_commas_lines_or_bullets(text: str) -> None:
    said = command(f"/kembalikan alasan: x {text}")
    assert said.options[1:] == (("missing", "tabel panen"), ("missing", "foto"))


def test_a_comma_in_quotation_marks_or_behind_a_bullet_parts_nothing() -> None:
    for text in ('"tabel, kota", foto', "\n- tabel, kota\n- foto"):
        said = command(f"/kembalikan alasan: x kurang: {text}")
        assert said.options[1:] == (("missing", "tabel, kota"), ("missing", "foto"))


def test_a_choice_may_be_written_as_people_read_it() -> None:
    assert command("/disposisi kepada: a sifat: Sangat Segera").options[1] == (
        "urgency", "sangat_segera",
    )  # fmt: skip


LABELLED: Table = {
    "dispose": (
        Key(("to", "kepada"), Takes.ID, labels=(("Kasi Contoh, S.Sos.", "kasi"),)),
        Key(
            ("instruction", "instruksi"), Takes.ID, repeats=True,
            labels=(("Proses lebih lanjut", "proses"), ("Bantu, lalu lapor", "bantu")),
        ),
        Key(("channel", "saluran"), Takes.CHOICE, choices=("kertas", "wa"),
            labels=(("pesan WhatsApp", "wa"),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "kepada: kasi instruksi: proses, bantu saluran: wa",
        "kepada: Kasi Contoh, S.Sos. instruksi: Proses lebih lanjut, bantu, lalu LAPOR saluran: WA",
        "kepada: kasi contoh, s.sos, instruksi:\n- proses lebih lanjut\n- Bantu, lalu lapor.\n"
        "saluran: Pesan WhatsApp",
        "kepada: “Kasi Contoh, S.Sos.” instruksi: proses-lebih-lanjut; “Bantu, lalu lapor”\n"
        "saluran: pesan whatsapp.",
        "kepada: kasi instruksi: proses lebih lanjut\nbantu, lalu lapor\nsaluran: wa",
    ],
)
def test_a_value_may_be_said_as_papers_show_it(body: str) -> None:
    assert parse(f"/disposisi {body}", LABELLED) == Command(
        "dispose",
        (("to", "kasi"), ("instruction", "proses"), ("instruction", "bantu"), ("channel", "wa")),
    )


def test_what_only_begins_like_a_label_is_none() -> None:
    said = parse("/disposisi instruksi: bantu, lalu laporkan", LABELLED)
    assert isinstance(said, Command)
    assert [value for _key, value in said.options] == ["bantu", "lalu laporkan"]


def test_free_words_stand_behind_the_verb() -> None:
    told = command("/catat Hasil rapat:\nKesimpulan: data menyusul\nsepakat: Rabu")
    assert told.options == (
        ("text", "Hasil rapat:\nKesimpulan: data menyusul"),
        ("agreed", "Rabu"),
    )
    assert command("/konfirmasi 2") == Command("confirm", (("seq", "2"),))
    looked = Command("second-look", (("uphold", ""), ("note", "baik")))
    assert command("/tinjau-ulang kuatkan catatan: baik") == looked
    assert command("/tinjau ulang KUATKAN: ya catatan: baik") == looked


@pytest.mark.parametrize(
    ("body", "sentence", "way_out"),
    [
        ("/disposisi kepada: a sifat: b", "`urgency:` cannot be `b`",
         "choose one of: biasa, segera, sangat_segera"),
        ("/disposisi sifat: segera", "`to:` is missing", f"there are: {KNOWN}"),
        ("/disposisi kepada: sifat: segera", "nothing stands behind `to:`",
         "write the value behind it, or leave the key out"),
        ("/disposisi kepada: a kepada: b", "`to:` stands there twice",
         "say it once; nothing was recorded"),
        ("/disposisi kepada: a to: b", "`to:` stands there twice",
         "say it once; nothing was recorded"),
        ("/disposisi kasi-piks", "`kasi-piks` stands there without a key", f"there are: {KNOWN}"),
        ("/kembalikan alasan: …", "behind `reason:` there still stands only `…`",
         "write what is meant in its place; nothing was recorded"),
        ("/kembalikan alasan: ... kurang: x", "behind `reason:` there still stands only `…`",
         "write what is meant in its place; nothing was recorded"),
        ("/kembalikan alasan: x kurang: a, “…”", "behind `missing:` there still stands only `…`",
         "write what is meant in its place; nothing was recorded"),
        ("/catat …", "behind `text:` there still stands only `…`",
         "write what is meant in its place; nothing was recorded"),
        ("/ajukan terima kasih", "`terima kasih` stands there without a key",
         "there are: none; the command stands alone"),
        ("/konfirmasi dua", "`dua` is not a number", "write it in digits, such as 2"),
        ("/konfirmasi ٢", "`٢` is not a number", "write it in digits, such as 2"),
        ("/tinjau-ulang kuatkan: tidak", "`uphold` takes no value",
         "write only the word, or leave it out"),
        ("/tinjau-ulang kuatkan kuatkan", "`uphold:` stands there twice",
         "say it once; nothing was recorded"),
        ("/ajukan\n/catat x", "a comment holds one command, and this one holds several",
         "write each command as a comment of its own; nothing was recorded"),
        (f"/catat {'x' * LONGEST}", "the command is longer than 12000 characters",
         "say it in fewer words, or upload it as a paper"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_there_is(body: str, sentence: str, way_out: str) -> None:
    found = problem(body)
    assert (found.sentence, found.way_out) == (sentence, way_out)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("/disposisi kepda: a", "kepda"),
        ("/disposisi kepada: a tengat: 2026-12-01", "tengat"),
        ("/disposisi kepada: a\nTanggal: 2026-12-01", "Tanggal"),
        ("/disposisi kepada: a catatan: lihat\n- Batas: besok", "Batas"),
        ("/disposisi kepada: a catatan: x diputuskan-oleh: kabid", "diputuskan-oleh"),
    ],
)
def test_a_slip_in_a_key_is_not_taken_for_text(body: str, key: str) -> None:
    found = problem(body)
    assert found.sentence == f"there is no key `{key}:` here"
    assert found.way_out == (
        f"there are: {KNOWN}; a value with a colon in it stands in quotation marks"
    )


def test_a_word_derived_from_a_key_is_text() -> None:
    told = command("/disposisi kepada: a catatan: mohon dipercepat, catatannya: lisan")
    assert told.options[1] == ("note", "mohon dipercepat, catatannya: lisan")


def test_an_unknown_verb_is_told_which_there_are() -> None:
    assert problem("/terbitkan") == Problem(
        "there is no command /terbitkan",
        "there are: /dispose, /return, /redispose, /accept, /note, /confirm, /second-look, /submit",
        "/dispose to: kasi-piks",
    )


@pytest.mark.parametrize("body", ["/setujui", "/Setuju, sudah baik", "/koreksi", "/approve"])
def test_whoever_looks_for_the_button_is_led_to_it(body: str) -> None:
    assert problem(body) == Problem(
        "approving and asking for changes are buttons, not commands: nothing was recorded",
        "under “Files changed”, press “Review changes”, choose one of the two, and send it",
    )


@pytest.mark.usefixtures("indonesian")
def test_the_office_reads_its_own_words() -> None:
    assert problem("/dispose").example == "/disposisi kepada: kasi-piks"
    assert example("return", TABLE) == "/kembalikan alasan: Data belum lengkap"


@pytest.mark.parametrize(
    "name",
    [
        "../x.jpg",
        "/etc/passwd",
        "a/../../b.jpg",
        "C:\\x.jpg",
        "a\\b.jpg",
        ".git/config",
        "x%2e.jpg",
    ],
)
def test_a_paper_is_named_below_its_folder(name: str) -> None:
    assert problem(f"/disposisi kepada: a pindaian: {name}").sentence.startswith(
        f"`{name}` is not the name of an uploaded paper: "
    )


VALUES = st.text(
    alphabet=st.sampled_from("abc ,;:\"'“”kepada-*\n./>é"), min_size=1, max_size=40
)  # fmt: skip


def is_sayable(value: str) -> bool:
    """What can stand in a comment at all: no quotation, no fence, nothing that is stripped."""
    lines = value.split("\n")
    return (
        value == value.strip()
        and value.strip(" ,;-*.") != ""
        and not any(line.lstrip().startswith((">", "/", "--")) for line in lines)
        and all(line == line.rstrip() for line in lines)
        and not set("\"“”") & set(value)
    )  # fmt: skip


@given(note=VALUES.filter(is_sayable), kurang=st.lists(VALUES.filter(is_sayable), max_size=3))
def test_what_is_rendered_is_read_as_the_same(note: str, kurang: list[str]) -> None:
    kurang = [item for item in kurang if "\n" not in item]
    for said in (
        Command("dispose", (("to", "kasi"), ("note", note))),
        Command("return", (("reason", note), *(("missing", item) for item in kurang))),
        Command("second-look", (("object", ""), ("note", note))),
    ):
        assert command(render(said, TABLE)) == said


@given(st.text(max_size=300))
def test_nothing_that_is_written_is_an_accident(text: str) -> None:
    assert isinstance(parse(text, TABLE), Talk | Problem | Command)
    for verb in ("/catat ", "/disposisi kepada: x ", "/kembalikan alasan: ", "/tinjau-ulang "):
        assert isinstance(parse(verb + text, TABLE), Problem | Command)


PIECES: list[Callable[[int], str]] = [
    lambda i: "kepada: ",
    lambda i: f"abcdef{i}: ",
    lambda i: "kurang: \"",
    lambda i: "kurang: “a, ",
    lambda i: "\n>\n",
    lambda i: "\n\n\n> menulis:",
    lambda i: "```\n",
    lambda i: "\n- ",
    lambda i: "\n/x ",
    lambda i: "\u00a0",
    lambda i: "menulis:\n> ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("start", ["", "/kembalikan alasan: x ", "/catat ", "```\n/catat "])
def test_the_longest_comment_is_read_quickly(piece: Callable[[int], str], start: str) -> None:
    for limit in (65_536, LONGEST):
        body = start + "".join(piece(i) for i in range(limit // len(piece(0))))
        began = time.process_time()
        parse(body[:limit], TABLE)
        assert time.process_time() - began < 1
