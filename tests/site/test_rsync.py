"""The website on a web server by rsync over real SSH: whole or not at all, nothing run there."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.errors import SiarError, TryAgain, UsageError
from pipeline.record.signature import private_pem, public_line
from pipeline.site.deploy import CURRENT, RELEASES
from pipeline.site.manifest import Built, site_files
from pipeline.site.rsync import deploy_by_rsync, destination
from pipeline.site.ssh import ssh_command
from tests.site.test_deploy import small_site
from tests.support.programs import need
from tests.support.sshd import SshServer, ssh_server

Deploy = Callable[..., bool]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    need("rsync")
    with ssh_server(tmp_path_factory.mktemp("ssh") / "server") as found:
        yield found


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """The folder of the web server."""
    folder = tmp_path / "web"
    folder.mkdir()
    return folder


@pytest.fixture
def deploy(server: SshServer, web: Path) -> Deploy:
    """Deploys a built site there."""

    def run(built: Built, *, key: bytes = server.key, hosts: bytes = server.known_hosts,
            place: str = "") -> bool:  # fmt: skip
        target = destination(server.folder(web) + place)
        with ssh_command(key, hosts) as ssh:
            return deploy_by_rsync(target, ssh, built.tree, lambda: nullcontext(built.path))

    return run


@pytest.fixture
def sites(tmp_path: Path) -> list[Built]:
    """Sites that differ in two files of three."""
    words = ("satu", "dua", "tiga", "empat")
    return [small_site(tmp_path / word, word=word) for word in words]


def shown(folder: Path) -> dict[str, bytes]:
    """What a visitor is served."""
    return {name: file.read_bytes() for name, file in site_files(folder)}


def files_of(built: Built) -> dict[str, bytes]:
    """What was built."""
    return shown(built.path)


def test_what_is_served_is_what_was_built_and_once(
    deploy: Deploy, sites: list[Built], web: Path
) -> None:
    assert deploy(sites[0])
    assert shown(web / CURRENT) == files_of(sites[0])
    assert not deploy(sites[0])
    assert deploy(sites[1])
    assert shown(web / CURRENT) == files_of(sites[1])


def test_files_that_stay_are_not_sent_again_and_the_public_may_read_all(
    deploy: Deploy, sites: list[Built], web: Path
) -> None:
    deploy(sites[0])
    deploy(sites[1])
    same = {file.stat().st_ino for file in (web / RELEASES).glob("*/tema/siar.css")}
    assert len(same) == 1
    assert {file.stat().st_mode & 0o777 for _name, file in site_files(web / CURRENT)} == {0o644}


def test_two_releases_are_kept(deploy: Deploy, sites: list[Built], web: Path) -> None:
    for site in sites:
        deploy(site)
    there = {path.name for path in (web / RELEASES).iterdir()}
    assert there == {site.tree for site in sites[-2:]}
    assert deploy(sites[-2])
    assert shown(web / CURRENT) == files_of(sites[-2])


def test_a_visitor_never_finds_nothing(deploy: Deploy, sites: list[Built], web: Path) -> None:
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
    deploy: Deploy, sites: list[Built], server: SshServer
) -> None:
    deploy(sites[0])
    assert set(server.commands()) == {"rsync"}


def test_a_release_that_was_cut_off_is_completed(
    deploy: Deploy, sites: list[Built], web: Path
) -> None:
    deploy(sites[0])
    half = web / RELEASES / sites[1].tree
    (half / "sisa").mkdir(parents=True)
    (half / "index.html").write_text("setengah")
    assert shown(web / CURRENT) == files_of(sites[0])
    assert deploy(sites[1])
    assert shown(web / CURRENT) == files_of(sites[1])
    assert not (half / "sisa").exists()


def test_a_server_that_takes_nothing_shows_the_old_site(
    deploy: Deploy, sites: list[Built], web: Path
) -> None:
    deploy(sites[0])
    blocked = web / RELEASES / sites[1].tree
    blocked.write_text("a file in the place of the folder")
    with pytest.raises(SiarError, match="did not take the website"):
        deploy(sites[1])
    assert shown(web / CURRENT) == files_of(sites[0])


def test_in_place_where_a_server_cannot_serve_through_a_link(
    deploy: Deploy, sites: list[Built], web: Path
) -> None:
    assert deploy(sites[0], place="/")
    (web / "dihapus.html").write_text("halaman yang tidak ada lagi")
    assert deploy(sites[1], place="/")
    assert shown(web) == files_of(sites[1])
    assert not deploy(sites[1], place="/")


def test_a_server_with_another_host_key_is_given_nothing(
    deploy: Deploy, sites: list[Built], web: Path, server: SshServer
) -> None:
    other = f"[127.0.0.1]:{server.port} {public_line(Ed25519PrivateKey.generate())}\n".encode()
    for hosts in (other, b""):
        with pytest.raises(TryAgain, match="cannot be reached"):
            deploy(sites[0], hosts=hosts)
    assert list(web.iterdir()) == []


def test_another_key_does_not_open_and_its_text_is_told_nowhere(
    deploy: Deploy, sites: list[Built], web: Path
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


def test_nothing_is_laid_out_for_a_server_that_has_it(
    server: SshServer, web: Path, sites: list[Built], deploy: Deploy
) -> None:
    deploy(sites[0])
    opened: list[str] = []

    @contextmanager
    def files() -> Iterator[Path]:
        opened.append("opened")
        yield sites[0].path

    with ssh_command(server.key, server.known_hosts) as ssh:
        deploy_by_rsync(destination(server.folder(web)), ssh, sites[0].tree, files)
    assert opened == []
