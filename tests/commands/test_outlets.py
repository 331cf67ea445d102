"""The website elsewhere: another repository, a web server, Pages, each brought to the branch."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.commands import outlets, publish, showing, verifying
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.commands.outside import deploy_folder, own_folder
from pipeline.errors import Exit, NotFound, TryAgain
from pipeline.repository import Repository
from pipeline.site.branch import BRANCH, site_at
from pipeline.site.deploy import CURRENT
from pipeline.site.manifest import MANIFEST
from tests.commands.published import published_office
from tests.github.server import GitHub
from tests.support.office import Office
from tests.support.sshd import SshServer, ssh_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh") / "server") as found:
        yield found


@pytest.fixture
def office(tmp_path: Path, server: SshServer) -> Office:
    """An office whose first article is published, and which works in earnest from here on."""
    found = published_office(tmp_path / "kantor")
    (tmp_path / "kunci").write_bytes(server.key)
    (tmp_path / "hosts").write_bytes(server.known_hosts)
    found.bare.run("config", "--unset", "siar.deploy")
    found.bare.set_config(
        {
            "siar.practice": "false",
            "siar.sitekey": str(tmp_path / "kunci"),
            "siar.knownhosts": str(tmp_path / "hosts"),
        }
    )
    return found


@pytest.fixture
def public(tmp_path: Path) -> Repository:
    """The public repository, empty."""
    return Repository.create(tmp_path / "situs.git", bare=True)


def scene(office: Office) -> Context:
    """The pipeline's own scene, in the shared repository."""
    return Context(Repository.open(office.bare.folder), Quiet())


def shown(ctx: Context) -> str:
    """The tree that the branch shows."""
    found = site_at(ctx.repository)
    assert found is not None
    return found.tree


def carry(office: Office, *, is_new: bool = False) -> list[str]:
    """Bring every outlet up to date; what is told."""
    ctx = scene(office)
    return list(outlets.carry(ctx, is_new=is_new))


def test_a_web_server_is_given_what_the_branch_holds_and_once(
    office: Office, server: SshServer, tmp_path: Path
) -> None:
    (tmp_path / "web").mkdir()
    place = server.folder(tmp_path / "web")
    office.bare.set_config({"siar.rsync": place})
    assert carry(office) == [f"the website is in {place}"]
    tip = office.bare.shared(BRANCH) or ""
    served = tmp_path / "web" / CURRENT
    for entry in office.bare.tree(tip):
        assert (served / entry.path).read_bytes() == office.bare.blob(entry.oid)
    assert carry(office) == []


def test_a_public_repository_is_given_the_branch_and_nothing_else(
    office: Office, server: SshServer, public: Repository
) -> None:
    address = server.git(public.folder)
    office.bare.set_config({"siar.siterepository": address})
    assert carry(office) == [f"the website is in {address}"]
    assert public.refs("refs/") == {f"refs/heads/{BRANCH}": office.bare.shared(BRANCH)}
    assert carry(office) == []


def test_the_key_may_be_given_as_text(
    office: Office, server: SshServer, public: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sitekey", "knownhosts"):
        office.bare.run("config", "--unset", f"siar.{name}")
    monkeypatch.setenv("SIAR_SITEKEY", server.key.decode())
    monkeypatch.setenv("SIAR_KNOWNHOSTS", server.known_hosts.decode())
    monkeypatch.setenv("SIAR_SITEREPOSITORY", server.git(public.folder))
    assert len(carry(office)) == 1
    assert "PRIVATE KEY" not in repr(scene(office).settings)


@pytest.mark.parametrize("name", ["sitekey", "knownhosts"])
def test_without_a_key_or_a_known_server_nothing_leaves(
    office: Office, server: SshServer, public: Repository, name: str
) -> None:
    office.bare.run("config", "--unset", f"siar.{name}")
    office.bare.set_config({"siar.siterepository": server.git(public.folder)})
    with pytest.raises(NotFound, match=f"for want of siar.{name}: it is not set"):
        carry(office)
    office.bare.set_config({f"siar.{name}": "/tidak/ada"})
    with pytest.raises(NotFound, match=f"for want of siar.{name}: No such file"):
        carry(office)
    assert public.refs("refs/") == {}


def test_one_that_is_away_keeps_no_other_from_being_served(
    office: Office, server: SshServer, tmp_path: Path
) -> None:
    (tmp_path / "web").mkdir()
    away = server.git(tmp_path / "tidak-ada.git")
    office.bare.set_config(
        {"siar.siterepository": away, "siar.rsync": server.folder(tmp_path / "web")}
    )
    with pytest.raises(TryAgain, match="cannot be reached"):
        carry(office)
    assert (tmp_path / "web" / CURRENT / "index.html").is_file()


def test_in_practice_nothing_leaves(office: Office, server: SshServer, public: Repository) -> None:
    office.bare.set_config(
        {
            "siar.practice": "true",
            "siar.deploy": "../situs",
            "siar.siterepository": server.git(public.folder),
        }
    )
    assert carry(office) == []
    assert public.refs("refs/") == {}


def test_pages_are_asked_once_for_each_site(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAR_PAGES", "true")
    with GitHub(office.bare.git_folder, plan="team") as forge:
        monkeypatch.setenv("GITHUB_API_URL", forge.api_url)
        monkeypatch.setenv("GITHUB_REPOSITORY", forge.full_name)
        monkeypatch.setenv("GITHUB_TOKEN", forge.token(permissions={"pages": "write"}))
        with pytest.raises(NotFound):
            carry(office)
        forge.settings.pages = {"url": "", "status": None, "cname": None, "custom_404": False}
        assert carry(office) == ["Pages were asked to show the website"]
        assert carry(office) == []
        assert carry(office, is_new=True) == ["Pages were asked to show the website"]
        assert len(forge.page_builds) == 2


def test_where_the_website_goes_elsewhere_no_folder_is_needed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAR_RSYNC", "situs@server.example:/srv/www")
    ctx = scene(office)
    assert own_folder(ctx) is None
    assert deploy_folder(ctx) == ctx.repository.git_folder / "siar" / "situs"
    assert showing.work(ctx, showing.plan(verifying.verify(ctx), ctx.now())).is_done


def test_what_a_writer_puts_on_the_branch_is_not_believed_and_is_replaced(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAR_RSYNC", "situs@server.example:/srv/www")
    good = office.bare.shared(BRANCH) or ""
    evil = {"index.html": office.bare.write_blob(b"<script>alert(1)</script>")}
    forged = office.bare.commit_tree(
        office.bare.write_tree(good, evil), [good], "Publish", author="Siar <siar@localhost>",
        at=scene(office).now(),
    )  # fmt: skip
    office.bare.set_ref(f"refs/heads/{BRANCH}", forged)
    assert showing.shown_here(scene(office)) is None
    # In practice, where the folder holds the right site, the branch is set right all the same.
    office.bare.set_config({"siar.practice": "true", "siar.deploy": "../situs"})
    monkeypatch.delenv("SIAR_RSYNC")
    office.at("2026-11-03T10:00:00+09:00")
    assert publish.run(scene(office)) is Exit.OK
    tip = office.bare.shared(BRANCH) or ""
    assert forged in office.bare.first_parents(tip)
    assert office.bare.write_tree(tip, {MANIFEST: None}) == shown(scene(office))
    assert office.bare.write_tree(good, {MANIFEST: None}) == shown(scene(office))
