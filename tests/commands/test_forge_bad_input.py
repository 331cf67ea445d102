"""What comes in from a forge that nobody should have sent: refused or kept as text, and told.

Every test lets the real recorder look at the test forge. Whatever it is that comes, nothing is
run, nobody is called, nothing is lost, and what is right beside it goes on.
"""

import itertools
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands import forge_markdown as md
from pipeline.commands.casebook import open_requests
from pipeline.commands.opening import Opened, open_request
from pipeline.errors import Exit
from pipeline.forge.issue_fields import FIELDS, Widget
from pipeline.record.digest import sha256
from pipeline.record.workflow import Action
from tests.commands.forge_scene import (
    Another,
    At,
    answers,
    assert_refused,
    history,
    patient,
    pull,
    stand,
    standing,
)
from tests.github.call import Refusal
from tests.github.events import Event
from tests.github.members import BOT
from tests.support.gfm import living
from tests.support.journey import ANSWERS, issue_text, send_letter
from tests.support.office import (
    ARTICLE,
    KABID,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    Stage,
    article,
)
from tests.support.on_forge import BRANCH, HURRIED, OnForge

FOLDER = "requests/2026/0118"
FORWARD = "/disposisi kepada: kasi-piks instruksi: proses_lebih_lanjut"
SHORT = HURRIED._replace(read=0.4, pauses=())


def entered(scene: OnForge) -> list[str]:
    """The numbers of the open requests, as the shared repository has them."""
    return [entry.request.number for entry in open_requests(scene.office.pipeline)]


# --- who may not --------------------------------------------------------------------------------


def by_a_stranger(scene: OnForge, number: int) -> Event:
    """Somebody with an account who is nobody of the roster."""
    return scene.forge.comment("orang-luar", number, FORWARD)


def under_a_name_of_the_roster(scene: OnForge, number: int) -> Event:
    """A stranger who took the login that the Kabid had: the number is another one."""
    scene.forge.rename(KABID, "kabid-lama")
    scene.forge.rename("orang-luar", KABID)
    return scene.forge.comment(KABID, number, FORWARD)


def without_the_role(scene: OnForge, number: int) -> Event:
    """An officer does what the Kabid does."""
    return scene.forge.comment(OTHER_OFFICER, number, FORWARD)


REFUSED: dict[Callable[[OnForge, int], Event], tuple[str, str]] = {
    by_a_stranger: (
        "the account orang-luar is nobody's of the roster",
        "the roster in agency.yaml names the account of each person by its number",
    ),
    under_a_name_of_the_roster: (
        "the account kabid-piks is nobody's of the roster",
        "the roster in agency.yaml names the account of each person by its number",
    ),
    without_the_role: (
        "Contoh Petugas Dua may not do this: it is for division_head",
        "today that is Dra.",
    ),
}


@pytest.mark.parametrize("say", list(REFUSED))
def test_a_command_of_somebody_who_may_not_is_refused_and_told(
    on_the_forge: At, say: Callable[[OnForge, int], Event]
) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene)
    event = say(scene, number)
    assert_refused(scene, number, event, *REFUSED[say])
    by = "kabid-lama" if "kabid-lama" in scene.forge.users else KABID
    assert scene.wake(scene.forge.comment(by, number, FORWARD)) == Exit.OK
    assert history(scene)[-1].action is Action.DISPOSE


def test_a_command_of_a_bot_is_talk(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene)
    event = scene.forge.comment(BOT, number, FORWARD)
    before = len(scene.said(number))
    assert scene.wake(event) == Exit.OK
    assert len(history(scene)) == 1
    assert len(scene.said(number)) == before + 1  # where the request is, and no answer


