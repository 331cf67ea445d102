"""What threatens an approval on a forge: each row of the threats as a test on the test forge.

A05 a stale page           an approval that names another text…, an approval of the commit before…
A06 self-approval          whoever wrote part of a text…, the officers consent…, a consent is to
                           one text only, names in a commit…
A19 a bot approves         a bots approval counts for nothing
A20 taken back, incomplete an approval that does not stand…, a review that was only begun…, the last
                           word of each…, what was recorded and taken back…, what was changed after…
A21 the forge fails        whichever call fails…, publishing waits until…; the whole journey is in
                           test_record, letters and commands in test_forge_bad_input
A22 the recorder's key     what only the recorders key says…, what the recorder says…, an invented…
A23 two at once            two recorders…, a recorder that works through at any moment…; letters in
                           test_forge_bad_input
A24 merged by hand         a rebase merge by hand…, what is approved may be merged…, what is not
                           approved…, what was merged too early…

Every test lets the real recorder look, or publishes; holds that nothing moved that should not have;
and shows beside it that what is right goes through. Part B is in test_ci_threats.
"""

import hashlib
import itertools
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from pipeline.commands import review, verify
from pipeline.commands.context import Behalf, Context
from pipeline.commands.merge import merge_commit
from pipeline.commands.opening import open_request
from pipeline.commands.taking_down import Notebook
from pipeline.errors import Exit, NotFound, TryAgain
from pipeline.forge.host import Api
from pipeline.record.canonical import canonical
from pipeline.record.digest import FileEntry, sha256, unit_digest
from pipeline.record.report_findings import format_text
from pipeline.record.workflow import Action
from pipeline.repository import Update
from tests.commands.forge_scene import (
    OUTLETS,
    Another,
    At,
    Stand,
    answers,
    assert_carried_out,
    assert_refused,
    history,
    is_live,
    mails,
    patient,
    publish_all,
    pull,
    stand,
    standing,
)
from tests.github.events import Event
from tests.github.faults import KINDS
from tests.github.members import BOT
from tests.support.office import (
    ACCOUNTS,
    ARTICLE,
    FORGE,
    IMPORTED,
    KABID,
    KASI,
    MAINTAINER,
    NUMBER,
    OFFICER,
    Office,
    Stage,
    article,
    article_files,
)
from tests.support.on_forge import BRANCH, HURRIED, OnForge

# --- A05: the page that was looked at is another one than the newest --------------------------

SHARED = 8  # the first hex digits that two texts are made to share


