"""The status comment: what it says in every state, and that what others wrote stays text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from pipeline.commands import forge_markdown as md
from pipeline.commands.comment_table import table_of
from pipeline.commands.forge_places import Places
from pipeline.commands.status_comment import MARKER, Around, status_comment
from pipeline.forge.comment_command import Command, parse
from pipeline.forge.comment_key import BLANK
from pipeline.office.board import board
from pipeline.office.calendar import calendar_of
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding, Severity
from pipeline.record.labels import COMMAND_NAMES, STATE_LABELS
from pipeline.record.replay import Case, replay
from pipeline.record.request import Attachment, AttachmentKind, Request
from pipeline.record.statement import Statement
from pipeline.record.workflow import (
    FINAL,
    OPEN,
    Action,
    Role,
    State,
    allowed_actions,
    find_transition,
)
from tests.office.build import PEOPLE, agency, holder, request, told, wit

A, S = Action, State
PULL = "https://github.com/kantor/berita/pull/7"
FOLDER = "content/2026/11/24-contoh"
DIGEST = "sha256:" + "0" * 64
NOW = wit("11-23 13:10")
STEPS = (
    told(A.RECEIVE, "11-23 08:10"),
    told(
        A.DISPOSE, "11-23 09:00", to="kasi", urgency="segera", due="2026-11-30",
        note="Segera ditulis", instructions=["buat_naskah"],
    ),
    told(A.ACCEPT, "11-23 09:30"),
    told(A.SUBMIT, "11-23 11:00"),
)  # fmt: skip
ASKED = told(A.REQUEST_CHANGES, "11-23 11:30", note="Angka tanpa sumber", category="data", round=1)
REVISED = told(A.REVISE, "11-23 11:40", note="Judul dipendekkan", category="bahasa", round=1)
WAYS: Mapping[State, tuple[Statement, ...]] = {
    S.RECEIVED: STEPS[:1],
    S.RETURNED: (
        *STEPS[:1],
        told(A.RETURN, "11-23 09:00", reason="Data kurang", missing=["tabel"]),
    ),
    S.DECLINED: (*STEPS[:1], told(A.DECLINE, "11-23 09:00", reason="Bukan kegiatan daerah")),
    S.FILED: (*STEPS[:1], told(A.FILE, "11-23 09:00", reason="Cukup diketahui")),
    S.DISPOSITIONED: STEPS[:2],
    S.DRAFTING: STEPS[:3],
    S.IN_REVIEW: STEPS,
    S.CHANGES_REQUESTED: (*STEPS, ASKED),
    S.APPROVED: (*STEPS, told(A.APPROVE, "11-23 12:00")),
    S.VOID: (*STEPS[:1], told(A.VOID, "11-23 09:00", reason="Salah ketik")),
}
PAUSE = told(A.PAUSE, "11-23 11:50", waiting_for="Dinas Contoh", reason="data", until="2026-11-25")
EVERY = [(state, False) for state in State] + [(state, True) for state in sorted(OPEN)]
WHO = {Role.OFFICER: "nurul", Role.SECTION_HEAD: "kasi", Role.DIVISION_HEAD: "kabid"}
FENCE = re.compile(r"^```\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def chained(history: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements as one history, so that they can be replayed."""
    made: list[Statement] = []
    for place, one in enumerate(history, start=1):
        prev = made[-1].digest if made else None
        made.append(replace(one, seq=place, prev=prev, by=WHO[one.role], signer=WHO[one.role]))
    case, problems = replay(made)
    assert case.state is not None and not problems
    return tuple(made)


def office(**more: Any) -> Agency:
    """The invented office, with a list of instructions and kinds of correction."""
    found = replace(
        agency(),
        instructions={"buat_naskah": "Buat naskah", "proses_lebih_lanjut": "Proses lebih lanjut"},
        correction_categories={"data": "Data dan angka", "bahasa": "Bahasa"},
    )
    return replace(found, **more)


# Loading every verb takes longer than hypothesis waits for.
KNOWN = table_of(office())


