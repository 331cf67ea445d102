"""The website on a web server by rsync over real SSH: whole or not at all, nothing run there."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.errors import SiarError, TryAgain, UsageError
from pipeline.record.signature import private_pem, public_line
from pipeline.repository import Refused
from pipeline.site.deploy import CURRENT, RELEASES
from pipeline.site.manifest import MANIFEST, site_files
from pipeline.site.rsync import NOTE_IN_PLACE, deploy_by_rsync, destination
from pipeline.site.slots import NAMES, SLOTS, note_path
from pipeline.site.ssh import ssh_command
from tests.site.site_line import SiteLine
from tests.support.programs import need
from tests.support.sshd import SshServer, ssh_server

Deploy = Callable[..., bool]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    need("rsync")
    with ssh_server(tmp_path_factory.mktemp("ssh") / "server") as found:
        yield found


@pytest.fixture
def line(tmp_path: Path) -> SiteLine:
    return SiteLine(tmp_path / "kantor.git")


@pytest.fixture
def sites(line: SiteLine) -> list[str]:
    """Commits of sites that differ in two files of three."""
    return line.words("satu", "dua", "tiga", "empat")


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """The folder of the web server."""
    folder = tmp_path / "web"
    folder.mkdir()
    return folder


@pytest.fixture
def deploy(server: SshServer, web: Path, line: SiteLine) -> Deploy:
    """Deploys a commit there."""

    def run(commit: str, *, key: bytes = server.key, hosts: bytes = server.known_hosts,
            place: str = "") -> bool:  # fmt: skip
        target = destination(server.folder(web) + place)
        with ssh_command(key, hosts) as ssh:
            return deploy_by_rsync(line.repository, commit, target, ssh)

    return run


def shown(folder: Path) -> dict[str, bytes]:
    """What a visitor is served."""
    found = {name: file.read_bytes() for name, file in site_files(folder)}
    found.pop(NOTE_IN_PLACE, None)
    return found


def test_what_is_served_is_what_the_branch_has_and_once(
    deploy: Deploy, line: SiteLine, sites: list[str], web: Path
) -> None:
    assert deploy(sites[0])
    assert shown(web / CURRENT) == line.files(sites[0])
    assert not deploy(sites[0])
    for commit in sites[1:]:
        assert deploy(commit)
        assert shown(web / CURRENT) == line.files(commit)
    assert sorted(path.name for path in web.iterdir()) == [CURRENT, SLOTS]
    assert sorted(path.name for path in (web / SLOTS).iterdir()) == [
        "a", "a.commit", "b", "b.commit",
    ]  # fmt: skip


def test_the_site_before_stays_whole_until_the_next_one_comes(
    deploy: Deploy, line: SiteLine, sites: list[str], web: Path
) -> None:
    for former, commit in zip([None, *sites], sites, strict=False):
        deploy(commit)
        if former:
            (idle,) = {web / SLOTS / name for name in NAMES} - {(web / CURRENT).resolve()}
            assert shown(idle) == line.files(former)


def test_files_that_stay_lie_there_once_and_the_public_may_read_all(
    deploy: Deploy, sites: list[str], web: Path
) -> None:
    deploy(sites[0])
    deploy(sites[1])
    same = {file.stat().st_ino for file in (web / SLOTS).glob("*/tema/siar.css")}
    assert len(same) == 1
    assert {file.stat().st_mode & 0o777 for _name, file in site_files(web / CURRENT)} == {0o644}


def test_only_what_differs_is_sent(
    deploy: Deploy, line: SiteLine, sites: list[str], web: Path
) -> None:
    for commit in sites[:2]:
        deploy(commit)
    before = {path: path.stat().st_ino for path in (web / SLOTS / "a").rglob("*.*")}
    (web / SLOTS / "a" / "tema/siar.css").write_text("nobody looks at this again")
    deploy(sites[2])
    after = {path: path.stat().st_ino for path in (web / SLOTS / "a").rglob("*.*")}
    kept = {path for path in before if before[path] == after.get(path)}
    assert kept == {web / SLOTS / "a" / "tema/siar.css", web / SLOTS / "a" / ".well-known"}


@pytest.mark.parametrize("place", ["", "/"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": b"file"}, {"a/b/c": b"folder"}),
        ({"a/b/c": b"folder", "a/d": b""}, {"a": b"file"}),
        ({"a/b/c": b"x", "d": b"y"}, {"d": b"y", "#e": b"", ";f": b"", "-g h": b""}),
        ({"a/b/c": b"x", "a/b/d": b"y"}, {"a/b/d": b"y"}),
    ],
)
def test_files_and_folders_take_each_others_places(
    deploy: Deploy,
    line: SiteLine,
    web: Path,
    place: str,
    before: dict[str, bytes],
    after: dict[str, bytes],
) -> None:
    root = web if place else web / CURRENT
    for files in (before, after, before, after):
        commit = line.publish(files)
        deploy(commit, place=place)
        assert shown(root) == line.files(commit)
        folders = [path for path in root.resolve().rglob("*") if path.is_dir()]
        assert all(any(folder.iterdir()) for folder in folders)


def test_a_visitor_never_finds_nothing(deploy: Deploy, sites: list[str], web: Path) -> None:
    deploy(sites[0])
    found: set[str] = set()
    done = threading.Event()

    def visit() -> None:
        while not done.is_set():
            found.add((web / CURRENT / "index.html").read_text(encoding="utf-8"))

    visitor = threading.Thread(target=visit)
    visitor.start()
    for site in sites[1:]:
        deploy(site)
    done.set()
    visitor.join()
    assert found == {"satu", "dua", "tiga", "empat"}


def test_no_command_is_run_there_but_rsync(
    deploy: Deploy, sites: list[str], server: SshServer
) -> None:
    deploy(sites[0])
    assert set(server.commands()) == {"rsync"}


def test_a_slot_of_which_nothing_is_known_is_filled_as_a_whole(
    deploy: Deploy, line: SiteLine, sites: list[str], web: Path
) -> None:
    deploy(sites[0])
    half = web / SLOTS / "b"
    (half / "sisa").mkdir(parents=True)
    (half / "index.html").write_text("setengah")
    assert deploy(sites[1])
    assert shown(web / CURRENT) == line.files(sites[1])
    (web / note_path("a")).write_text("x")
    (web / SLOTS / "a" / "tema/siar.css").write_text("rusak")
    assert deploy(sites[2])
    assert shown(web / CURRENT) == line.files(sites[2])


def test_a_folder_of_an_older_program_is_taken_over(
    deploy: Deploy, line: SiteLine, sites: list[str], web: Path
) -> None:
    release = web / RELEASES / ("e" * 40)
    for name, data in line.files(sites[0]).items():
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        (release / name).write_bytes(data)
    (web / CURRENT).symlink_to(f"{RELEASES}/{release.name}")
    deploy(sites[1])
    assert shown(web / CURRENT) == line.files(sites[1])
    assert shown(release) == line.files(sites[0])  # somebody may still be reading
    deploy(sites[2])
    assert shown(web / CURRENT) == line.files(sites[2])
    assert not (web / RELEASES).exists()


@pytest.mark.parametrize("place", ["", "/"])
def test_only_what_comes_from_the_live_site_is_put_there(
    deploy: Deploy, line: SiteLine, sites: list[str], web: Path, place: str, server: SshServer
) -> None:
    root = web if place else web / CURRENT
    deploy(sites[1], place=place)
    with pytest.raises(Refused) as caught:
        deploy(sites[0], place=place)
    there = f"{server.user}@127.0.0.1:{web}"
    assert caught.value.message == f"{there} shows a site that the branch site does not come from"
    line.put_back(sites[0])
    (other,) = line.words("lain")
    with pytest.raises(Refused):
        deploy(other, place=place)
    assert shown(root) == line.files(sites[1])
    (root / MANIFEST).unlink()
    assert deploy(other, place=place)
    assert shown(root) == line.files(other)


def test_a_server_that_takes_nothing_shows_the_old_site(
    deploy: Deploy, line: SiteLine, sites: list[str], web: Path
) -> None:
    deploy(sites[0])
    (web / SLOTS / "b").write_text("a file in the place of the folder")
    with pytest.raises(SiarError, match="did not take the website"):
        deploy(sites[1])
    assert shown(web / CURRENT) == line.files(sites[0])


def test_in_place_where_a_server_cannot_serve_through_a_link(
    deploy: Deploy, line: SiteLine, sites: list[str], web: Path
) -> None:
    (web / "dihapus.html").write_text("halaman yang tidak ada lagi")
    for commit in sites:
        assert deploy(commit, place="/")
        assert shown(web) == line.files(commit)
        assert not deploy(commit, place="/")
    assert not list(web.rglob(".~tmp~"))


def test_a_server_with_another_host_key_is_given_nothing(
    deploy: Deploy, sites: list[str], web: Path, server: SshServer
) -> None:
    other = f"[127.0.0.1]:{server.port} {public_line(Ed25519PrivateKey.generate())}\n".encode()
    for hosts in (other, b""):
        with pytest.raises(TryAgain, match="cannot be reached"):
            deploy(sites[0], hosts=hosts)
    assert list(web.iterdir()) == []


def test_another_key_does_not_open_and_its_text_is_told_nowhere(
    deploy: Deploy, sites: list[str], web: Path
) -> None:
    key = private_pem(Ed25519PrivateKey.generate())
    with pytest.raises(TryAgain) as caught:
        deploy(sites[0], key=key)
    assert "Permission denied" in caught.value.message
    assert key.decode().splitlines()[1] not in caught.value.message
    assert list(web.iterdir()) == []


def test_the_key_lies_nowhere_once_it_was_used(server: SshServer, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        with ssh_command(server.key, server.known_hosts) as ssh:
            (folder,) = tmp_path.iterdir()
            assert folder.stat().st_mode & 0o077 == 0
            assert (folder / "key").stat().st_mode & 0o077 == 0
            assert "StrictHostKeyChecking=yes" in ssh
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "", "server", "server.example:/srv/www", "situs@server.example", "@server:/srv",
        "-oProxyCommand=x@server:/srv", "situs@-oProxyCommand=x:/srv", "situs@server:/srv/../etc",
        "situs@server:/srv/$(touch pwn)", "situs@server:/srv www", "situs@server:-e",
        "ssh://situs@server:x/srv", "rsync://server/modul", "situs@server::modul", "situs@server:",
    ],
)  # fmt: skip
def test_what_is_no_folder_of_a_server_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        destination(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("situs@server.example:/srv/www", ("situs@server.example", "", "/srv/www", False)),
        ("situs@server.example:public_html/", ("situs@server.example", "", "public_html", True)),
        ("ssh://u1@h:2222/srv/www", ("u1@h", "2222", "/srv/www", False)),
    ],
)
def test_a_folder_of_a_server(text: str, said: tuple[str, str, str, bool]) -> None:
    assert destination(text) == said
