"""The branch `site` in another repository, by a key of its own: forward only, never by force."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.errors import TryAgain, UsageError
from pipeline.record.signature import private_pem, public_line
from pipeline.repository import Refused, Repository
from pipeline.site.branch import BRANCH, commit_site, laid_out
from pipeline.site.manifest import MANIFEST, Manifest, site_files
from pipeline.site.mirror import mirror_site
from pipeline.site.ssh import ssh_command
from tests.site.site_line import small
from tests.site.test_branch import AT, AUTHOR
from tests.support.sshd import SshServer, ssh_server

Mirror = Callable[..., bool]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh") / "server") as found:
        yield found


@pytest.fixture
def office(tmp_path: Path) -> Repository:
    """The office's repository, with a branch `site`."""
    found = Repository.create(tmp_path / "kantor.git", bare=True)
    publish(found, "satu")
    return found


@pytest.fixture
def public(tmp_path: Path) -> Repository:
    """The public repository, empty."""
    return Repository.create(tmp_path / "situs.git", bare=True)


@pytest.fixture
def mirror(server: SshServer, office: Repository, public: Repository) -> Mirror:
    """Gives what the office has to the public repository."""

    def run(
        *,
        key: bytes = server.key,
        hosts: bytes = server.known_hosts,
        clone: Repository = office,
    ) -> bool:
        with ssh_command(key, hosts) as ssh:
            commit = clone.shared(BRANCH) or ""
            return mirror_site(clone, commit, server.git(public.folder), ssh)

    return run


def publish(repository: Repository, word: str) -> str:
    """Commit a small site to the branch."""
    made = Manifest(repository.import_tree(small(word).items()), "c" * 40)
    return commit_site(repository, made, message="Publish", author=AUTHOR, at=AT) or ""


def test_it_is_given_once_and_goes_forward(
    mirror: Mirror, office: Repository, public: Repository
) -> None:
    assert mirror()
    assert public.refs("refs/") == {f"refs/heads/{BRANCH}": office.shared(BRANCH)}
    assert not mirror()
    newer = publish(office, "dua")
    assert mirror()
    assert public.shared(BRANCH) == newer


def test_what_somebody_else_wrote_there_is_not_overwritten(
    mirror: Mirror, public: Repository
) -> None:
    theirs = publish(public, "lain")
    with pytest.raises(Refused, match="has another history than ours"):
        mirror()
    assert public.shared(BRANCH) == theirs


def test_a_server_with_another_host_key_is_given_nothing(
    mirror: Mirror, public: Repository, server: SshServer
) -> None:
    other = f"[127.0.0.1]:{server.port} {public_line(Ed25519PrivateKey.generate())}\n".encode()
    for hosts in (other, b""):
        with pytest.raises(TryAgain):
            mirror(hosts=hosts)
    assert public.refs("refs/") == {}


def test_another_key_does_not_open(mirror: Mirror, public: Repository) -> None:
    with pytest.raises(TryAgain):
        mirror(key=private_pem(Ed25519PrivateKey.generate()))
    assert public.refs("refs/") == {}


def test_a_checkout_without_blobs_gives_it_whole(
    mirror: Mirror, office: Repository, public: Repository, tmp_path: Path
) -> None:
    office.set_config({"uploadpack.allowfilter": "true", "uploadpack.allowanysha1inwant": "true"})
    words = ["git", "clone", "--quiet", "--filter=blob:none", "--no-checkout"]
    subprocess.run([*words, f"file://{office.folder}", str(tmp_path / "salinan")], check=True)
    clone = Repository.open(tmp_path / "salinan")
    tip = office.shared(BRANCH) or ""
    assert clone.missing(entry.oid for entry in clone.tree(tip))
    assert mirror(clone=clone)
    assert public.read(tip, "index.html") == b"satu"


def test_the_site_of_a_commit_can_be_laid_out(office: Repository) -> None:
    with laid_out(office, office.shared(BRANCH) or "") as folder:
        found = {name: file.read_bytes() for name, file in site_files(folder)}
    assert found.pop(MANIFEST)
    assert found == small("satu")
    assert not folder.exists()


def test_what_changed_can_be_laid_out_alone(office: Repository) -> None:
    tip = office.shared(BRANCH) or ""
    changes = {"index.html": office.entry(tip, "index.html"), "hilang/index.html": None}
    with laid_out(office, tip, changes) as folder:
        assert [name for name, _file in site_files(folder)] == ["index.html"]


@pytest.mark.parametrize(
    "text",
    [
        "", "https://github.com/dinas/situs.git", "/srv/situs.git", "ext::sh -c id",
        "-oProxyCommand=x@host:situs.git", "git@-oProxyCommand=x:situs.git", "git@host:",
        "git@host:situs; id", "ssh://git@host:x/situs.git", "--upload-pack=id",
    ],
)  # fmt: skip
def test_what_is_no_address_over_ssh_is_refused(office: Repository, text: str) -> None:
    with pytest.raises(UsageError):
        mirror_site(office, office.shared(BRANCH) or "", text, "ssh")