def letter(state: State, *, paused: bool = False, **more: Any) -> Request:
    """A request in a state."""
    history = (*WAYS[state], *([PAUSE] if paused else []))
    return replace(request(*chained(history)), **more)


def comment(
    of: Request, around: Around | None = None, *, now: datetime = NOW, at: Agency | None = None
) -> str:
    """The comment on a request, with its row as the board has it."""
    here = at or office()
    case = replay(of.history)[0]
    rows = board([of], here, calendar_of(here), now)
    return status_comment(here, of, case, rows[0] if rows else None, around or AROUND, now)


AROUND = Around(
    PULL,
    article=FOLDER,
    sheet=f"{PULL}#lembar",
    until=date(2027, 2, 21),
    preview=f"{PULL}#pratinjau",
)
PAGE = "https://siar.example/2026/11/24-x/"


def commands(shown: str) -> list[Command]:
    """Every command that is offered, as it would be understood."""
    lines = [line for line in FENCE.findall(shown) if line.startswith("/")]
    found = [parse(line.replace(BLANK, "kata"), KNOWN) for line in lines]
    assert all(isinstance(one, Command) for one in found), lines
    return [one for one in found if isinstance(one, Command)]


# --- every state -----------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "paused"), EVERY)
def test_it_begins_with_its_mark_and_says_where_it_is(state: State, paused: bool) -> None:
    shown = comment(letter(state, paused=paused))
    assert shown.startswith(f"{MARKER}\n\n### 2026-0042 · ")
    label = "ditunda" if paused else STATE_LABELS[state]
    assert shown.splitlines()[2] == f"### 2026-0042 · {label}"


@pytest.mark.parametrize(("state", "paused"), EVERY)
def test_every_command_it_offers_is_understood_and_possible_now(state: State, paused: bool) -> None:
    possible = set(allowed_actions(state, paused=paused))
    for around in (AROUND, Around(PULL), Around(PULL, digest="sha256:" + "1" * 64)):
        for one in commands(comment(letter(state, paused=paused), around)):
            action = A(one.verb.replace("-", "_")) if one.verb != "draft" else A.SUBMIT
            assert action in possible, one


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whoever_it_waits_on_has_something_to_do(state: State) -> None:
    shown = comment(letter(state)).partition("<details>")[0]
    assert FENCE.search(shown) or "](https://" in shown.partition("Papers")[2]


MAIN = {
    S.RECEIVED: "/dispose\nto: kasi\nurgency: biasa\ninstruction: Proses lebih lanjut\n"
    "due: 2026-11-23",
    S.DISPOSITIONED: "/accept officer: nurul",
    S.DRAFTING: "/submit",
    S.CHANGES_REQUESTED: "/submit",
}


@pytest.mark.parametrize("state", MAIN)
def test_the_likely_choice_is_filled_in(state: State) -> None:
    shown = comment(letter(state)).partition("<details><summary>Other")[0]
    assert FENCE.findall(shown) == [MAIN[state]]


def test_another_disposition_begins_with_the_one_in_force() -> None:
    (offered,) = [one for one in commands(comment(letter(S.DRAFTING))) if one.verb == "redispose"]
    assert offered.options == (
        ("to", "kasi"), ("urgency", "segera"), ("instruction", "buat_naskah"),
        ("note", "Segera ditulis"), ("due", "2026-11-30"), ("reason", "kata"),
    )  # fmt: skip


