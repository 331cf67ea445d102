"""What threatens an approval on a forge: each row of the threats as a test on the test forge.

A05 a stale page            test_an_approval_of_another_page_than_the_one_shown…
A06 self-approval           test_whoever_wrote_it…, test_the_officers_consent_lifts_that
"""

import hashlib
import itertools
from collections.abc import Callable

import pytest

from pipeline.commands import review
from pipeline.commands.opening import open_request
from pipeline.commands.thread import STATUS
from pipeline.errors import Exit
from pipeline.record.canonical import canonical
from pipeline.record.digest import FileEntry, sha256, unit_digest
from pipeline.record.workflow import Action
from tests.commands.forge_scene import At, assert_carried_out, assert_refused, history, pull, stand
from tests.github.events import Event
from tests.github.members import BOT
from tests.support.office import (
    ARTICLE,
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
from tests.support.on_forge import BRANCH, OnForge

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
    (standing,) = (said for said in scene.said(number) if said.startswith(STATUS))
    assert "no forge confirms the review that statement 5 stands on" in standing
    assert "the Kasi takes it back with" in standing
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
