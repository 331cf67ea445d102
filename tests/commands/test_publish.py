"""Publishing is level-triggered: it does what is not done yet, in order, and never twice."""

import email
import email.policy
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.commands import publish, publishing
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.commands.dossier import ledger_of
from pipeline.errors import Exit, SiarError, TryAgain
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from pipeline.site.server import served
from tests.support.office import ARTICLE, IMPORTED, KASI, NUMBER, Office, Stage

PAGE = f"{ARTICLE.removeprefix('content/')}/index.html"
OUTLETS = 5  # active in examples/kantor/media.yaml; a sixth has ended


class Newsroom:
    """An office whose request 2026-0118 is on main, and what a run of `publish` did there."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.site = office.folder / "situs"
        self.mails = office.folder / "surel"
        office.bare.set_config(
            {"siar.deploy": "../situs", "siar.mails": "../surel", "siar.papers": "../laporan"}
        )
        office.at("2026-11-02T14:40:00+09:00")

    def publish(self) -> tuple[Exit, list[str]]:
        """One run, and what it told."""
        talk = Quiet()
        ctx = Context(Repository.open(self.office.bare.folder), talk)
        return publish.run(ctx), talk.heard

    def state(self) -> tuple[str | None, str | None, int]:
        """Tips of site and ledger, and how many mails went out."""
        bare = Repository.open(self.office.bare.folder)
        return bare.shared("site"), bare.shared("ledger"), len(list(self.mails.glob("*.eml")))

    def page(self, path: str = PAGE) -> Path:
        """A page of the deployed site."""
        return self.site / CURRENT / path

    def records(self) -> list[dict[str, object]]:
        """What the ledger says of the request."""
        ctx = Context(Repository.open(self.office.bare.folder), Quiet())
        return [dict(record) for record in ledger_of(ctx).records(NUMBER)]


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(Office.at_stage(Stage.MERGED, tmp_path / "kantor contoh"))


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that nobody listens on, and nobody else can take meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_an_approved_article_is_deployed_seen_told_and_reported(newsroom: Newsroom) -> None:
    code, heard = newsroom.publish()
    assert code is Exit.OK
    assert newsroom.page().is_file()
    kinds = [record["kind"] for record in newsroom.records()]
    assert kinds[0] == "live"
    assert kinds[-1] == "report"
    told = [r for r in newsroom.records() if r.get("state") == "accepted"]
    assert len(told) == OUTLETS + 1
    assert told[-1]["recipient"] == "sender"
    assert (newsroom.office.folder / "laporan/2026/laporan-2026-0118.pdf").is_file()
    assert f"2026-0118 is live: https://siar.example/{PAGE.removesuffix('index.html')}" in heard


def test_each_outlet_and_the_sender_get_one_mail_of_their_own(newsroom: Newsroom) -> None:
    newsroom.publish()
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in newsroom.mails.glob("*.eml")
    ]
    addressed = [str(mail["To"].addresses[0].addr_spec) for mail in mails]
    assert len(set(addressed)) == len(addressed) == OUTLETS + 1
    to_media = [mail for mail in mails if str(mail["Subject"]).startswith("[Siaran Pers]")]
    for mail in to_media:
        names = [part.get_filename() for part in mail.iter_attachments()]
        assert names == ["siaran-pers-2026-0118.pdf", "siaran-pers-2026-0118.docx", "foto.jpg"]


def test_a_second_run_commits_nothing_and_mails_nothing(newsroom: Newsroom) -> None:
    newsroom.publish()
    before = newsroom.state()
    code, heard = newsroom.publish()
    assert (code, newsroom.state()) == (Exit.OK, before)
    assert heard == ["nothing to do: everything due is live, told and reported"]


def test_without_a_mail_server_the_site_is_live_and_the_next_run_mails_once(
    newsroom: Newsroom, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAR_SMTP", f"127.0.0.1:{closed_port}")
    code, _heard = newsroom.publish()
    assert code is Exit.RETRY
    assert newsroom.page().is_file()
    assert newsroom.state()[2] == 0
    monkeypatch.delenv("SIAR_SMTP")
    assert newsroom.publish()[0] is Exit.OK
    assert newsroom.state()[2] == OUTLETS + 1
    assert newsroom.publish()[0] is Exit.OK
    assert newsroom.state()[2] == OUTLETS + 1


def test_nobody_is_told_before_the_page_shows_its_digest(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "LIVE_PAUSE_SECONDS", 0.0)
    (tmp_path / "stale").mkdir()
    with served(tmp_path / "stale") as stale:
        monkeypatch.setenv("SIAR_LIVE", stale.url)
        with pytest.raises(TryAgain, match="2026-0118 is deployed, but its page does not show it"):
            newsroom.publish()
    assert newsroom.records() == []
    assert newsroom.state()[2] == 0
    monkeypatch.delenv("SIAR_LIVE")
    assert newsroom.publish()[0] is Exit.OK
    assert newsroom.state()[2] == OUTLETS + 1


def test_a_commit_past_the_gate_is_neither_shown_nor_mailed_and_the_rest_goes_on(
    newsroom: Newsroom,
) -> None:
    office = newsroom.office
    path = "content/2026/11/03-selundupan/index.md"
    text = b"---\ntitle: Selundupan (contoh)\n---\nTidak pernah disetujui.\n"
    office.force(KASI, "refs/heads/main", office.commit(KASI, {path: text}, office.main))
    code, heard = newsroom.publish()
    assert code is Exit.PROBLEMS
    assert f"{path}:1: error[approval-none]" in heard[0]
    assert newsroom.page().is_file()
    assert not newsroom.page("2026/11/03-selundupan/index.html").exists()
    assert newsroom.state()[2] == OUTLETS + 1


def test_changed_code_stops_everything(newsroom: Newsroom) -> None:
    office = newsroom.office
    evil = office.commit(KASI, {"pelicanconf.py": b"raise SystemExit\n"}, office.main)
    office.force(KASI, "refs/heads/main", evil)
    with pytest.raises(SiarError, match="main was changed by something else than requests"):
        newsroom.publish()
    assert newsroom.state() == (None, None, 0)
    assert not newsroom.site.exists()


def test_a_changed_byte_keeps_the_approved_page(newsroom: Newsroom) -> None:
    newsroom.publish()
    approved = newsroom.page().read_bytes()
    office = newsroom.office
    text = office.bare.read(office.main, f"{ARTICLE}/index.md") or b""
    worse = office.commit(
        KASI, {f"{ARTICLE}/index.md": text.replace(b"empat", b"lima")}, office.main
    )
    office.force(KASI, "refs/heads/main", worse)
    code, heard = newsroom.publish()
    assert code is Exit.PROBLEMS
    assert "error[approval-digest]: these are not the bytes that were approved" in heard[0]
    assert newsroom.page().read_bytes() == approved


def test_dry_run_says_what_would_be_done_and_does_nothing(newsroom: Newsroom) -> None:
    talk = Quiet()
    ctx = Context(Repository.open(newsroom.office.bare.folder), talk)
    assert publish.run(ctx, dry_run=True) is Exit.OK
    assert newsroom.state() == (None, None, 0)
    assert not newsroom.site.exists()
    assert talk.heard[0] == f"would deploy 2 articles to {newsroom.site}"
    assert talk.heard[1].startswith("2026-0118: would tell Harian Samudra (contoh), ")


def test_imported_articles_are_shown_and_nobody_is_told_of_them(newsroom: Newsroom) -> None:
    newsroom.publish()
    assert newsroom.page(f"{IMPORTED.removeprefix('content/')}/index.html").is_file()
    kept = sorted((newsroom.site / CURRENT / ".siar/set").rglob("*.jsonl"))
    lines = [line for file in kept for line in file.read_text(encoding="utf-8").splitlines()]
    assert [json.loads(line)["folder"] for line in lines] == [IMPORTED, ARTICLE]


def test_two_runs_at_once_do_not_meet(newsroom: Newsroom) -> None:
    ctx = Context(Repository.open(newsroom.office.bare.folder), Quiet())
    with publishing.alone(ctx), pytest.raises(TryAgain, match="another run is publishing"):
        newsroom.publish()


def test_the_site_branch_holds_what_is_deployed(newsroom: Newsroom) -> None:
    newsroom.publish()
    bare = Repository.open(newsroom.office.bare.folder)
    tip = bare.shared("site") or ""
    deployed = (newsroom.site / CURRENT).resolve()
    held = {entry.path: bare.blob(entry.oid) for entry in bare.tree(tip)}
    assert held == {
        path.relative_to(deployed).as_posix(): path.read_bytes()
        for path in deployed.rglob("*")
        if path.is_file()
    }