def test_with_the_agencys_language_commands_are_indonesian(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SIAR_LANGUAGE", "id")
    wanted = (
        f"/{COMMAND_NAMES['dispose']}\nkepada: kasi\nsifat: biasa\ninstruksi: Proses lebih lanjut"
    )
    assert FENCE.findall(comment(letter(S.RECEIVED)))[0].startswith(wanted)


def test_a_due_day_that_has_passed_is_not_proposed() -> None:
    late = comment(letter(S.RECEIVED), now=wit("11-24 09:00"))
    assert FENCE.findall(late)[0] == MAIN[S.RECEIVED].removesuffix("\ndue: 2026-11-23")


def test_a_deputy_in_force_is_named_with_plt_and_proposed() -> None:
    deputy = holder("plt", Role.SECTION_HEAD, acting="Plt.")
    here = office(roster=replace(office().roster, people=(*PEOPLE, deputy)))
    shown = comment(letter(S.DISPOSITIONED), at=here)
    assert "Plt Contoh (Plt.), Kasi Contoh" in shown
    assert commands(comment(letter(S.RECEIVED), at=here))[0].options[0] == ("to", "plt")


def test_since_and_until_when_in_the_offices_time() -> None:
    shown = comment(letter(S.IN_REVIEW), now=wit("11-23 11:16"))
    assert "- **Step of the SOP:** 5 of 8, Langkah 5\n" in shown
    assert "- **Waits for:** Kepala Seksi (Kasi): Kasi Contoh\n" in shown
    assert "- **Since:** Senin, 23 November 2026 pukul 11.00 WIT\n" in shown
    assert (
        "- **Until:** Senin, 23 November 2026 pukul 11.30 WIT "
        "(standard 30 minutes, 15 used up or more)\n"
    ) in shown


def test_a_pause_says_for_whom_why_and_until_when() -> None:
    shown = comment(letter(S.DRAFTING, paused=True))
    assert "- **Waits for:** Dinas Contoh · Petugas: Nurul Contoh\n" in shown
    assert "- **Because:** data (expected by 25 November 2026)\n" in shown
    assert FENCE.findall(shown)[0] == "/resume reason: …"


def test_writing_leads_to_the_editor_in_the_browser() -> None:
    branch = "https://github.com/kantor/berita/{}/request/2026-0042"
    shown = comment(letter(S.DRAFTING))
    assert f"({branch.format('edit')}/{FOLDER}/index.md)" in shown
    assert f"({branch.format('upload')}/{FOLDER})" in shown
    without = comment(letter(S.DRAFTING), Around(PULL))
    assert FENCE.findall(without)[0] == "/draft" and "/submit" not in without


def test_a_correction_names_the_digest_and_the_forges_own_buttons() -> None:
    shown = comment(letter(S.IN_REVIEW))
    assert f"```\n{DIGEST}\n```" in shown
    assert f"[**Files changed**]({PULL}/files)" in shown and "**Approve**" in shown


def test_a_text_that_was_changed_afterwards_cannot_be_approved() -> None:
    shown = comment(letter(S.IN_REVIEW), AROUND._replace(digest="sha256:" + "1" * 64))
    assert "**Request changes**" in shown
    assert "**Approve**" not in shown and DIGEST not in shown


def test_a_revised_text_waits_for_the_officers_consent() -> None:
    of = request(*chained((*STEPS, REVISED)))
    shown = comment(of)
    assert FENCE.findall(shown)[0] == "/agree"
    assert "Round 1, Bahasa: revised by Kasi Contoh" in shown and "> Judul dipendekkan" in shown
    agreed = comment(request(*chained((*STEPS, REVISED, told(A.AGREE, "11-23 11:50")))))
    assert FENCE.findall(agreed)[0] == DIGEST


NOTES = {
    S.RETURNED: "**Sent back by Kabid Contoh**\n\n> Data kurang\n\n- tabel\n",
    S.DECLINED: "**Declined by Kabid Contoh**\n\n> Bukan kegiatan daerah\n",
    S.FILED: "**Filed by Kabid Contoh**\n\n> Cukup diketahui\n",
    S.VOID: "**Closed by Kasi Contoh**\n\n> Salah ketik\n",
    S.DISPOSITIONED: "**Forwarded by Kabid Contoh**\n\n> Segera ditulis\n\n- Buat naskah\n",
    S.CHANGES_REQUESTED: "**Round 1, Data dan angka: asked for by Kasi Contoh**\n\n> Angka tanpa",
}


@pytest.mark.parametrize("state", NOTES)
def test_what_was_decided_last_is_said_with_its_reason(state: State) -> None:
    assert NOTES[state] in comment(letter(state))


def test_the_next_correction_still_shows_what_the_last_round_asked_for() -> None:
    again = (*WAYS[S.CHANGES_REQUESTED], told(A.SUBMIT, "11-23 12:10"))
    assert "> Angka tanpa sumber" in comment(request(*chained(again)))


def test_a_corrected_edition_does_not_repeat_what_the_first_was_told() -> None:
    again = (*WAYS[S.CHANGES_REQUESTED], told(A.SUBMIT, "11-23 12:10"),
             told(A.APPROVE, "11-23 12:20"), told(A.AMEND, "11-23 12:30"),
             told(A.SUBMIT, "11-23 12:40"))  # fmt: skip
    assert "Angka tanpa sumber" not in comment(request(*chained(again)))


def test_the_papers_are_linked_the_sheet_with_its_last_day() -> None:
    shown = comment(letter(S.RECEIVED))
    sheet = f"[disposition sheet]({PULL}#lembar) (until 21 Februari 2027)"
    assert f"- **Papers:** {sheet} · [preview of the page]({PULL}#pratinjau)\n" in shown
    assert "**Papers:**" not in comment(letter(S.RECEIVED), Around(PULL))


@pytest.mark.parametrize("state", State)
def test_the_sheet_of_a_restricted_letter_is_on_paper_in_the_office(state: State) -> None:
    of = letter(state)
    of = replace(of, letter=replace(of.letter, security="rahasia"))
    said = "disposition sheet: in the office, with `siar print disposisi 2026-0042`"
    assert (said in comment(of, Around(PULL))) is (state in OPEN)


def test_an_approved_article_needs_nothing_more() -> None:
    nothing = "Nothing: the system publishes it and tells the media and the sender."
    assert nothing in comment(letter(S.APPROVED))
    merged = AROUND._replace(merged=wit("11-23 12:05"), page=PAGE)
    shown = comment(letter(S.APPROVED), merged)
    assert nothing in shown
    assert "/submit" not in shown and "/takedown" in shown
    assert "- **On main since:** Senin, 23 November 2026 pukul 12.05 WIT\n" in shown
    assert f"- **Page, once it is live:** [siar.example/2026/11/24-x/]({PAGE})\n" in shown


def test_once_it_is_live_it_says_since_when_and_where() -> None:
    live = AROUND._replace(merged=wit("11-23 12:05"), page=PAGE, live=wit("11-23 12:30"))
    shown = comment(letter(S.APPROVED), live)
    assert shown.splitlines()[2] == "### 2026-0042 · tayang"
    assert "- **Live since:** Senin, 23 November 2026 pukul 12.30 WIT\n" in shown
    assert f"- **Page:** [siar.example/2026/11/24-x/]({PAGE})\n" in shown
    assert "- **On main since:** " in shown and "the system publishes" not in shown
    assert "Nothing: it is live, and the system tells the media and the sender." in shown


def test_an_article_that_has_its_time_says_when() -> None:
    of, here = letter(S.APPROVED), office()
    rows = board([of], here, calendar_of(here), NOW, scheduled={of.number: wit("11-25 08:00")})
    merged = AROUND._replace(merged=wit("11-23 12:05"), page=PAGE)
    shown = status_comment(here, of, replay(of.history)[0], rows[0], merged, NOW)
    assert "in its time (jadwal tayang Rabu, 25 November 2026 pukul 08.00 WIT)" in shown
    assert f"]({PAGE})" in shown


def test_what_is_hidden_is_not_said_to_be_published() -> None:
    hidden = told(A.TAKEDOWN, "11-23 12:20", reason="data pribadi")
    shown = comment(request(*chained((*WAYS[S.APPROVED], hidden))), AROUND)
    assert "Nothing: the page is hidden from readers." in shown
    assert "publishes" not in shown


@pytest.mark.parametrize("state", sorted(FINAL - {S.APPROVED}))
def test_what_ended_is_finished_and_on_main(state: State) -> None:
    shown = comment(letter(state), AROUND._replace(merged=wit("11-23 12:05")))
    assert "Nothing: this request is finished." in shown
    assert "- **On main since:** Senin, 23 November 2026 pukul 12.05 WIT\n" in shown


def test_who_has_still_to_approve_is_named() -> None:
    missing = AROUND._replace(missing=(Role.DIVISION_HEAD,))
    shown = comment(letter(S.APPROVED), missing)
    assert "- **Waits for:** Kepala Bidang (Kabid): Kabid Contoh\n" in shown
    assert "Still to approve: Kepala Bidang (Kabid)." in shown and DIGEST in shown
    assert "approval of Kepala Bidang (Kabid), too" in comment(letter(S.IN_REVIEW), missing)


def test_a_divided_request_names_who_carries_it_on() -> None:
    split = told(A.SPLIT, "11-23 10:00", numbers=["2026-0042.1", "2026-0042.2"], reason="dua")
    of = request(*chained((*STEPS[:2], split)))
    shown = status_comment(office(), of, replay(of.history)[0], None, AROUND, NOW)
    assert "Others carry this on: 2026-0042.1, 2026-0042.2." in shown


def test_papers_that_are_awaited_are_listed_with_their_day_and_the_upload_page() -> None:
    papers = (
        Attachment(AttachmentKind.LETTER, "0042/surat.pdf", "0" * 64),
        Attachment(AttachmentKind.DATA, due=date(2026, 11, 25)),
    )
    place = "https://github.com/kantor/berita/upload/request/2026-0042/requests/2026/0042"
    for state in sorted(OPEN):
        shown = comment(letter(state, attachments=papers))
        assert "formulir publikasi kegiatan; data yang akan dipublikasikan" in shown
        assert "(follows on 25 November 2026)" in shown
        assert (f"({place})" in shown) is (state is not S.IN_REVIEW)
    for state in FINAL | {S.APPROVED}:
        assert place not in comment(letter(state, attachments=papers))


def findings(count: int, severity: Severity = Severity.ERROR) -> tuple[Finding, ...]:
    """As many different findings."""
    path = f"{FOLDER}/index.md"
    return tuple(
        Finding(path, n + 1, "x", f"salah {n}", f"betulkan {n}", severity) for n in range(count)
    )


def test_at_most_twenty_findings_are_shown_with_their_lines() -> None:
    shown = comment(letter(S.DRAFTING), AROUND._replace(findings=findings(23)))
    place = "https://github.com/kantor/berita/blob/request/2026-0042/"
    first = f"- [index.md, line 1]({place}{FOLDER}/index.md?plain=1#L1): salah 0 → betulkan 0\n"
    assert first in shown and "salah 19" in shown and "salah 20" not in shown
    assert "- and 3 more\n" in shown


def test_warnings_stand_folded_and_stop_nothing() -> None:
    warned = AROUND._replace(findings=(*findings(2, Severity.WARNING),) * 2)
    shown = comment(letter(S.DRAFTING), warned)
    assert "<details><summary>To be looked at again: 2</summary>" in shown
    assert "nothing that would stop it" in shown and "To be mended" not in shown


# --- what it never says ------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "paused"), EVERY)
def test_nothing_of_the_letters_contents_gets_in(state: State, paused: bool) -> None:
    of = letter(state, paused=paused)
    of = replace(
        of,
        letter=replace(of.letter, number="RAHASIA/1"),
        sender=replace(of.sender, contact="Ibu Rahasia", email="ibu@rahasia.example", phone="0812"),
        activity=replace(of.activity, what="RAHASIA", who="RAHASIA", how="RAHASIA"),
    )
    assert "rahasia" not in comment(of).lower()


def test_the_subject_of_a_restricted_letter_is_not_mailed_around() -> None:
    of = letter(S.RECEIVED)
    of = replace(of, letter=replace(of.letter, subject="Operasi Senyap", security="terbatas"))
    assert "Senyap" not in comment(of)


def test_the_clock_alone_changes_it_a_few_times_only() -> None:
    of = letter(S.IN_REVIEW)
    begin = wit("11-23 11:00")
    shown = [comment(of, now=begin + timedelta(minutes=minutes)) for minutes in range(3 * 24 * 60)]
    assert len(set(shown)) <= 6
    assert comment(of) == comment(of)


# --- what others wrote stays text ----------------------------------------------------------------

GFM = MarkdownIt("gfm-like", {"html": True})
if GFM.linkify is not None:
    GFM.linkify.set({"fuzzy_link": False})  # no forge takes `M.Si` for an address
BITES = (
    "@kasi-piks", "#12", "GH-7", "kantor/berita#3", "!5", "closes #1", "https://jahat.example/x",
    "www.jahat.example", "a@jahat.example", "mailto:a@b.example", "xmpp:a@b.example",
    "[x](https://jahat.example)", "![x](https://jahat.example/p.png)", "<b>", "</details>",
    "<details>", "<!-- siar:status -->", "<script>alert(1)</script>", "```", "`", "**", "__", "~~",
    "| a | b |", "\n", "\n\n", "\n# judul\n", "\n- butir\n", "\n> kutip\n", "1. satu", "1) satu",
    "---", "===", "&lt;", "&#60;", "&amp;", "\\", "$x$", "[^1]", "- [ ] x", "+ x", "* x",
    "    kode",
    "deadbeefcafe", "0123456789abcdef0123456789abcdef01234567", "\u202e", "\u200b", "\r", "\t",
    "kata", "2026", "Dinas", "é", ":tada:", "{.x}", "alasan: x", "/setujui",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(BITES), max_size=6).map("".join) | st.text(max_size=40)
CALLS = (
    re.compile(r"@\w"),
    re.compile(r"[#!]\d"),
    re.compile(r"\bgh-\d", re.IGNORECASE),
    re.compile(r"://"),
    re.compile(r"\bwww\.", re.IGNORECASE),
    re.compile(r"\b(mailto|xmpp):", re.IGNORECASE),
    re.compile(r"\b[0-9a-f]{7,64}\b"),
)


def tokens(shown: str) -> list[Token]:
    """What a forge's parser makes of a text, without its words."""
    return [child for one in GFM.parse(shown) for child in (one, *(one.children or ()))]


def shape(shown: str) -> list[tuple[str, str, str]]:
    """The elements of a text, with where they lead to."""
    return [
        (one.type, one.tag, str(one.attrs.get("href", "")))
        for one in tokens(shown)
        if one.type not in ("text", "text_special", "inline", "softbreak")
    ]


def words(shown: str) -> str:
    """The words of a text as a reader sees them, those to be copied left out."""
    kept = ("text", "text_special", "softbreak")
    return " ".join(one.content for one in tokens(shown) if one.type in kept)


@given(HOSTILE)
def test_one_line_of_text_stays_one_line_of_text(hostile: str) -> None:
    shown = f"x {md.text(hostile)} y"
    assert shape(shown) == [("paragraph_open", "p", ""), ("paragraph_close", "p", "")]
    assert not [call.pattern for call in CALLS if call.search(words(shown))]


@given(HOSTILE)
def test_at_the_beginning_of_a_line_too(hostile: str) -> None:
    shown = shape(md.text(hostile))
    assert shown in ([], [("paragraph_open", "p", ""), ("paragraph_close", "p", "")])


@given(HOSTILE)
def test_a_quotation_is_never_left(hostile: str) -> None:
    shown = shape(f"before\n\n{md.quoted(hostile)}\n\nafter")
    assert shown[:2] == shown[-2:] == [("paragraph_open", "p", ""), ("paragraph_close", "p", "")]
    assert {kind for kind, _tag, _to in shown[2:-2]} <= {
        "blockquote_open", "paragraph_open", "paragraph_close", "blockquote_close",
    }  # fmt: skip


@given(HOSTILE)
def test_a_block_to_copy_is_one_line_that_cannot_be_left(hostile: str) -> None:
    (one,) = GFM.parse(md.fenced(hostile))
    assert (one.type, one.content.count("\n")) == ("fence", 1)


@given(st.text(max_size=60) | HOSTILE)
def test_a_link_leads_to_the_web_or_nowhere(hostile: str) -> None:
    for address in (hostile, f"https://a.example/{hostile}", f"https://a.example/){hostile}"):
        found = [to for kind, _tag, to in shape(md.link("label", address)) if kind == "link_open"]
        assert found in ([], [normalizeLink(address)])


@given(HOSTILE, HOSTILE, HOSTILE, st.sampled_from(EVERY))
def test_nobody_breaks_out_of_the_comment(
    subject: str, sender: str, note: str, where: tuple[State, bool]
) -> None:
    of = letter(where[0], paused=where[1])
    before = comment(of, AROUND._replace(findings=findings(2)))
    shown = comment(hostile_letter(of, subject, sender, note), AROUND._replace(
        findings=tuple(one._replace(message=f"x{note}", help=f"x{sender}") for one in findings(2))
    ))  # fmt: skip
    assert without_quotations(shape(shown)) == without_quotations(shape(before))
    assert not [call.pattern for call in CALLS[:3] if call.search(words(shown))]
    assert shown.count(MARKER) == 1 and len(shown) < 65_536
    commands(shown)


def hostile_letter(of: Request, subject: str, sender: str, note: str) -> Request:
    """The same request with these words in it; each has at least one of its own."""
    says = [
        replace(one, data={**one.data, **{
            key: f"x{note}" for key in ("note", "reason") if one.data.get(key)
        }})
        for one in of.history
    ]  # fmt: skip
    return replace(
        of,
        history=chained(says),
        letter=replace(of.letter, subject=f"x{subject}"),
        sender=replace(of.sender, agency=f"x{sender}"),
    )


def without_quotations(shown: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The elements outside quotations, which have as many lines as was written."""
    kept, depth = [], 0
    for one in shown:
        depth += one[0] == "blockquote_open"
        if not depth:
            kept.append(one)
        depth -= one[0] == "blockquote_close"
    return kept


def test_the_longest_words_still_fit_into_a_comment() -> None:
    long = "<@#1>" * 4000
    of = hostile_letter(letter(S.CHANGES_REQUESTED), long, long, long)
    many = tuple(one._replace(message=long, help=long) for one in findings(40))
    warned = tuple(one._replace(severity=Severity.WARNING) for one in many)
    assert len(comment(of, AROUND._replace(findings=(*many, *warned)))) < 65_536


# --- where pages are -----------------------------------------------------------------------------


def test_forgejo_has_pages_of_its_own() -> None:
    places = Places.of("https://git.siar.example/kantor/berita/pulls/7", "2026-0042")
    home = "https://git.siar.example/kantor/berita"
    assert places.edit("a b/index.md") == f"{home}/_edit/request/2026-0042/a%20b/index.md"
    assert places.upload("x") == f"{home}/_upload/request/2026-0042/x"
    assert places.line("x.md", 3) == f"{home}/src/branch/request/2026-0042/x.md#L3"
    assert places.files == f"{home}/pulls/7/files"


@pytest.mark.parametrize("address", ["", "javascript:x/pull/7", "https://x.example/a/b", "x/pull/"])
def test_an_address_that_is_no_pull_request_leads_nowhere(address: str) -> None:
    shown = comment(letter(S.DRAFTING), Around(address, article=FOLDER, findings=findings(1)))
    assert "](" not in shown


def test_what_is_offered_can_be_said_by_whoever_is_named() -> None:
    for state in sorted(OPEN | {S.APPROVED}):
        case: Case = replay(letter(state).history)[0]
        for one in commands(comment(letter(state))):
            if one.verb != "draft":
                action = A(one.verb.replace("-", "_"))
                assert any(find_transition(case.state, action, role) for role in Role)
