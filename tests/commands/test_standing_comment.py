"""The one comment on a forge: the sheet and the preview it links, and what it says after the merge;
and the reminders beside it."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.commands import publish, receive, record
from pipeline.commands.context import Context
from pipeline.commands.follow_up import DAYS, MOST_AT_ONCE
from pipeline.commands.reminding import called
from pipeline.commands.sheet_link import KEPT, RENEWED, Desk
from pipeline.commands.taking_down import Notebook
from pipeline.commands.thread import STATUS
from pipeline.commands.wakeup import target
from pipeline.errors import Exit
from pipeline.forge.forge_host import ForgeHost
from pipeline.record.roster import Account, Person
from pipeline.repository import Repository
from tests.commands.published import FOLDERS
from tests.github.events import Event
from tests.support.journey import MOST_CALLS, to_main
from tests.support.office import (
    DEPUTY,
    DISPOSED_AT,
    FORGE,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    RECEIVED_AT,
    Office,
    Stage,
    form,
    write_papers,
)
from tests.support.on_forge import BRANCH, HURRIED, OnForge, on_forge

DISPOSE = "/disposisi kepada: kasi-piks sifat: segera instruksi: Proses lebih lanjut"


class Scene:
    """An office on a forge with a pull request, and a desk for sheets."""

    def __init__(self, made: OnForge, folder: Path) -> None:
        self.made, self.folder = made, folder
        self.number: int = made.forge.open_pull(OFFICER, BRANCH, "Panen").payload["number"]
        self.run = 100

    def wake(self, event: Event | None = None, *, desk: bool = True) -> None:
        """One run of the recorder, which has a number and a desk of its own."""
        self.run += 1
        found = target(event.name, event.payload) if event else None
        self.made.forge.reset_calls()
        place = Desk(self.folder / str(self.run), str(self.run)) if desk else None
        self.made.notes.lines.clear()
        code = record.run(self.made.recorder, self.made.api, found, place)
        assert code == Exit.OK, self.made.notes.lines

    @property
    def status(self) -> str:
        """What the one comment says."""
        (found,) = [said for said in self.made.said(self.number) if said.startswith(STATUS)]
        return found

    @property
    def sheets(self) -> list[str]:
        """The runs that have laid down a sheet, each with its file."""
        return sorted(
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.pdf")
        )

    @property
    def edits(self) -> int:
        """How often the one comment was edited in the last run."""
        return sum(call.startswith("PATCH") for call in self.made.forge.calls)

    def address(self, rest: str) -> str:
        """An address on the forge."""
        return f"{self.made.forge.url}/{self.made.forge.full_name}/{rest}"

    def reminders(self) -> list[str]:
        """What was said to remind people."""
        return [said for said in self.made.said(self.number) if "siar:reminder" in said]


Opening = Callable[..., Scene]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Opening]:
    """Makes a scene as far as a stage; `prepare` is done in the office before."""
    with ExitStack() as stack:

        def open_at(
            stage: Stage, prepare: Callable[[Office], object] = lambda office: None
        ) -> Scene:
            office = Office.at_stage(stage, tmp_path / "office")
            prepare(office)
            made = stack.enter_context(on_forge(office, tmp_path))
            made.forge.refs = {}
            made.forge.note(OFFICER)
            return Scene(made, tmp_path / "lembar")

        yield open_at


def later(moment: str, **much: int) -> str:
    """So much later."""
    return (datetime.fromisoformat(moment) + timedelta(**much)).isoformat()


def receive_restricted(office: Office) -> None:
    """A letter that is not for everybody comes."""
    office.at(RECEIVED_AT)
    filled = form()
    filled["letter"] |= {"security": "terbatas", "kept_at": "lemari besi (CONTOH)"}
    filled["attachments"] = [one for one in filled["attachments"] if one["kind"] != "letter"]
    receive.run(office[OFFICER], filled, folder=write_papers(office.folder / "surat"))


# --- the disposition sheet -----------------------------------------------------------------------


def test_the_sheet_is_made_once_and_linked_until_it_shows_something_else(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    scene.wake()
    assert scene.sheets == [f"101/{NUMBER}.pdf"]
    blank = (scene.folder / "101" / f"{NUMBER}.pdf").read_bytes()
    assert blank.startswith(b"%PDF-")
    assert f"[disposition sheet]({scene.address('actions/runs/101')})" in scene.status
    assert "(until 31 Januari 2027)" in scene.status
    scene.wake()
    assert (len(scene.sheets), scene.edits) == (1, 0)

    scene.made.office.at(DISPOSED_AT)
    scene.wake(scene.made.forge.comment(KABID, scene.number, DISPOSE))
    assert scene.sheets == [f"101/{NUMBER}.pdf", f"103/{NUMBER}.pdf"]
    assert (scene.folder / "103" / f"{NUMBER}.pdf").read_bytes() != blank
    assert f"({scene.address('actions/runs/103')})" in scene.status
    assert "actions/runs/101" not in scene.status


def test_a_link_is_renewed_before_the_forge_throws_the_file_away(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    scene.wake()
    days = (KEPT - RENEWED).days
    scene.made.office.at(later(RECEIVED_AT, days=days - 1))
    scene.wake()
    assert len(scene.sheets) == 1
    scene.made.office.at(later(RECEIVED_AT, days=days))
    scene.wake()
    assert scene.sheets == [f"101/{NUMBER}.pdf", f"103/{NUMBER}.pdf"]
    assert "actions/runs/103" in scene.status


def test_a_run_without_a_desk_keeps_what_is_linked_as_long_as_it_is_right(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    scene.wake(desk=False)
    assert "disposition sheet" not in scene.status
    scene.wake()
    linked = scene.status
    scene.wake(desk=False)
    assert (scene.status, scene.edits) == (linked, 0)
    scene.made.office.at(DISPOSED_AT)
    scene.wake(scene.made.forge.comment(KABID, scene.number, DISPOSE), desk=False)
    assert "disposition sheet" not in scene.status
    scene.wake()
    assert "actions/runs/105" in scene.status


def test_a_sheet_that_no_run_keeps_is_not_linked_but_made_once(at: Opening, tmp_path: Path) -> None:
    scene = at(Stage.RECEIVED)
    for _again in range(2):
        desk = Desk(tmp_path / "meja")
        assert record.run(scene.made.recorder, scene.made.api, None, desk) == Exit.OK
    assert (tmp_path / "meja" / f"{NUMBER}.pdf").is_file()
    assert "disposition sheet" not in scene.status
    assert "<!-- siar:sheet " in scene.status
    (tmp_path / "meja" / f"{NUMBER}.pdf").unlink()
    assert record.run(scene.made.recorder, scene.made.api, None, desk) == Exit.OK
    assert not (tmp_path / "meja" / f"{NUMBER}.pdf").exists()
    scene.wake()
    assert "actions/runs/101" in scene.status


def test_of_a_restricted_letter_no_file_lies_with_the_forge(at: Opening) -> None:
    scene = at(Stage.FOUNDED, receive_restricted)
    scene.wake()
    assert scene.sheets == []
    assert f"disposition sheet: in the office, with `siar print disposisi {NUMBER}`" in scene.status
    assert "actions/runs" not in scene.status


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- siar:sheet 0123456789abcdef 2026-13-40 7 -->",
        "<!-- siar:sheet 0123456789abcdef 9999-12-31 7 -->",
        "<!-- siar:sheet x 2026-11-02 7) [x](https://jahat.example -->",
    ],
)
def test_a_mark_that_cannot_be_is_none(at: Opening, mark: str) -> None:
    scene = at(Stage.RECEIVED)
    scene.made.api.comment(scene.number, f"{STATUS}\n{mark}\n")
    scene.wake()
    assert scene.sheets == [f"101/{NUMBER}.pdf"]
    assert "jahat" not in scene.status and scene.status.count("siar:sheet") == 1


# --- the preview ---------------------------------------------------------------------------------


def test_the_pages_of_a_check_are_linked_as_soon_as_it_has_ended(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    scene.wake()
    assert "preview of the page" not in scene.status
    scene.made.forge.keep(scene.number)
    kept = scene.made.forge.keep(scene.number)
    scene.wake(checked(scene))
    assert len(scene.made.forge.calls) <= MOST_CALLS
    address = scene.address(f"actions/runs/{kept.run}/artifacts/{kept.id}")
    assert f"[preview of the page]({address})" in scene.status


def checked(scene: Scene) -> Event:
    """The check of the pull request has ended."""
    opened = next(e for e in scene.made.forge.events if e.action == "opened")
    return scene.made.forge.finish("check", opened, "failure")


def test_only_a_text_that_is_written_or_corrected_has_a_preview(at: Opening) -> None:
    for stage, is_asked in ((Stage.RECEIVED, False), (Stage.IN_REVIEW, True)):
        scene = at(stage)
        scene.made.forge.keep(scene.number)
        scene.wake()
        assert ("preview of the page" in scene.status) is is_asked
        assert any("artifacts" in call for call in scene.made.forge.calls) is is_asked
        break


def test_a_run_for_a_strangers_copy_has_nothing_looked_at(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    forge = scene.made.forge
    opened = forge.open_foreign_pull("orang-luar", forge.bare.branch(BRANCH) or "", BRANCH, "x")
    for workflow in ("check", "review"):
        scene.wake(forge.finish(workflow, opened))
        assert forge.calls == []


# --- after the merge -----------------------------------------------------------------------------


def approve(scene: Scene) -> None:
    """From a letter with its papers to main."""

    def wake(event: Event) -> None:
        scene.wake(event)
        assert len(scene.made.forge.calls) <= MOST_CALLS, scene.made.forge.calls

    to_main(scene.made, wake, scene.number)


def publish_all(scene: Scene) -> None:
    """One run of `siar publish` in the shared repository."""
    office, api = scene.made.office, scene.made.api
    ctx = Context(Repository.open(office.bare.folder), Notebook())
    ctx.repository.set_config(FOLDERS)
    ctx.forge = ForgeHost(api, ctx.repository, ctx.agency.roster)
    assert publish.run(ctx) == Exit.OK


def published(scene: Scene) -> Event:
    """The run of publish.yml that the recorder started has ended."""
    forge = scene.made.forge
    return forge.finish("publish", forge.dispatched(forge.dispatches[-1]))


MERGED = "- **On main since:** Senin, 2 November 2026 pukul 14.30 WIT"


def test_after_the_merge_it_says_what_happens_and_later_where_the_page_is(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    approve(scene)
    assert "\n### 2026-0118 · disetujui tayang\n" in scene.status
    assert "Nothing: the system publishes it and tells the media and the sender." in scene.status
    assert MERGED in scene.status
    (page,) = re.findall(r"- \*\*Page, once it is live:\*\* \[.*?\]\((.*?)\)\n", scene.status)
    before = scene.status
    scene.wake(published(scene))
    assert scene.status == before

    scene.made.office.at("2026-11-02T14:40:00+09:00")
    publish_all(scene)
    scene.made.office.at("2026-11-02T14:45:00+09:00")
    scene.wake(published(scene))
    assert len(scene.made.forge.calls) <= MOST_CALLS // MOST_AT_ONCE
    assert "\n### 2026-0118 · tayang\n" in scene.status
    assert "- **Live since:** Senin, 2 November 2026 pukul 14.40 WIT\n" in scene.status
    assert f"- **Page:** [{page.removeprefix('https://')}]({page})\n" in scene.status
    assert MERGED in scene.status
    assert "once it is live" not in scene.status and "Waits for" not in scene.status
    scene.wake()
    assert scene.edits == 0


def test_after_some_days_nobody_looks_any_more(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    approve(scene)
    scene.made.office.at(later("2026-11-02T14:30:00+09:00", days=DAYS.days, minutes=-5))
    scene.wake()
    assert any("/comments" in call for call in scene.made.forge.calls)
    scene.made.office.at(later("2026-11-02T14:30:00+09:00", days=DAYS.days, minutes=5))
    scene.wake()
    assert not any("/comments" in call for call in scene.made.forge.calls)


def test_what_a_run_has_left_after_the_merge_the_next_one_says(at: Opening) -> None:
    scene = at(Stage.IN_REVIEW)
    scene.wake()
    number, forge = scene.number, scene.made.forge
    forge.reset_calls()
    event = forge.review(KASI, number, "approve")
    merge = next(place for place in range(1, 20) if fails_after_merge(scene, event, place))
    assert merge
    assert "On main since" not in scene.status
    assert forge.bare.branch(BRANCH)
    scene.wake()
    assert "On main since" in scene.status
    assert forge.bare.branch(BRANCH) is None
    assert len(scene.made.api.pull_requests()) == 0


def fails_after_merge(scene: Scene, event: Event, place: int) -> bool:
    """Whether a run was merged and then cut off, where the call with this number fails."""
    forge = scene.made.forge
    forge.reset_calls()
    forge.fail(place, "500", times=len(HURRIED.pauses) + 1)
    code = record.run(scene.made.recorder, scene.made.api, target(event.name, event.payload))
    is_merged = forge.pull(scene.number)[1].merged_at is not None
    forge.reset_calls()
    assert not is_merged or code != Exit.OK
    return is_merged


def test_after_the_merge_it_offers_what_can_still_be_said(at: Opening) -> None:
    scene = at(Stage.IN_REVIEW)
    scene.wake(scene.made.forge.review(KASI, scene.number, "approve"))
    assert "On main since" in scene.status
    assert "\n/amend changes: … " in scene.status and "\n/takedown reason: …\n" in scene.status
    assert "/submit" not in scene.status


def test_a_request_that_ended_is_finished_and_on_main(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    scene.made.office.at(DISPOSED_AT)
    scene.wake(scene.made.forge.comment(KABID, scene.number, "/tolak alasan: Bukan kegiatan dinas"))
    assert "Nothing: this request is finished." in scene.status
    assert MERGED.replace("14.30", "09.00") in scene.status
    assert "**Page" not in scene.status


# --- reminders -----------------------------------------------------------------------------------


def test_who_it_waits_for_is_called_once_when_the_time_is_over(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    scene.wake()
    assert scene.reminders() == []
    scene.made.office.at("2026-11-02T11:07:00+09:00")
    for _again in range(2):
        scene.wake()
        (said,) = scene.reminders()
    assert f"⏰ @{OFFICER}: request **{NUMBER}** waits for you (sedang ditulis)" in said
    assert (
        "- The standard time of this step ends on Senin, 2 November 2026 pukul 11.30 WIT." in said
    )
    status = next(
        one.id for one in scene.made.api.comments(scene.number) if one.body.startswith(STATUS)
    )
    assert f"({scene.address(f'pull/{scene.number}')}#issuecomment-{status})" in said
    assert "say so with `/pause`" in said
    scene.made.office.at("2026-11-02T13:07:00+09:00")
    for _again in range(2):
        scene.wake()
        assert len(scene.reminders()) == 2
    assert "- The standard time of this step ended on Senin, 2 November" in scene.reminders()[1]


def test_only_a_run_that_looks_at_everything_reminds(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    scene.made.office.at("2026-11-02T13:07:00+09:00")
    scene.wake(scene.made.forge.comment(OFFICER, scene.number, "/bantuan"))
    assert scene.reminders() == []


def test_nobody_is_called_after_hours_or_while_it_is_paused(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    scene.made.office.at("2026-11-02T17:07:00+09:00")
    scene.wake()
    assert scene.reminders() == []
    scene.made.office.at("2026-11-03T09:00:00+09:00")
    pause = "/tunda menunggu: Dinas Pertanian alasan: data panen"
    scene.wake(scene.made.forge.comment(OFFICER, scene.number, pause))
    scene.wake()
    assert scene.reminders() == []
    scene.wake(scene.made.forge.comment(OFFICER, scene.number, "/lanjut alasan: data datang"))
    scene.wake()
    assert len(scene.reminders()) == 1


def test_the_marks_of_others_keep_nobody_from_being_reminded(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    scene.made.office.at("2026-11-02T13:07:00+09:00")
    scene.made.forge.comment(
        OFFICER, scene.number, "<!-- siar:reminder after-step-20261102T003000 -->"
    )
    scene.wake()
    assert len(scene.reminders()) == 1


@pytest.mark.parametrize(
    ("moment", "who"),
    [("2026-11-03T09:00:00+09:00", KABID), ("2026-11-17T09:00:00+09:00", DEPUTY)],
)
def test_the_deputy_is_called_and_not_who_is_on_leave(at: Opening, moment: str, who: str) -> None:
    scene = at(Stage.RECEIVED)
    scene.made.office.at(moment)
    scene.wake()
    (said,) = scene.reminders()
    assert re.findall(r"@([\w-]+)", said) == [who]


@pytest.mark.parametrize(
    ("logins", "shown"),
    [
        ([("x.example", "rina"), (FORGE, "budi-1")], "@budi-1"),
        ([(FORGE, "")], "Budi Contoh, S.Sos."),
        ([("x.example", "rina")], "Budi Contoh, S.Sos."),
        ([(FORGE, "semua orang @kantor/berita")], "Budi Contoh, S.Sos."),
        ([(FORGE, "a" * 40)], "Budi Contoh, S.Sos."),
        ([(FORGE, "-x"), (FORGE, "x")], "@x"),
    ],
)
def test_only_what_can_be_a_login_is_called(logins: list[tuple[str, str]], shown: str) -> None:
    accounts = tuple(Account(forge, "1", login) for forge, login in logins)
    assert called(Person("budi", "Budi Contoh, S.Sos.", accounts=accounts), FORGE) == shown