def twins(documents: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """Two articles that say something else, whose digests begin alike."""
    before, after = article().split(b"seluas dua belas hektare", 1)
    seen: dict[str, int] = {}

    def text(number: int) -> bytes:
        return before + f"seluas {number:07} meter".encode() + after

    def entries(content: bytes) -> list[FileEntry]:
        files = article_files(text=content).items()
        return [FileEntry(path, "100644", len(data), sha256(data)) for path, data in files]

    # As unit_digest does it, but only what changes is computed anew.
    listed = entries(text(0))
    told = canonical(
        {
            "files": [[*entry] for entry in sorted(listed)],
            "documents": [[len(document), sha256(document)] for document in documents],
        }
    ).decode()
    mark = sha256(text(0))
    assert told.count(mark) == 1
    assert unit_digest(listed, documents) == f"sha256:{sha256(told.encode())}"
    for number in itertools.count():
        made = told.replace(mark, sha256(text(number)))
        begins = hashlib.sha256(made.encode()).hexdigest()[:SHARED]
        if begins in seen:
            return text(seen[begins]), text(number)
        seen[begins] = number
    raise AssertionError


def handed_in_twice(on_the_forge: At) -> tuple[OnForge, str, str]:
    """A text that was handed in, sent back, changed and handed in again; and both its digests."""
    digests = []

    def prepare(office: Office) -> None:
        documents = open_request(office.pipeline, NUMBER).request.documents
        for content in twins(documents):
            office.write(files=article_files(text=content))
            office.submit()
            opened = open_request(office.pipeline, NUMBER)
            digests.append(opened.case.digest or "")
            if len(digests) == 1:
                review.request_changes(
                    office[KASI], NUMBER, note="Periksa luas kebun", category="data"
                )

    scene = on_the_forge(Stage.DRAFTING, prepare)
    return scene, digests[0], digests[1]


def test_an_approval_that_names_another_text_than_the_newest_counts_for_nothing(
    on_the_forge: At,
) -> None:
    scene, former, newest = handed_in_twice(on_the_forge)
    assert former != newest
    assert former[: len("sha256:") + SHARED] == newest[: len("sha256:") + SHARED]
    number = pull(scene)
    words = (
        "the review of kasi-piks names the digest of another text (approval-seen)",
        "load the page anew; copy the digest that stands there now, or leave it out",
    )
    short = newest[: len("sha256:") + SHARED]
    for body in (f"Setuju {former}", f"Setuju {former.removeprefix('sha256:')}", short):
        event = scene.forge.review(KASI, number, "approve", body)
        assert_refused(scene, number, event, *words)
    event = scene.forge.review(KASI, number, "approve", f"Setuju {newest[:19]}")
    assert_carried_out(scene, number, event)
    assert history(scene)[-1].data["digest"] == newest


def test_an_approval_of_the_commit_before_is_about_another_text(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.DRAFTING)
    number = pull(scene)
    shown = scene.office.tip()
    path = f"{ARTICLE}/index.md"
    scene.forge.edit_file(OFFICER, BRANCH, path, article(title="Panen Raya Kopi di Desa Contoh"))
    assert scene.wake(scene.forge.comment(OFFICER, number, "/ajukan")) == Exit.OK
    assert history(scene)[-1].action is Action.SUBMIT, scene.said(number)
    event = scene.forge.review(KASI, number, "approve", commit=shown)
    assert_refused(
        scene,
        number,
        event,
        "the review of kasi-piks is about another text than the one that was handed in",
        "load the page anew, look at the text as it is now and review it again",
    )
    assert_carried_out(scene, number, scene.forge.review(KASI, number, "approve"))


# --- A06: nobody approves what they wrote -------------------------------------------------------

OWN = (
    "kasi-piks wrote part of this text and cannot approve it",
    "somebody else approves, or the officer first agrees to this very text",
)


def typed_by_the_kasi(scene: OnForge, number: int) -> None:
    """The Kasi types a word in the browser, under the officer's name; the officer hands it in."""
    changed = article().replace(b"empat ton", b"lima ton")
    author = (OFFICER, f"{OFFICER}@siar.example")
    scene.forge.push(KASI, BRANCH, {f"{ARTICLE}/index.md": changed}, author=author)
    scene.wake(scene.forge.comment(OFFICER, number, "/ajukan"))


def typed_and_taken_back(scene: OnForge, number: int) -> None:
    """The Kasi types a word and takes it away again, so that the bytes are those of before."""
    for content in (article().replace(b"empat ton", b"lima ton"), article()):
        scene.forge.push(KASI, BRANCH, {f"{ARTICLE}/index.md": content})
    scene.wake(scene.forge.comment(OFFICER, number, "/ajukan"))


def typed_after_it_was_handed_in(scene: OnForge, number: int) -> None:
    """The same, only after the officer has handed it in: the statement does not list the Kasi."""
    scene.wake(scene.forge.comment(OFFICER, number, "/ajukan"))
    assert history(scene)[-1].data["contributors"] == [OFFICER]
    for content in (article().replace(b"empat ton", b"lima ton"), article()):
        scene.forge.push(KASI, BRANCH, {f"{ARTICLE}/index.md": content})


def signed_by_the_kasi(scene: OnForge, number: int) -> None:
    """The officer pushes a commit that the Kasi has made and signed at a desk."""
    office = scene.office
    files: dict[str, bytes | None] = {f"{ARTICLE}/index.md": article().replace(b"ton", b"kuintal")}
    office.force(KASI, f"refs/heads/{BRANCH}", office.commit(KASI, files, office.tip()))
    scene.forge.note(OFFICER)
    scene.wake(scene.forge.comment(OFFICER, number, "/ajukan"))


WAYS = (
    typed_by_the_kasi, typed_and_taken_back, typed_after_it_was_handed_in, signed_by_the_kasi,
)  # fmt: skip


@pytest.mark.parametrize("write", WAYS)
def test_whoever_wrote_part_of_a_text_does_not_approve_it(
    on_the_forge: At, write: Callable[[OnForge, int], None]
) -> None:
    scene = on_the_forge(Stage.DRAFTING)
    number = pull(scene)
    write(scene, number)
    assert history(scene)[-1].action is Action.SUBMIT, scene.said(number)
    event = scene.forge.review(KASI, number, "approve")
    assert_refused(scene, number, event, *OWN)


def revised(office: Office) -> None:
    """The Kasi corrects the text in their own folder, and hands it in as a round."""
    ctx = office[KASI]
    review.look(ctx, NUMBER)
    (ctx.repository.folder / ARTICLE / "index.md").write_bytes(article(title="Panen Raya Kopi"))
    review.revise(ctx, NUMBER, note="judul", category="bahasa")


def test_the_officers_consent_to_this_very_text_lifts_it(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.IN_REVIEW, revised)
    number = pull(scene, by=MAINTAINER)
    event = scene.forge.review(KASI, number, "approve")
    assert_refused(scene, number, event, *OWN)
    assert scene.wake(scene.forge.review(OFFICER, number, "approve")) == Exit.OK
    assert [s.action for s in history(scene)[-2:]] == [Action.AGREE, Action.APPROVE]
    assert scene.forge.pull(number)[1].merged_at, scene.said(number)


def test_a_consent_is_to_one_text_only(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.IN_REVIEW, revised)
    number = pull(scene, by=MAINTAINER)
    assert scene.wake(scene.forge.review(OFFICER, number, "approve")) == Exit.OK
    assert history(scene)[-1].action is Action.AGREE
    office = scene.office
    ctx = office[KASI]
    ctx.repository.fetch()
    review.look(ctx, NUMBER)
    (ctx.repository.folder / ARTICLE / "index.md").write_bytes(article(title="Panen Kopi Raya"))
    review.revise(ctx, NUMBER, note="judul lagi", category="bahasa")
    scene.forge.note(KASI)
    assert_refused(scene, number, scene.forge.review(KASI, number, "approve"), *OWN)


def test_names_in_a_commit_make_nobody_a_writer(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.DRAFTING)
    number = pull(scene)
    message = f"Perbarui naskah\n\nCo-authored-by: {KASI} <{KASI}@siar.example>"
    changed = article().replace(b"empat ton", b"lima ton")
    author = (KASI, f"{KASI}@siar.example")
    scene.forge.push(OFFICER, BRANCH, {f"{ARTICLE}/index.md": changed}, message, author=author)
    assert scene.wake(scene.forge.comment(OFFICER, number, "/ajukan")) == Exit.OK
    assert_carried_out(scene, number, scene.forge.review(KASI, number, "approve"))


# --- A19: only people approve -------------------------------------------------------------------


def by_the_workflows_own_account(scene: OnForge, number: int) -> tuple[Event, str]:
    """A workflow that somebody has written reviews with its token."""
    return scene.forge.review(BOT, number, "approve"), BOT


def by_an_app(scene: OnForge, number: int) -> tuple[Event, str]:
    """An app that was installed reviews."""
    scene.forge.add_user("peninjau[bot]", 2002, "Bot")
    return scene.forge.review("peninjau[bot]", number, "approve"), "peninjau[bot]"


def by_a_bot_of_the_roster(scene: OnForge, number: int) -> tuple[Event, str]:
    """Whose number stands in the roster turns out to be a bot."""
    scene.forge.user(KASI).kind = "Bot"
    return scene.forge.review(KASI, number, "approve"), KASI


BY_BOTS = (by_the_workflows_own_account, by_an_app, by_a_bot_of_the_roster)


@pytest.mark.parametrize("approve", BY_BOTS)
def test_a_bots_approval_counts_for_nothing(
    on_the_forge: At, approve: Callable[[OnForge, int], tuple[Event, str]]
) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    event, who = approve(scene, number)
    assert_refused(
        scene,
        number,
        event,
        f"the review of {who} does not count: it is not a person's account",
        "somebody who holds the role reviews with an account of their own",
    )
    scene.forge.user(KASI).kind = "User"
    event = scene.forge.review(KASI, number, "approve")
    assert_carried_out(scene, number, event)


# --- A20: an approval that was taken back, changed, or says not what it is about ----------------


def dismissed(scene: OnForge, number: int) -> Event:
    """Somebody dismisses it before the recorder comes."""
    review_id = scene.forge.review(KASI, number, "approve").payload["review"]["id"]
    return scene.forge.dismiss_review(OFFICER, number, review_id)


def edited(scene: OnForge, number: int) -> Event:
    """Its text is changed, and names the digest of another text now."""
    review_id = scene.forge.review(KASI, number, "approve").payload["review"]["id"]
    return scene.forge.edit_review(KASI, number, review_id, f"Setuju sha256:{'ab' * 32}")


def without_a_commit(scene: OnForge, number: int) -> Event:
    """The forge does not say which commit it was given to."""
    event = scene.forge.review(KASI, number, "approve")
    scene.forge.pull(number)[1].reviews[-1].commit = None
    return event


UNDONE: dict[Callable[[OnForge, int], Event], tuple[str, str]] = {
    dismissed: (
        "the review of kasi-piks was dismissed and does not count any more",
        "review the text again, if it stands after all",
    ),
    edited: (
        "the review of kasi-piks names the digest of another text (approval-seen)",
        "load the page anew; copy the digest that stands there now, or leave it out",
    ),
    without_a_commit: (
        "the review of kasi-piks does not say which text it is about, and does not count",
        "review the text as it is now once more",
    ),
}


@pytest.mark.parametrize("undo", UNDONE)
def test_an_approval_that_does_not_stand_counts_for_nothing(
    on_the_forge: At, undo: Callable[[OnForge, int], Event]
) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    assert_refused(scene, number, undo(scene, number), *UNDONE[undo])
    assert_carried_out(scene, number, scene.forge.review(KASI, number, "approve"))


def test_a_review_that_was_only_begun_says_nothing(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    scene.forge.begin_review(KASI, number, "Setuju")
    assert_refused(scene, number, None, answered=0)


def test_the_last_word_of_each_counts(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    main = scene.office.main
    scene.forge.review(KASI, number, "approve")
    event = scene.forge.review(KASI, number, "request_changes", "Kutipan belum lengkap")
    assert scene.wake(event) == Exit.OK
    assert [s.action for s in history(scene)][-2:] == [Action.SUBMIT, Action.REQUEST_CHANGES]
    assert (scene.office.main, scene.forge.pull(number)[1].merged_at) == (main, None)


def for_both_heads(office: Office) -> None:
    """A text of a topic that the Kabid approves, too."""
    text = article().replace(b"topics: [pertanian]", b"topics: [kesehatan]")
    office.write(files=article_files(text=text))
    office.submit()


def test_what_was_recorded_and_taken_back_on_the_forge_is_not_merged(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.DRAFTING, for_both_heads)
    number = pull(scene)
    event = scene.forge.review(KASI, number, "approve")
    assert scene.wake(event) == Exit.OK
    assert history(scene)[-1].action is Action.APPROVE
    before = stand(scene)
    scene.forge.dismiss_review(OFFICER, number, event.payload["review"]["id"])
    assert scene.wake(scene.forge.review(KABID, number, "approve")) == Exit.OK
    after = stand(scene)
    assert after == before._replace(history=after.history)
    assert not scene.forge.pull(number)[1].merged_at
    told = standing(scene, number)
    assert "no forge confirms the review that statement 5 stands on" in told
    assert "the Kasi takes it back with" in told
    status = scene.forge.status_of(scene.office.tip())
    assert status
    assert status.state == "failure"

    # The way out that is told there; meanwhile the article stays as it is on the branch.
    event = scene.forge.comment(KASI, number, "/recall reason: ditinjau ulang")
    assert scene.wake(event) == Exit.OK
    assert f"{ARTICLE}/index.md" in {e.path for e in scene.office.bare.tree(scene.office.tip())}
    scene.forge.review(KASI, number, "approve")
    event = scene.forge.review(KABID, number, "approve")
    assert scene.wake(event) == Exit.OK
    assert scene.forge.pull(number)[1].merged_at, scene.said(number)


def test_what_was_changed_after_it_was_handed_in_is_sent_back_and_not_approved(
    on_the_forge: At,
) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    text = article().replace(b"empat ton", b"lima ton")
    scene.forge.edit_file(OFFICER, BRANCH, f"{ARTICLE}/index.md", text)
    event = scene.forge.review(KASI, number, "approve")
    assert_refused(
        scene,
        number,
        event,
        "the review of kasi-piks is about another text than the one that was handed in",
    )
    event = scene.forge.review(KASI, number, "request_changes", "Serahkan lagi")
    assert scene.wake(event) == Exit.OK
    assert scene.wake(scene.forge.comment(OFFICER, number, "/ajukan")) == Exit.OK
    assert [s.action for s in history(scene)[-2:]] == [Action.REQUEST_CHANGES, Action.SUBMIT]
    assert_carried_out(scene, number, scene.forge.review(KASI, number, "approve"))


# --- A21: the forge fails -----------------------------------------------------------------------

# Where nothing comes, nobody waits here for long; a slow machine is no fault of the forge's.
SHORT = HURRIED._replace(read=0.4, pauses=())


@pytest.mark.parametrize("kind", KINDS)
def test_whichever_call_fails_an_approval_is_recorded_and_merged_once(
    on_the_forge: At, kind: str
) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    before, unheard = stand(scene), False
    event = scene.forge.review(KASI, number, "approve")
    for place in itertools.count(1):
        patient(scene, SHORT if kind == "timeout" else HURRIED)
        scene.forge.reset_calls()
        scene.forge.fail(place, kind, times=len(HURRIED.pauses) + 1)
        code = scene.wake(event)
        now = stand(scene)
        merged = scene.forge.pull(number)[1].merged_at is not None
        assert [s.action for s in history(scene)[4:]] in ([], [Action.APPROVE])
        assert (now.main != before.main, now.ledger, now.site) == (merged, None, None)
        assert now.started <= merged
        # Unless just that failed: then publishing waits for its hour.
        struck = scene.forge.calls[place - 1 :][: len(HURRIED.pauses) + 1]
        unheard = unheard or any(call.endswith(("/merge", "/dispatches")) for call in struck)
        assert now.started or not merged or unheard
        if len(scene.forge.calls) < place:
            assert code == Exit.OK, scene.notes.lines
            break
    scene.forge.reset_calls()
    assert scene.forge.pull(number)[1].merged_at
    assert answers(scene, number) == []
    again = stand(scene)
    assert (scene.wake(event), stand(scene)) == (Exit.OK, again)


def test_publishing_waits_until_the_forge_confirms_and_then_does_it_once(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    assert_carried_out(scene, number, scene.forge.review(KASI, number, "approve"))
    before = stand(scene)
    scene.forge.reset_calls()
    assert publish_all(scene, dry_run=True) is Exit.OK
    calls, good = len(scene.forge.calls), [*scene.notes.lines]
    assert calls
    patient(scene, SHORT)
    for kind, place in itertools.product(KINDS, range(1, calls + 1)):
        scene.forge.reset_calls()
        scene.forge.fail(place, kind, times=0)
        try:
            assert publish_all(scene, dry_run=True) is not None
        except (TryAgain, NotFound):
            pass
        else:
            if kind == "short-page" and scene.notes.lines == good:
                continue  # it was no list
            assert "requests/2026/0118.yaml:1: error[" in scene.notes.lines[0], (kind, place)
            assert not any(NUMBER in line for line in scene.notes.lines[1:])
        assert stand(scene) == before
    scene.forge.fail(1, "502", times=0)
    with pytest.raises(TryAgain):
        publish_all(scene)
    assert (stand(scene), is_live(scene)) == (before, False)
    scene.forge.reset_calls()
    for _again in range(2):
        assert publish_all(scene) is Exit.OK, scene.notes.lines
        assert (is_live(scene), mails(scene)) == (True, OUTLETS + 1)


# --- A22: the recorder's key says what nobody did -----------------------------------------------


def no_such_review(scene: OnForge, number: int) -> dict[str, str]:
    """The forge knows no review of this number."""
    return {"review": "4000000000"}


def of_somebody_else(scene: OnForge, number: int) -> dict[str, str]:
    """It is the Kabid's."""
    return {"review": str(scene.forge.review(KABID, number, "approve").payload["review"]["id"])}


def only_a_remark(scene: OnForge, number: int) -> dict[str, str]:
    """It approves nothing."""
    said = scene.forge.review(KASI, number, "comment", "Bagus")
    return {"review": str(said.payload["review"]["id"])}


def objected(scene: OnForge, number: int) -> dict[str, str]:
    """It asks for changes."""
    said = scene.forge.review(KASI, number, "request_changes", "Belum")
    return {"review": str(said.payload["review"]["id"])}


def dismissed_since(scene: OnForge, number: int) -> dict[str, str]:
    """It was dismissed."""
    event = dismissed(scene, number)
    return {"review": str(event.payload["review"]["id"])}


def of_another_request(scene: OnForge, number: int) -> dict[str, str]:
    """It stands on another pull request."""
    scene.forge.push(OFFICER, "request/2026-0119", {"requests/2026/0119.yaml": "CONTOH"})
    other = scene.forge.open_pull(OFFICER, "request/2026-0119", "Lain").payload["number"]
    return {"review": str(scene.forge.review(KASI, other, "approve").payload["review"]["id"])}


def in_a_comment(scene: OnForge, number: int) -> dict[str, str]:
    """A comment approves nothing."""
    said = scene.forge.comment(KASI, number, "Setuju")
    return {"comment": str(said.payload["comment"]["id"])}


INVENTED = (
    no_such_review, of_somebody_else, only_a_remark, objected, dismissed_since, of_another_request,
    in_a_comment,
)  # fmt: skip


def signed_by_the_recorder(scene: OnForge, evidence: Mapping[str, str]) -> None:
    """Somebody with the recorder's key says that the Kasi has approved, and pushes it to main."""
    told = {"forge": FORGE, "person": ACCOUNTS[KASI], **evidence}
    ctx = Context(scene.recorder.repository, Notebook(), Behalf(KASI, told))
    review.approve(ctx, NUMBER)
    opened = open_request(ctx, NUMBER)
    merged = merge_commit(ctx, opened, ctx.main)
    ctx.repository.push([Update("refs/heads/main", merged, ctx.main)])


@pytest.mark.parametrize("invent", INVENTED)
def test_what_only_the_recorders_key_says_is_found_and_not_published(
    on_the_forge: At,
    invent: Callable[[OnForge, int], dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    signed_by_the_recorder(scene, invent(scene, number))
    monkeypatch.setenv("GITHUB_API_URL", scene.forge.api_url)
    monkeypatch.setenv("GITHUB_REPOSITORY", scene.forge.full_name)
    monkeypatch.setenv("GITHUB_TOKEN", scene.token)
    _verified, findings = verify.run(scene.recorder)
    assert format_text(findings) == (
        "requests/2026/0118.yaml:1: error[evidence-missing]: no forge confirms the review that "
        "statement 5 stands on\n"
        "  help: the Kasi takes it back with `siar recall 2026-0118`; then it is approved again\n"
    )
    before = stand(scene)
    assert publish_all(scene, dry_run=True) is Exit.OK
    assert scene.notes.lines[0] == format_text(findings)
    assert not any(NUMBER in line for line in scene.notes.lines[1:])
    assert stand(scene) == before


def test_what_the_recorder_says_of_a_review_that_is_there_is_published(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    given = scene.forge.review(KASI, number, "approve").payload["review"]["id"]
    signed_by_the_recorder(scene, {"review": str(given)})
    assert publish_all(scene, dry_run=True) is Exit.OK
    assert [line for line in scene.notes.lines if line.startswith(f"{NUMBER}: would tell")]


def test_an_invented_approval_publishes_nothing_beside_what_is_right(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    signed_by_the_recorder(scene, no_such_review(scene, pull(scene)))
    assert publish_all(scene) is Exit.PROBLEMS
    assert (is_live(scene), is_live(scene, IMPORTED), mails(scene)) == (False, True, 0)


# --- A23: two recorders at once -----------------------------------------------------------------


def test_two_recorders_record_one_approval_once(on_the_forge: At, tmp_path: Path) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    other = Another(scene, tmp_path / "pencatat-lain")
    before = stand(scene)
    event = scene.forge.review(KASI, number, "approve")
    wake_both(scene, other, event)
    assert_one_approval(scene, number, before)


def test_two_recorders_carry_out_one_command_once(on_the_forge: At, tmp_path: Path) -> None:
    scene = on_the_forge(Stage.RECEIVED)
    number = pull(scene)
    other = Another(scene, tmp_path / "pencatat-lain")
    event = scene.forge.comment(KABID, number, "/disposisi kepada: kasi-piks sifat: segera")
    wake_both(scene, other, event)
    assert [s.action for s in history(scene)] == [Action.RECEIVE, Action.DISPOSE]
    (told,) = answers(scene, number)
    assert "✅" in told
    assert standing(scene, number)


def wake_both(scene: OnForge, other: Another, event: Event) -> None:
    """The other one has decided, and comes second when it pushes; a minute has passed."""

    def meanwhile() -> None:
        moment = scene.recorder.now() + timedelta(minutes=1)
        scene.office.at(moment.isoformat())
        assert scene.wake(event) == Exit.OK, scene.notes.lines

    other.repository.meanwhile = meanwhile
    assert other.wake(event) == Exit.OK, other.notes.lines
    assert other.repository.meanwhile is None


def assert_one_approval(scene: OnForge, number: int, before: Stand) -> None:
    """One statement that follows upon the last, one merge, and nothing said against it."""
    after = stand(scene)
    assert after.history[:-1] == before.history
    assert history(scene)[-1].prev == before.history[-1]
    assert scene.forge.pull(number)[1].merged_at
    parents = scene.office.bare.run("rev-list", "-1", "--parents", after.main).split()
    assert parents[1] == before.main
    assert answers(scene, number) == []


class Meanwhile:
    """A forge at which somebody else does something before the call number `place`."""

    def __init__(self, api: Api, place: int, happens: Callable[[], object]) -> None:
        self._api, self._left, self._happens = api, place, happens

    def __getattr__(self, name: str) -> Any:
        self._left -= 1
        if self._left == 0:
            self._happens()
        return getattr(self._api, name)


@pytest.mark.parametrize("place", range(1, 13))
def test_a_recorder_that_works_through_at_any_moment_is_not_contradicted(
    on_the_forge: At, tmp_path: Path, place: int
) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    other = Another(scene, tmp_path / "pencatat-lain")
    before = stand(scene)
    event = scene.forge.review(KASI, number, "approve")
    other.api = cast(Api, Meanwhile(scene.api, place, lambda: scene.wake(event)))
    other.wake(event)
    if not scene.forge.pull(number)[1].merged_at:
        scene.wake(event)  # it never came so far
    assert_one_approval(scene, number, before)


def test_two_recorders_at_the_very_same_time(on_the_forge: At, tmp_path: Path) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    other = Another(scene, tmp_path / "pencatat-lain")
    before = stand(scene)
    event = scene.forge.review(KASI, number, "approve")
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda one: one.wake(event), (scene, other)))
    scene.wake(event)
    assert_one_approval(scene, number, before)


# --- A24: merged by hand, and otherwise than Siar would -----------------------------------------


@pytest.mark.parametrize("stage", [Stage.IN_REVIEW, Stage.APPROVED])
def test_a_rebase_merge_by_hand_is_not_published_and_told_how_to_undo(
    on_the_forge: At, stage: Stage
) -> None:
    scene = on_the_forge(stage)
    number, main = pull(scene), scene.office.main
    event = scene.forge.merge_by_button(OFFICER, number, "rebase")
    before = stand(scene)
    assert publish_all(scene) is Exit.PROBLEMS
    assert f"{ARTICLE}/index.md:1: error[approval-none]: changed in " in scene.notes.lines[0]
    assert "undo it with `git revert " in scene.notes.lines[0]
    assert (is_live(scene), is_live(scene, IMPORTED), mails(scene)) == (False, True, 0)
    assert stand(scene)._replace(site=None, ledger=None) == before
    assert scene.wake(event) == Exit.OK
    told = standing(scene, number)
    assert "**This was merged by hand, and nothing of it is published:**" in told
    assert "Press **Revert** here, and merge that." in told

    # What is told there sets it right.
    brought = scene.office.bare.changed_paths(main, scene.office.main)
    scene.forge.push(OFFICER, "main", dict.fromkeys(brought), "Revert")
    again = pull(scene)
    scene.forge.review(KASI, again, "approve")
    assert scene.wake() == Exit.OK, scene.notes.lines
    assert scene.forge.pull(again)[1].merged_at, scene.said(again)
    assert publish_all(scene) is Exit.OK, scene.notes.lines
    assert (is_live(scene), mails(scene)) == (True, OUTLETS + 1)


@pytest.mark.parametrize("method", ["merge", "squash"])
def test_what_is_approved_may_be_merged_by_hand_otherwise(on_the_forge: At, method: str) -> None:
    scene = on_the_forge(Stage.APPROVED)
    number = pull(scene)
    event = scene.forge.merge_by_button(OFFICER, number, method)
    assert publish_all(scene) is Exit.OK
    assert (is_live(scene), mails(scene)) == (True, OUTLETS + 1)
    assert scene.wake(event) == Exit.OK
    assert "by hand" not in standing(scene, number)
    assert scene.office.bare.shared(BRANCH) is None
    assert scene.wake() == Exit.OK
    assert not scene.api.pull_requests()


@pytest.mark.parametrize("method", ["merge", "squash"])
def test_what_is_not_approved_is_not_published_however_it_was_merged(
    on_the_forge: At, method: str
) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    number = pull(scene)
    event = scene.forge.merge_by_button(OFFICER, number, method)
    assert publish_all(scene, dry_run=True) is Exit.OK
    assert "the approval of section_head is missing" in scene.notes.lines[0]
    assert not [line for line in scene.notes.lines[1:] if NUMBER in line]
    assert scene.wake(event) == Exit.OK
    told = standing(scene, number)
    assert (
        "> requests/2026/0118.yaml:1: error&#91;approval-none&#93;: merged while in&#95;review"
        in told
    )
    assert ("Press **Revert** here" if method == "squash" else "Write on on the branch") in told


def test_what_was_merged_too_early_is_gone_on_with(on_the_forge: At) -> None:
    scene = on_the_forge(Stage.IN_REVIEW)
    scene.forge.merge_by_button(OFFICER, pull(scene), "merge")
    text = article().replace(b"empat ton", b"lima ton")
    scene.forge.edit_file(OFFICER, BRANCH, f"{ARTICLE}/index.md", text)
    number = pull(scene)
    assert scene.wake(scene.forge.review(KASI, number, "request_changes", "Serahkan lagi")) == 0
    assert scene.wake(scene.forge.comment(OFFICER, number, "/ajukan")) == Exit.OK
    assert_carried_out(scene, number, scene.forge.review(KASI, number, "approve"))
    assert publish_all(scene, dry_run=True) is Exit.OK
    assert [line for line in scene.notes.lines if line.startswith(f"{NUMBER}: would tell")]