def test_a_letter_of_somebody_who_may_not_is_not_entered(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    event = scene.forge.open_issue("orang-luar", "Surat (CONTOH)", issue_text(), ["permintaan"])
    number = event.payload["issue"]["number"]
    for _again in range(2):
        assert scene.wake(event) == Exit.OK
    (told,) = scene.said(number)
    assert "the account orang-luar is nobody's of the roster" in told
    assert (entered(scene), scene.api.issue(number).is_open) == ([], True)


# --- several at once ----------------------------------------------------------------------------


def test_letters_of_the_same_second_get_a_number_each(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    events = [
        scene.forge.open_issue(who, f"Surat {who}", issue_text(**{"Hal": who}), ["permintaan"])
        for who in (OFFICER, OTHER_OFFICER)
    ]
    # Both events are delivered, and the first one twice.
    for event in (*events, events[0]):
        assert scene.wake(event) == Exit.OK, scene.notes.lines
    found = open_requests(scene.office.pipeline)
    assert [(one.request.number, one.request.subject) for one in found] == [
        (NUMBER, OFFICER),
        ("2026-0119", OTHER_OFFICER),
    ]
    assert len(scene.api.pull_requests()) == 2
    assert not scene.api.issues("permintaan")


def test_two_recorders_enter_one_letter_once(on_the_forge: At, tmp_path: Path) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    other = Another(scene, tmp_path / "pencatat-lain")
    event = send_letter(scene)

    def meanwhile() -> None:
        scene.office.at("2026-11-02T08:31:00+09:00")
        assert scene.wake(event) == Exit.OK

    other.repository.meanwhile = meanwhile
    assert other.wake(event) == Exit.OK, other.notes.lines
    assert other.repository.meanwhile is None
    assert entered(scene) == [NUMBER]
    assert len(scene.api.pull_requests()) == 1
    assert len(scene.said(event.payload["issue"]["number"])) == 1


def test_two_recorders_enter_two_letters_under_two_numbers(
    on_the_forge: At, tmp_path: Path
) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    other = Another(scene, tmp_path / "pencatat-lain")
    first, second = send_letter(scene), send_letter(scene)
    other.repository.meanwhile = lambda: scene.wake(first)
    assert other.wake(second) == Exit.OK, other.notes.lines
    assert entered(scene) == [NUMBER, "2026-0119"]
    assert len(scene.api.pull_requests()) == 2


def test_a_letter_that_is_opened_again_keeps_its_number(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    event = send_letter(scene)
    assert scene.wake(event) == Exit.OK
    number = event.payload["issue"]["number"]
    (request,) = scene.api.pull_requests()
    assert scene.wake(scene.forge.reopen_issue(OFFICER, number)) == Exit.OK
    assert (entered(scene), len(scene.api.pull_requests())) == ([NUMBER], 1)
    assert not scene.api.issue(number).is_open
    # Also once it is on main, where nobody writes on its branch any more.
    event = scene.forge.comment(KABID, request.number, "/tolak alasan: bukan kegiatan daerah")
    assert scene.wake(event) == Exit.OK
    assert scene.forge.pull(request.number)[1].merged_at, scene.said(request.number)
    assert scene.wake(scene.forge.reopen_issue(OFFICER, number)) == Exit.OK, scene.notes.lines
    assert (entered(scene), len(scene.api.pull_requests())) == ([], 0)
    assert not scene.api.issue(number).is_open


# --- too much -----------------------------------------------------------------------------------


def test_a_form_of_a_hundred_megabytes_is_refused(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    with pytest.raises(Refusal):
        send_with(scene, "Apa", "x" * 100_000_000)
    # A forge without that limit: it is not read to its end, and nothing is concluded from it.
    event = send_letter(scene)
    good = scene.forge.issue(event.payload["issue"]["number"])
    body, good.body = good.body, "x" * 100_000_000
    assert scene.wake(event) == Exit.RETRY
    assert "it has no end" in scene.notes.lines[0]
    assert entered(scene) == []
    good.body = body
    assert scene.wake(event) == Exit.OK
    assert entered(scene) == [NUMBER]


def send_with(scene: OnForge, label: str, said: str) -> Event:
    """A letter with something in one of its fields."""
    return scene.forge.open_issue(
        OFFICER, "Surat (CONTOH)", issue_text(**{label: said}), ["permintaan"]
    )


def test_an_answer_that_is_too_long_is_told_with_its_limit(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    event = send_with(scene, "Apa", "panen " * 9_000)
    assert scene.wake(event) == Exit.OK
    (told,) = scene.said(event.payload["issue"]["number"])
    assert "**Apa**: it has 53999 characters, and 10000 are the most" in told
    assert entered(scene) == []


def test_a_file_dropped_into_the_form_is_never_fetched(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    dropped = f"[surat.pdf]({scene.forge.url}/user-attachments/files/7/surat.pdf)"
    event = send_with(scene, "Apa", f"Panen {dropped}")
    assert scene.wake(event) == Exit.OK
    assert not [call for call in scene.forge.calls if "user-attachments" in call]
    (told,) = scene.said(event.payload["issue"]["number"])
    assert "/upload/request/2026-0118/requests/2026/0118" in told
    assert all(not paper.is_present for paper in opened(scene).request.attachments)


def opened(scene: OnForge) -> Opened:
    """The request as it is on the forge."""
    return open_request(scene.office.pipeline, NUMBER)


def test_a_paper_of_a_hundred_megabytes_is_not_entered_and_told_with_its_limit(
    on_the_forge: At,
) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene)
    papers = {"Data Besar.pdf": bytes(100 * 1024 * 1024), "Data Kecil.pdf": b"%PDF-1.7 contoh"}
    event = scene.forge.upload(OFFICER, BRANCH, FOLDER, papers)
    for _again in range(2):
        assert scene.wake(event) == Exit.OK, scene.notes.lines
    (told,) = answers(scene, number)
    assert "entered: Data Kecil.pdf" in told
    assert "not entered: Data Besar.pdf: it has 100 MiB, and 25 MiB are the most" in told
    assert "delete it from the branch in the browser" in told
    assert history(scene)[-1].action is Action.COMPLETE


def test_what_is_larger_than_any_object_is_told(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene)
    event = scene.forge.upload(OFFICER, BRANCH, FOLDER, {"Data.pdf": bytes(130 * 1024 * 1024)})
    before = (scene.office.main, scene.office.tip())
    assert scene.wake(event) == Exit.PROBLEMS
    told = standing(scene, number)
    assert "Nothing can be recorded here until this is put right:" in told
    assert "put a smaller file in its place" in told
    assert (scene.office.main, scene.office.tip()) == before
    scene.forge.push(OFFICER, BRANCH, {f"{FOLDER}/Data.pdf": None})
    assert scene.wake(scene.forge.comment(KABID, number, FORWARD)) == Exit.OK
    assert history(scene)[-1].action is Action.DISPOSE
    assert "Nothing can be recorded" not in standing(scene, number)


def test_a_record_that_somebody_edited_is_told_and_gone_on_with_once_it_is_put_back(
    on_the_forge: At,
) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene)
    path = f"{FOLDER}.yaml"
    right = scene.office.bare.read(scene.office.tip(), path) or b""
    main = scene.office.main
    for wrong in (right.replace(b"CONTOH", b"\xc3\x28"), right[:300], b"", b"- " * 40_000):
        scene.forge.push(OFFICER, BRANCH, {path: wrong})
        event = scene.forge.comment(KABID, number, FORWARD)
        assert scene.wake(event) == Exit.PROBLEMS
        assert "Nothing can be recorded here until this is put right:" in standing(scene, number)
        assert (answers(scene, number), scene.office.main) == ([], main)
    scene.forge.push(OFFICER, BRANCH, {path: right})
    assert scene.wake(event) == Exit.OK, scene.notes.lines
    assert [s.action for s in history(scene)] == [Action.RECEIVE, Action.DISPOSE]
    assert "Nothing can be recorded" not in standing(scene, number)


# --- what would do something elsewhere ----------------------------------------------------------

# In a shell, in Markdown, in HTML, on a runner's screen, in YAML, in a path, in a merge's message.
HOSTILE = (
    "$(touch CANARY) `touch CANARY` ; touch CANARY #'; touch CANARY #",
    '"; touch CANARY; "',
    "| touch CANARY && touch CANARY & ${IFS}touch${IFS}CANARY",
    "@everyone @kantor/semua @kasi-piks",
    "![suar](https://jahat.example/suar.png) [klik](javascript:alert(1))",
    "<img src=https://jahat.example/suar.png onerror=alert(1)><script>alert(1)</script>",
    "``` </details> <!-- siar:status --> ```",
    "`` ` <img src=x> ` `` ``<b>``",
    "<!-- siar:answer comment-3000000009 --><!-- siar:status -->",
    "closes #1 fixes #2, resolves https://github.com/kantor/berita/issues/3",
    "| a | b | |---|---| | https://jahat.example | www.jahat.example |",
    "::error file=a::b ##[set-output]x ::add-mask::a",
    "${{ secrets.SIAR_KEY }} {{ 1 }} {% raw %}",
    "\u202egpj.tarus\u202c \u200b\u2066x\u2069 \x07\x1b[31m",
    "- &a [*a, !!python/object/apply:os.system ['touch CANARY']]",
    "../../../../etc/passwd\\..\\..",
    "kata " * 60,
)
# As many as have room beside one another, where each look takes its time.
BUNDLES = tuple(" ".join(HOSTILE[first::6]) for first in range(6))
TEXTS = tuple(
    one.label for one in FIELDS if one.part and one.widget in (Widget.INPUT, Widget.TEXTAREA)
)


@pytest.fixture
def canary() -> Iterator[Path]:
    """A file that must never be there. Its name is short wherever tests run: words have a limit."""
    with tempfile.TemporaryDirectory(prefix="k") as name:
        yield Path(name, "kenari")


def hostile(words: str, canary: Path) -> str:
    """The words, aimed at a file that must never be there."""
    return words.replace("CANARY", str(canary))


def assert_harmless(scene: OnForge, canary: Path) -> None:
    """Whatever the recorder has said anywhere only stands there, and nothing was run."""
    said = [one.body for one in scene.forge.comments.values() if one.user is scene.forge.bot]
    assert said
    found = [(wrong, one) for one in said for wrong in living(one, scene.forge.url)]
    assert not found, found[0]
    assert not canary.exists()
    assert not list(scene.office.folder.rglob("CANARY"))


def test_whatever_stands_in_a_form_is_text(on_the_forge: At, canary: Path) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    bystander = scene.forge.open_issue(OFFICER, "Lain", "").payload["issue"]["number"]
    for words in BUNDLES:
        aimed = hostile(words, canary)
        body = issue_text(**dict.fromkeys(TEXTS, aimed) | {"Narahubung": "Ibu Contoh"})
        event = scene.forge.open_issue(OFFICER, aimed[:250], body, ["permintaan"])
        assert scene.wake(event) == Exit.OK, scene.notes.lines
        # With what has to be a date or an address in order, it is entered.
        for label in ("Tanggal surat", "Diterima tanggal dan jam", "Surel pengirim"):
            body = re.sub(rf"(?m)^(### {label}\n\n).*$", rf"\g<1>{ANSWERS[label]}", body)
        scene.wake(scene.forge.edit_issue(OFFICER, event.payload["issue"]["number"], body))
    assert scene.wake() == Exit.OK, scene.notes.lines
    assert len(entered(scene)) == len(BUNDLES), [*map(scene.said, range(2, 9))]
    assert_harmless(scene, canary)
    assert scene.api.issue(bystander).is_open


COMMANDS = (
    "/disposisi kepada: {} instruksi: proses_lebih_lanjut",
    "/disposisi kepada: kasi-piks instruksi: {}",
    "/disposisi kepada: kasi-piks instruksi: buat_naskah catatan: {}",
    "/catat {}",
    "/{}",
    "/tolak {}",
    "/kembalikan alasan: {} kurang: {}",
    "/bantuan {}",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_stands_in_a_command_is_text(on_the_forge: At, canary: Path, command: str) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene, title=hostile(HOSTILE[0], canary)[:250])
    for words in HOSTILE:
        scene.forge.comment(KABID, number, command.replace("{}", hostile(words, canary)))
    # Marks of ours in somebody's words answer nothing of theirs.
    scene.forge.comment(KABID, number, "/bantuan")
    assert scene.wake() == Exit.OK, scene.notes.lines
    commands = [c for c in scene.forge.comments_on(number) if c.user is scene.forge.user(KABID)]
    marks = [re.match(r"<!-- siar:answer (\S+) -->", one) for one in answers(scene, number)]
    answered = [mark[1] for mark in marks if mark]
    assert len(answered) == len(set(answered))
    assert f"comment-{commands[-1].id}" in answered
    assert_harmless(scene, canary)


def test_whatever_stands_in_an_article_is_text(on_the_forge: At, canary: Path) -> None:
    scene = on_the_forge(Stage.DRAFTING)
    number = pull(scene)
    for words in BUNDLES:
        aimed = hostile(words, canary).replace("'", "''")
        text = article(title=f"'{aimed}'").replace(b"foto.jpg", f"'{aimed}'".encode())
        scene.forge.edit_file(OFFICER, BRANCH, f"{ARTICLE}/index.md", text)
        assert scene.wake(scene.forge.comment(OFFICER, number, "/ajukan")) == Exit.OK
    assert history(scene)[-1].action is Action.ACCEPT
    assert_harmless(scene, canary)
    scene.forge.edit_file(OFFICER, BRANCH, f"{ARTICLE}/index.md", article())
    assert scene.wake(scene.forge.comment(OFFICER, number, "/ajukan")) == Exit.OK
    assert history(scene)[-1].action is Action.SUBMIT


def test_whatever_a_file_is_called_is_text(on_the_forge: At, canary: Path) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene)
    names = [hostile(words, canary).replace("/", "∕")[:100] for words in HOSTILE]
    names += ["dua\nbaris.pdf", "-rf.pdf", "--output=x.pdf", "surat\u202efdp.exe", "CON.pdf"]
    for name in names:
        scene.forge.push(OFFICER, BRANCH, {f"{FOLDER}/{name}": b"%PDF-1.7 contoh"})
    scene.forge.push(OFFICER, BRANCH, {f"{FOLDER}/a/data.pdf": b"1", f"{FOLDER}/b/data.pdf": b"2"})
    assert scene.wake() == Exit.OK, scene.notes.lines
    assert_harmless(scene, canary)
    held = opened(scene).request.attachments
    assert all(re.fullmatch(r"0118/[a-z]+(-\d+)?\.[a-z0-9]+", one.path) for one in held if one.path)
    digests = [one.sha256 for one in held]
    assert len({*digests} & {sha256(b"1"), sha256(b"2")}) == 2, answers(scene, number)


def test_whatever_a_branch_is_called_it_is_none_of_a_request(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    for name in ("request/2026-0118;touch${IFS}pwned", "request/$(id)", "request/2026-0118-2",
                 'a";curl${IFS}x;"', "request/@everyone", "request/2026-0118/x"):  # fmt: skip
        try:
            scene.forge.push(OFFICER, name, {"x.md": "x"})
        except RuntimeError:
            continue  # Git itself has no such branch
        event = scene.forge.open_pull(OFFICER, name, "Lain")
        before = stand(scene)
        assert scene.wake(event) == Exit.OK, scene.notes.lines
        assert (stand(scene), scene.said(event.payload["number"])) == (before, [])


WORDS = st.sampled_from([*HOSTILE, "`", "``", "\n", "#", "sha256:" + "ab" * 32, "kata ", " "])


@given(st.lists(WORDS, max_size=6).map("".join) | st.text(max_size=60))
def test_a_sentence_of_ours_marks_up_nothing_but_code(words: str) -> None:
    said = f"<!-- siar:answer x-1 -->\n✅ {md.prose(words)}\n\n{md.prose(f'`{words}` adalah')}"
    assert not [*living(said, "http://127.0.0.1")]


# --- a forge that fails while a letter comes in or a command is carried out ----------------------

# Beside those that the whole journey goes through, in test_record; and each at each call of the
# API, in the contracts.
WAYS_TO_FAIL = ("403-rate-limit", "429", "short-page", "timeout", "html")


@pytest.mark.parametrize("kind", WAYS_TO_FAIL)
def test_whichever_call_fails_a_letter_is_entered_once(on_the_forge: At, kind: str) -> None:
    scene = on_the_forge(Stage.FOUNDED)
    event = send_letter(scene)
    failing(scene, event, kind)
    number = event.payload["issue"]["number"]
    assert entered(scene) == [NUMBER]
    assert len(scene.api.pull_requests()) == 1
    assert not scene.api.issue(number).is_open
    assert len(scene.said(number)) == 1


@pytest.mark.parametrize("kind", WAYS_TO_FAIL)
def test_whichever_call_fails_a_command_is_carried_out_and_answered_once(
    on_the_forge: At, kind: str
) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene)
    failing(scene, scene.forge.comment(KABID, number, FORWARD), kind)
    assert [s.action for s in history(scene)] == [Action.RECEIVE, Action.DISPOSE]
    (told,) = answers(scene, number)
    assert "✅" in told
    assert standing(scene, number)


def failing(scene: OnForge, event: Event, kind: str) -> None:
    """Wake the recorder until nothing fails any more: each time a later call goes wrong."""
    for place in itertools.count(1):
        patient(scene, SHORT if kind == "timeout" else HURRIED)
        scene.forge.reset_calls()
        scene.forge.fail(place, kind, times=len(HURRIED.pauses) + 1)
        code = scene.wake(event)
        if len(scene.forge.calls) < place:
            scene.forge.reset_calls()
            assert code == Exit.OK, scene.notes.lines
            return
