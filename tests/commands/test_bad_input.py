"""Whatever is put in or missing around it: a sentence, the way out, and nothing half there."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import Exit
from pipeline.record import agenda
from pipeline.repository import Repository
from tests.commands.conftest import DeskAt
from tests.commands.counter import Counter, other_form
from tests.commands.desk import Desk, refusal
from tests.support.office import ARTICLE, KASI, NUMBER, OFFICER, Stage, article

MEND = "mend these lines and run the command again"
READABLE = "check the name; the file must exist and be readable"


# --- the form of a letter ------------------------------------------------------------------------


def without_letter(counter: Counter) -> str:
    filled = other_form()
    filled["attachments"] = filled["attachments"][1:]
    return counter.put(filled)


def with_missing_file(counter: Counter) -> str:
    (counter.folder / "data.pdf").unlink()
    return str(counter.path)


def with_broken_photo(counter: Counter) -> str:
    (counter.folder / "foto.jpg").write_bytes(b"ini bukan gambar")
    return str(counter.path)


def with_folder_for_a_file(counter: Counter) -> str:
    (counter.folder / "data.pdf").unlink()
    (counter.folder / "data.pdf").mkdir()
    return str(counter.path)


def changed(old: str, new: str) -> Callable[[Counter], str]:
    """The form with one place changed."""
    return lambda counter: counter.change(old, new)


def written(text: str) -> Callable[[Counter], str]:
    """Something else than a form."""
    return lambda counter: counter.write(text)


ALLOWED = "`number`, `date`, `received`, `subject`, `urgency`, `security`, `srikandi`, `kept_at`"
# What is wrong, what is told, and the way out; {form} and {folder} are where the form lies.
FORMS: dict[str, tuple[Callable[[Counter], str], str, str]] = {
    "a letter is missing": (
        without_letter,
        "these papers are neither there nor announced: letter",
        "add each with `file:`, or with `due:` and the date by which it follows",
    ),
    "a file is missing": (
        with_missing_file, "cannot read {folder}/data.pdf: No such file or directory", READABLE,
    ),
    "a folder is no file": (
        with_folder_for_a_file, "cannot read {folder}/data.pdf: Is a directory", READABLE,
    ),
    "a key is unknown": (
        changed("  number:", "  nomor: 1\n  number:"),
        "{form}:3: error[schema-unknown-key]: unknown key `nomor` in `letter`\n"
        f"  help: delete it; allowed are: {ALLOWED}\n",
        MEND,
    ),
    "a key is written twice": (
        changed("  number:", "  number: 1\n  number:"),
        "{form}:4: error[yaml-duplicate-key]: `number` is written twice\n"
        "  help: keep one of the two\n",
        MEND,
    ),
    "a date does not exist": (
        changed("2026-10-30", "2026-02-30"),
        "{form}:4: error[schema-date]: `2026-02-30` in `letter.date` is not a date that exists\n"
        "  help: write year-month-day, such as 2026-11-24\n",
        MEND,
    ),
    "a time has no offset": (
        changed("2026-11-02T08:15:00+09:00", "2026-11-02T08:15:00"),
        "{form}:5: error[schema-date-time]: `2026-11-02T08:15:00` in `letter.received` is not a "
        "time with its offset\n"
        "  help: write day, time and offset, such as 2026-11-24T09:05:00+09:00\n",
        MEND,
    ),
    "a mail address has a line break": (
        changed("email: ibu@pengirim.example", 'email: "ibu@pengirim.example\\nBcc: a@b.example"'),
        "{form}:10: error[schema-email]: `ibu@pengirim.example\\nBcc: a@b.example` in "
        "`sender.email` is not an e-mail address\n"
        "  help: write one address such as humas@dinas.example, without name or brackets\n",
        MEND,
    ),
    "a sender cannot be reached": (
        changed("  email: ibu@pengirim.example\n", ""),
        "{form}:7: error[schema-missing-key]: `phone` is missing in `sender`\n"
        "  help: add `email`, or `phone` if the sender has no e-mail\n",
        MEND,
    ),
    "a photo is no image": (
        with_broken_photo,
        "foto.jpg is not a photograph that can be published",
        "save it as JPG, PNG or WebP with an ordinary program, then bring that file",
    ),
    "it is no YAML": (
        written("{{{"),
        "{form}:2: error[yaml-syntax]: the bracket or brace opened here is not closed, "
        "or a comma is missing\n"
        "  help: close it with `]` or `}}`, and put text with commas in quotation marks\n",
        MEND,
    ),
    "it is empty": (
        written(""),
        "{form}:1: error[yaml-empty]: there is nothing in this document\n"
        "  help: fill it in, or delete its `---` line\n",
        MEND,
    ),
    "there is no form": (
        lambda counter: str(counter.folder / "tidak-ada.yaml"),
        "cannot read {folder}/tidak-ada.yaml: No such file or directory", READABLE,
    ),
    "a folder is no form": (
        lambda counter: str(counter.folder), "cannot read {folder}: Is a directory", READABLE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FORMS)
def test_a_form_that_is_wrong_is_refused_whole(
    desk_at: DeskAt, counter: Counter, case: str
) -> None:
    spoil, sentence, way_out = FORMS[case]
    desk = desk_at(Stage.RECEIVED)
    before = desk.refs()
    path = spoil(counter)
    said = desk.siar(OFFICER, "receive", "--from", path)
    message = sentence.format(form=path, folder=counter.folder)
    assert said == (Exit.PROBLEMS, "", refusal(message, way_out))
    assert desk.refs() == before


def test_everything_wrong_in_a_form_is_told_in_one_run(desk_at: DeskAt, counter: Counter) -> None:
    counter.change("2026-10-30", "2026-02-30")
    counter.change("subject:", "perihal:")
    counter.change("ibu@pengirim.example", "ibu")
    said = desk_at(Stage.RECEIVED).siar(OFFICER, "receive", "--from", str(counter.path))
    told = [line.split("[")[1].split("]")[0] for line in said.err.splitlines() if "error[" in line]
    assert told == [
        "schema-missing-key", "schema-date", "schema-unknown-key", "schema-email",
    ]  # fmt: skip


# --- what somebody typed by hand -----------------------------------------------------------------


def test_a_state_typed_by_hand_into_a_branch_stops_whatever_is_tried(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    path = agenda.request_path(NUMBER)
    text = (desk.paper(path) or b"").replace(b"state: drafting", b"state: approved")
    desk.office.write(files={path: text})
    before = desk.refs()
    assert desk.siar(KASI, "merge", NUMBER).exit == Exit.PROBLEMS
    said = desk.siar(OFFICER, "check", NUMBER)
    assert said.exit == Exit.PROBLEMS
    assert said.out.startswith(
        f"{path}:3: error[state-history]: state is `approved`, but the history leads to "
        "`drafting`\n"
        "  help: undo the edit: this part is written by the commands of siar only\n"
    )
    assert desk.refs() == before


def test_the_gate_refuses_a_state_typed_by_hand(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    path = agenda.request_path(NUMBER)
    text = (desk.paper(path) or b"").replace(b"state: drafting", b"state: approved")
    before = desk.office.tip()
    made = desk.office.commit(OFFICER, {path: text}, before)
    found = desk.office.gate(OFFICER, (f"refs/heads/request/{NUMBER}", made))
    assert "state-history" in [finding.id for finding in found]


def test_an_article_of_a_request_that_does_not_exist_is_refused(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.siar(OFFICER, "draft", NUMBER)
    text = desk.clone(OFFICER) / ARTICLE / "index.md"
    text.write_bytes(article("2026-0777"))
    before = desk.refs()
    said = desk.siar(OFFICER, "submit", NUMBER)
    assert said.exit == Exit.PROBLEMS
    assert f"{ARTICLE}/index.md:2: error[article-request]: " in said.err
    assert desk.refs() == before


# --- the place where one stands ------------------------------------------------------------------

EVERYWHERE = [
    ("status",), ("verify",), ("check",), ("doctor",), ("receive",), ("publish",), ("serve",),
    ("draft", NUMBER), ("merge", NUMBER), ("print", "disposisi", NUMBER), ("report", NUMBER),
]  # fmt: skip


@pytest.mark.parametrize("words", EVERYWHERE, ids=lambda words: words[0])
def test_outside_of_an_office_one_is_led_into_it(
    desk_at: DeskAt, tmp_path: Path, words: tuple[str, ...]
) -> None:
    outside = tmp_path / "luar"
    outside.mkdir()
    said = desk_at(Stage.FOUNDED).siar(OFFICER, *words, cwd=outside)
    assert said == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"{outside} is not in an office's repository",
            "go to your clone of it, or make one with `siar init DIR`",
        ),
    )


@pytest.mark.parametrize("words", [words for words in EVERYWHERE if words[0] != "doctor"],
                         ids=lambda words: words[0])  # fmt: skip
def test_a_repository_that_is_no_office_is_told(
    desk_at: DeskAt, tmp_path: Path, words: tuple[str, ...]
) -> None:
    other = tmp_path / "lain"
    subprocess.run(["git", "init", "--quiet", str(other)], check=True)
    said = desk_at(Stage.FOUNDED).siar(OFFICER, *words, cwd=other)
    assert said == (
        Exit.PROBLEMS,
        "",
        refusal(
            "the office's repository has no branch main",
            "make one with `siar init DIR`, then clone it",
        ),
    )


# --- keys and people -----------------------------------------------------------------------------

KNOWN = "petugas-1, petugas-2, kasi-piks, kabid-piks, sekretaris, pengelola"
KEY_HINT = "git config siar.key FILE (an Ed25519 key without a passphrase)"
FOREIGN = (
    "the signing key here is not one of petugas-1 in the roster",
    "git config siar.key FILE, or have the public key added to agency.yaml",
)
PEOPLE: dict[str, tuple[str, str, str, str]] = {
    "no key": ("siar.key", "", "this clone does not say where your signing key is", KEY_HINT),
    "a key that is away": (
        "siar.key", "tidak-ada.key",
        "no usable signing key at {clone}/tidak-ada.key: No such file or directory", KEY_HINT,
    ),
    "something that is no key": (
        "siar.key", "agency.yaml",
        "no usable signing key at {clone}/agency.yaml: it is no Ed25519 key without a passphrase",
        KEY_HINT,
    ),
    "a stranger's key": ("siar.key", "../kunci/stranger.key", *FOREIGN),
    "a colleague's key": ("siar.key", "../kunci/kasi-piks.key", *FOREIGN),
    "nobody": (
        "siar.person", "", "this clone does not say who works here",
        f"git config siar.person ID — one of: {KNOWN}",
    ),
    "a stranger": (
        "siar.person", "siapa", "siapa is nobody of the roster",
        f"git config siar.person ID — one of: {KNOWN}",
    ),
    "another office": (
        "siar.root", "0" * 40, f"main does not come from the pinned root {'0' * 40}",
        "this is not the office's repository; check `git remote -v` and siar.root",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PEOPLE)
def test_who_cannot_sign_records_nothing(desk_at: DeskAt, counter: Counter, case: str) -> None:
    name, value, sentence, way_out = PEOPLE[case]
    desk = desk_at(Stage.RECEIVED)
    Repository.open(desk.clone(OFFICER)).run("config", name, value)
    before = desk.refs()
    message = refusal(sentence.format(clone=desk.clone(OFFICER)), way_out)
    for words in (("receive", "--from", str(counter.path)), ("note", NUMBER, "halo")):
        assert desk.siar(OFFICER, *words) == (Exit.PROBLEMS, "", message)
    assert desk.refs() == before


def test_what_nobody_signed_is_refused_at_the_gate_in_sentences(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.office.arm()
    before = desk.refs()
    made = desk.office.commit(
        OFFICER, {f"{ARTICLE}/index.md": b"x"}, desk.office.tip(), signed=False
    )
    pushed = subprocess.run(
        ["git", "push", "--quiet", "origin", f"{made}:refs/heads/request/{NUMBER}"],
        cwd=desk.clone(OFFICER), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert pushed.returncode != 0
    assert f"error[commit-signature]: {made[:10]} is not signed by anybody" in pushed.stderr
    assert "way out: nothing of this push was taken" in pushed.stderr
    assert "Traceback" not in pushed.stderr
    assert desk.refs() == before


# --- the office is out of reach ------------------------------------------------------------------

AWAY = [
    ("receive", "--from", "{form}"), ("dispose", NUMBER, "--to", KASI), ("note", NUMBER, "x"),
    ("draft", NUMBER), ("check", NUMBER), ("submit", NUMBER), ("review", NUMBER, "--approve"),
    ("merge", NUMBER), ("status",), ("verify",), ("publish",), ("print", "disposisi", NUMBER),
    ("report", "2026-11"), ("archive", "2026-11", "--to", "arsip"),
]  # fmt: skip


@pytest.mark.parametrize("words", AWAY, ids=lambda words: words[0])
def test_without_a_line_to_the_office_one_may_try_again(
    desk_at: DeskAt, counter: Counter, tmp_path: Path, words: tuple[str, ...]
) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    before, shared = desk.refs(), desk.office.bare.folder
    shared.rename(tmp_path / "pindah.git")
    said = desk.siar(OFFICER, *(word.format(form=counter.path) for word in words))
    assert said == (
        Exit.RETRY,
        "",
        refusal(
            "the office's repository cannot be reached: "
            f"'{shared}' does not appear to be a git repository",
            "nothing was changed; check the connection and run the command again",
        ),
    )
    (tmp_path / "pindah.git").rename(shared)
    assert desk.refs() == before
    assert not (desk.clone(OFFICER) / "arsip").exists()
    assert desk.siar(OFFICER, "status").exit == Exit.OK


def test_a_lock_that_a_power_cut_left_is_told_and_goes_by_itself(
    desk_at: DeskAt, counter: Counter
) -> None:
    desk = desk_at(Stage.RECEIVED)
    desk.office.arm()
    lock = desk.office.bare.folder / "refs/heads/request/2026-0119.lock"
    lock.write_bytes(b"")
    before = desk.refs()
    words = ("receive", "--from", str(counter.path))
    assert desk.siar(OFFICER, *words) == (
        Exit.RETRY,
        "",
        refusal(
            f"another command is at work there, or was cut off: {shown(desk, lock)}",
            "run the command again in ten minutes; if it is still so, remove that file",
        ),
    )
    assert desk.refs() == before
    age_by_minutes(lock, 11)
    assert desk.siar(OFFICER, *words).out.splitlines()[0] == "entered in the agenda as 2026-0119"


def shown(desk: Desk, lock: Path) -> str:
    """How Git names a file of the shared repository."""
    shared = desk.office.bare.folder
    return f"{shared}/./{lock.relative_to(shared)}"


def age_by_minutes(path: Path, minutes: int) -> None:
    """Let a file be older."""
    then = path.stat().st_mtime - minutes * 60
    os.utime(path, (then, then))
