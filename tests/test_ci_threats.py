"""What threatens CI and what it runs: each row of the threats' second part, and where it is tested.

B01 checkout of a stranger's head   test_workflow_rules: nothing but main is checked out…
B02 injection by names and titles   test_workflow_rules: "B02 …"; test_workflows: what somebody
                                    typed…; commands/test_forge_bad_input: whatever stands in…
B03 secrets for pull requests       test_workflow_rules: "B03 …"; test_workflows: a hostile pull
                                    request finds nothing to steal…
B04 a check that is faked           here; test_workflow_rules: "B04 …"; test_workflows: the same
B05 an action that is moved         test_workflow_rules: "B05 …"
B06 a dependency that is exchanged  here
B07 a cache that is poisoned        test_workflow_rules: "B07 …"
B08 files that run by themselves    here; commands/test_hooks, site/test_build
B09 a token that may too much       here; test_workflow_rules: "B09 …"
B10 an old run once more            here; test_workflow_rules: "B10 …"; test_workflows: an approved
                                    request is published once
B11 runs that were dropped          here; test_workflow_rules: "B11 …"
B12 a plan that ran late            here; commands/test_doctor: a schedule that came to a halt…
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.commands import publish
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import Exit, NotAllowed, NotFound, SiarError
from pipeline.forge.client import Client
from pipeline.forge.github import GitHub as GitHubApi
from pipeline.forge.host import Mark
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from tests.commands.forge_scene import (
    FOLDERS,
    OUTLETS,
    is_live,
    mails,
    opened_at,
    publish_all,
    pull,
    stand,
    standing,
)
from tests.support.office import (
    ARTICLE,
    IMPORTED,
    KASI,
    OFFICER,
    Office,
    Stage,
    article,
    article_files,
)
from tests.support.on_forge import BRANCH, HURRIED, OnForge
from tests.workflow_rules import PERMISSIONS

ROOT = Path(__file__).parent.parent


# --- B04: a pull request that fakes its own check ------------------------------------------------

FAKED = {
    ".github/workflows/check.yml": b"on: pull_request\njobs: {}\n",
    "Makefile": b"siar:\n\t@true\n",
    "theme/templates/base.html": b"<script>alert(1)</script>\n",
    "pelicanconf.py": b"SITENAME = 'Selundupan'\n",
    "agency.yaml": b"people: []\n",
}


@pytest.mark.parametrize("path", FAKED)
def test_an_approved_article_carries_nothing_else_along(path: str, tmp_path: Path) -> None:
    with opened_at(tmp_path, Stage.IN_REVIEW) as scene:
        number = pull(scene)
        before = stand(scene)
        scene.forge.push(OFFICER, BRANCH, {path: FAKED[path]})
        assert scene.wake(scene.forge.review(KASI, number, "approve")) == Exit.OK
        after = stand(scene)
        assert after == before._replace(history=after.history)
        assert not scene.forge.pull(number)[1].merged_at
        told = standing(scene, number)
        assert f"> the branch of 2026-0118 changes what is not its own: {path}" in told
        assert "> undo these changes on the branch; then it is merged" in told
        scene.forge.push(OFFICER, BRANCH, {path: scene.office.bare.read(before.main, path)})
        assert scene.wake() == Exit.OK, scene.notes.lines
        assert scene.forge.pull(number)[1].merged_at, scene.said(number)


def test_merged_by_hand_all_the_same_it_stops_publishing(tmp_path: Path) -> None:
    with opened_at(tmp_path, Stage.APPROVED) as scene:
        number = pull(scene)
        scene.forge.push(OFFICER, BRANCH, {"Makefile": FAKED["Makefile"]})
        scene.forge.merge_by_button(OFFICER, number)
        before = stand(scene)
        with pytest.raises(SiarError, match="main was changed by something else than requests"):
            publish_all(scene)
        assert "error[history-class]" in scene.notes.lines[0]
        assert (stand(scene), is_live(scene), is_live(scene, IMPORTED)) == (before, False, False)


# --- B06: a dependency that somebody exchanged ---------------------------------------------------

NAME, VERSION = "contoh-kecil", "1.0"
DEPENDENT = "Requires-Dist: contoh-jahat\n"


def wheel(folder: Path, name: str, version: str, source: str, more: str = "") -> Path:
    """A package of one module, as an index has it."""
    module = name.replace("-", "_")
    path = folder / f"{module}-{version}-py3-none-any.whl"
    info = f"{module}-{version}.dist-info"
    files = {
        f"{module}.py": source,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as made:
        for name_, text in files.items():
            made.writestr(zipfile.ZipInfo(name_), text)
    return path


class Machine:
    """A new machine with this Makefile and a lock, and the index that it fetches from."""

    def __init__(self, folder: Path, lock: str) -> None:
        self.folder, self.index = folder / "kantor", folder / "simple"
        self.folder.mkdir()
        shutil.copy(ROOT / "Makefile", self.folder)
        (self.folder / "requirements.lock").write_text(lock, encoding="utf-8")
        # With pip and nothing else; to fetch that, too, would only take its time.
        venv.create(self.folder / ".venv", with_pip=False)
        self.packages = Path(
            sysconfig.get_path("purelib", vars={"base": str(self.folder / ".venv")})
        )
        there = folder / "pip"
        there.mkdir()
        (there / "pip").symlink_to(Path(sysconfig.get_path("purelib")) / "pip")
        (self.packages / "pip.pth").write_text(f"{there}\n", encoding="utf-8")

    def offer(self, name: str, source: str, *, version: str = VERSION, more: str = "") -> str:
        """Put a package on the index; gives its hash."""
        shelf = self.index / name
        shelf.mkdir(parents=True, exist_ok=True)
        made = wheel(shelf, name, version, source, more)
        page = f'<a href="{made.name}">{made.name}</a>'
        (shelf / "index.html").write_text(page, encoding="utf-8")
        return hashlib.sha256(made.read_bytes()).hexdigest()

    def install(self) -> subprocess.CompletedProcess[str]:
        """Install what the lock names, as a workflow does."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "PIP_NO_CACHE_DIR": "1",
            "PIP_CONFIG_FILE": "/dev/null", "PIP_INDEX_URL": self.index.as_uri(),
        }  # fmt: skip
        words = ["make", ".venv/requirements.lock", f"PYTHON={sys.executable}"]
        return subprocess.run(
            words, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    @property
    def installed(self) -> set[str]:
        """The modules that were installed."""
        return {path.stem for path in self.packages.glob("*.py")}


def lock_of(digest: str, name: str = NAME) -> str:
    """A lock that names one package."""
    return f"{name}=={VERSION} \\\n    --hash=sha256:{digest}\n"


def test_what_the_lock_names_is_installed_and_nothing_that_it_asks_for_besides(
    tmp_path: Path,
) -> None:
    machine = Machine(tmp_path, "")
    machine.offer("contoh-jahat", "jahat = True\n")
    digest = machine.offer(NAME, "baik = True\n", more=DEPENDENT)
    (machine.folder / "requirements.lock").write_text(lock_of(digest), encoding="utf-8")
    done = machine.install()
    assert (done.returncode, machine.installed) == (0, {"contoh_kecil"}), done.stderr


def test_a_package_that_was_exchanged_is_not_installed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "")
    digest = machine.offer(NAME, "baik = True\n")
    (machine.folder / "requirements.lock").write_text(lock_of(digest), encoding="utf-8")
    machine.offer(NAME, "jahat = True\n")
    assert_not_installed(machine, "THESE PACKAGES DO NOT MATCH THE HASHES")


def test_a_package_without_its_hash_is_not_installed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, f"{NAME}=={VERSION}\n")
    machine.offer(NAME, "baik = True\n")
    assert_not_installed(machine, "Hashes are required in --require-hashes mode")


def test_of_this_offices_own_lock_an_exchanged_package_is_not_installed(tmp_path: Path) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    first, _equals, version = lock.split(" ", 1)[0].partition("==")
    machine = Machine(tmp_path, lock)
    machine.offer(first, "jahat = True\n", version=version)
    assert_not_installed(machine, "THESE PACKAGES DO NOT MATCH THE HASHES")


def assert_not_installed(machine: Machine, why: str) -> None:
    """It ends there, so that nothing is run that was not locked."""
    done = machine.install()
    assert why in done.stderr, done.stderr
    assert done.returncode != 0
    assert machine.installed == set()
    assert not (machine.folder / ".venv" / "requirements.lock").exists()


# --- B08: files that something runs by itself ----------------------------------------------------


def python(canary: Path) -> str:
    """A module that tells that it was run."""
    return f"from pathlib import Path\nPath({str(canary)!r}).write_text(__name__)\n"


def shell(canary: Path) -> str:
    """A script that tells that it was run."""
    return f"#!/bin/sh\ntouch '{canary}'\n"


def by_themselves(canaries: Path) -> dict[str, str]:
    """What a pull request may bring that Python, pytest, Pelican, make, Git or a shell runs."""
    evil = {
        path: python(canaries / path.replace("/", "_"))
        for path in (
            "conftest.py", "pelicanconf.py", "publishconf.py", "sitecustomize.py",
            "usercustomize.py", "plugins/jahat.py", "pelican/plugins/jahat/__init__.py",
            "pipeline/__init__.py", "pipeline/cli.py", "json.py", "click.py", "setup.py",
            "content/pelicanconf.py", f"{ARTICLE}/conftest.py", "tools/link_checkout.py",
        )
    }  # fmt: skip
    plugin = "addopts = -p jahat\n"
    scripts = (".githooks/post-checkout", ".githooks/post-merge", ".githooks/pre-push")
    return {
        **evil,
        **{path: shell(canaries / path.replace("/", "_")) for path in scripts},
        "jahat.py": python(canaries / "jahat"),
        "jahat.pth": f"import os; os.system('touch {canaries / 'jahat.pth'}')\n",
        "setup.cfg": f"[tool:pytest]\n{plugin}",
        "pytest.ini": f"[pytest]\n{plugin}",
        "tox.ini": f"[pytest]\n{plugin}",
        "GNUmakefile": f"siar:\n\ttouch '{canaries / 'GNUmakefile'}'\n",
        ".env": f"PYTHONPATH=.\nPYTHONSTARTUP=jahat.py\nSIAR_DEPLOY={canaries}\n",
        ".gitattributes": "* filter=jahat diff=jahat\n",
        ".gitconfig": f"[core]\n\thooksPath = .githooks\n\tfsmonitor = touch {canaries}/fs\n",
        "theme/templates/base.html": "{{ ''.__class__.__mro__ }}\n",
    }


@pytest.fixture
def canaries(tmp_path: Path) -> Path:
    """A folder where nothing may ever appear."""
    folder = tmp_path / "kenari"
    folder.mkdir()
    return folder


NAIVE = (
    [sys.executable, "-c", "import json"],
    [sys.executable, "-m", "pipeline"],
    [sys.executable, "-c", "import site; site.addsitedir('.')"],
    [sys.executable, "-m", "pytest", "--collect-only", "-q", "."],
    [sys.executable, "-c", "import pelicanconf, plugins.jahat"],
    ["make", "siar"],
)


def test_each_of_them_would_be_run_by_who_is_not_careful(tmp_path: Path, canaries: Path) -> None:
    here = tmp_path / "checkout"
    lay(here, by_themselves(canaries))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": ".", "HOME": str(tmp_path)}
    for words in NAIVE:
        for old in canaries.iterdir():
            old.unlink()
        subprocess.run(words, cwd=here, env=environment, capture_output=True, check=False)
        assert list(canaries.iterdir()), words


def lay(folder: Path, files: Mapping[str, str]) -> None:
    """Lay files in a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
        (folder / path).chmod(0o755)


def siar(scene: OnForge, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command that `make siar` installs, as a workflow does, in the recorder's clone."""
    launcher = Path(sys.prefix, "bin", "siar")
    assert launcher.is_file(), "the environment was not made by `make test`"
    environment = {
        **{name: value for name, value in os.environ.items() if name.startswith(("SIAR_", "GIT_"))},
        "PATH": os.environ["PATH"], "HOME": str(scene.office.folder), "SIAR_LANGUAGE": "en",
        "GITHUB_REPOSITORY": scene.forge.full_name, "GITHUB_API_URL": scene.forge.api_url,
        "GITHUB_TOKEN": scene.token,
    }  # fmt: skip
    folder = scene.recorder.repository.folder
    return subprocess.run(
        [str(launcher), *words], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_what_a_pull_request_brings_is_never_run(tmp_path: Path, canaries: Path) -> None:
    with opened_at(tmp_path, Stage.IN_REVIEW) as scene:
        number = pull(scene)
        hostile = by_themselves(canaries)
        scene.forge.push(OFFICER, BRANCH, {path: said.encode() for path, said in hostile.items()})
        before = stand(scene)
        event = scene.forge.review(KASI, number, "approve")
        told = tmp_path / "peristiwa.json"
        told.write_text(json.dumps(event.payload), encoding="utf-8")
        # Even where somebody has left all of it lying in the folder that it is started in.
        lay(scene.recorder.repository.folder, hostile)
        recorded = siar(scene, "record", "--event", event.name, "--payload", str(told))
        assert recorded.returncode == Exit.OK, recorded.stdout + recorded.stderr
        published = siar(scene, "publish")
        assert published.returncode == Exit.OK, published.stdout + published.stderr
        assert not list(canaries.iterdir())
        after = stand(scene)
        assert (after.main, scene.forge.pull(number)[1].merged_at) == (before.main, None)
        assert (is_live(scene), is_live(scene, IMPORTED), mails(scene)) == (False, True, 0)
        assert "the review of kasi-piks is about another text" in "".join(scene.said(number))


# --- B09: what the token of each workflow may ----------------------------------------------------


class Spoil(NamedTuple):
    """What somebody with a token would be after."""

    pull: int
    letter: int
    head: str


WRITING: tuple[tuple[str, Callable[[GitHubApi, Spoil], object]], ...] = (
    ("pull-requests", lambda api, _spoil: api.propose("lain", "Selundupan", "")),
    ("issues", lambda api, spoil: api.close(spoil.letter)),
    ("statuses", lambda api, spoil: api.mark(spoil.head, Mark.SUCCESS, "lengkap")),
    ("actions", lambda api, _spoil: api.start("publish.yml")),
    ("contents", lambda api, _spoil: api.delete_branch("lain")),
    ("contents", lambda api, spoil: api.merge(spoil.pull, spoil.head, "Selundupan")),
)


@pytest.mark.parametrize("workflow", [*PERMISSIONS])
def test_a_workflows_token_may_what_its_file_says_and_nothing_else(
    workflow: str, tmp_path: Path
) -> None:
    may = PERMISSIONS[workflow]
    with opened_at(tmp_path, Stage.APPROVED) as scene:
        number = pull(scene)
        scene.forge.push(OFFICER, "lain", {"x.md": "x"})
        token = scene.forge.token(permissions=may)
        client = Client(scene.forge.api_url, scene.forge.full_name, token, patience=HURRIED)
        api = GitHubApi(client)
        letter = scene.forge.open_issue(OFFICER, "Surat (CONTOH)", "").payload["issue"]["number"]
        spoil = Spoil(number, letter, scene.office.tip())
        for permission, do in sorted(WRITING, key=lambda row: may.get(row[0]) == "write"):
            before = everything(scene)
            if may.get(permission) == "write":
                do(api, spoil)
                assert everything(scene) != before
                continue
            with pytest.raises((NotAllowed, NotFound)):
                do(api, spoil)
            assert everything(scene) == before
        assert (push_to_main(scene, token) == 0) is (may.get("contents") == "write")


def everything(scene: OnForge) -> object:
    """All that a token could change."""
    forge = scene.forge
    opened = [issue.number for issue in forge.issues.values() if issue.is_open]
    return stand(scene), scene.office.bare.refs("refs/heads/"), len(forge.statuses), opened


def push_to_main(scene: OnForge, token: str) -> int:
    """Push an article that nobody approved to main with a token; how that ended."""
    clone = scene.office.folder / "perampas"
    address = scene.forge.git_address(scene.token)
    subprocess.run(["git", "clone", "--quiet", address, str(clone)], check=True)
    lay(clone / "content/2026/11/03-selundupan", {"index.md": article().decode()})
    run = ["git", "-C", str(clone), "-c", "user.name=x", "-c", "user.email=x@x.example"]
    subprocess.run([*run, "add", "."], check=True)
    subprocess.run([*run, "commit", "--quiet", "-m", "selundupan"], check=True)
    words = [*run, "push", "--quiet", scene.forge.git_address(token), "HEAD:refs/heads/main"]
    return subprocess.run(words, capture_output=True, check=False).returncode


def test_what_a_stolen_token_pushes_to_main_is_not_published(tmp_path: Path) -> None:
    with opened_at(tmp_path, Stage.MERGED) as scene:
        token = scene.forge.token(permissions=PERMISSIONS["publish"])
        assert push_to_main(scene, token) == 0
        assert publish_all(scene) is Exit.PROBLEMS
        assert "03-selundupan/index.md:1: error[approval-none]" in scene.notes.lines[0]
        assert (is_live(scene), mails(scene)) == (True, OUTLETS + 1)
        assert not is_live(scene, "content/2026/11/03-selundupan")


# --- B10 to B12: runs that are old, dropped or late ----------------------------------------------


class Newsroom:
    """An office whose website is published on its own server."""

    def __init__(self, office: Office) -> None:
        self.office = office
        office.bare.set_config(FOLDERS)

    def publish(self) -> tuple[Exit, list[str]]:
        """One run, and what it told."""
        talk = Quiet()
        return publish.run(Context(Repository.open(self.office.bare.folder), talk)), talk.heard

    @property
    def mails(self) -> int:
        """How many mails have gone out."""
        return len(list((self.office.folder / "surel").glob("*.eml")))

    def is_live(self, folder: str) -> bool:
        """Whether an article's page is on the site."""
        site = self.office.folder / "situs" / CURRENT
        return (site / folder.removeprefix("content/") / "index.html").is_file()


def test_an_old_run_that_is_started_again_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_at(tmp_path, Stage.MERGED) as scene:
        bare, folder = scene.office.bare, scene.recorder.repository.folder
        old = bare.first_parents(scene.office.main)[0]
        first = siar(scene, "publish")
        assert first.returncode == Exit.OK, first.stderr
        before = stand(scene)
        assert (is_live(scene), mails(scene)) == (True, OUTLETS + 1)
        monkeypatch.setenv("GITHUB_SHA", old)
        subprocess.run(["git", "checkout", "--quiet", "--detach", old], cwd=folder, check=True)
        again = siar(scene, "publish")
        assert again.returncode == Exit.OK, again.stderr
        assert "nothing to do: everything due is live, told and reported" in again.stdout
        assert (stand(scene), is_live(scene), mails(scene)) == (before, True, OUTLETS + 1)


def to_main(office: Office, day: int) -> str:
    """A request of its own, from its letter to main; gives the folder of its article."""
    number, folder = office.receive(), f"content/2026/11/02-panen-{day}-contoh"
    office.dispose(number)
    office.accept(number)
    text = article(number, title=f"Petani Desa Contoh Panen Raya Kopi {day}")
    office.write(number, files=article_files(folder, text))
    office.submit(number)
    office.approve(number)
    office.merge(number)
    return folder


def test_one_run_does_what_the_dropped_ones_would_have_done(tmp_path: Path) -> None:
    room = Newsroom(Office.at_stage(Stage.FOUNDED, tmp_path / "kantor"))
    room.office.at("2026-11-02T14:30:00+09:00")
    folders = [to_main(room.office, day) for day in range(1, 6)]
    for _again in range(2):
        code, heard = room.publish()
        assert code is Exit.OK, heard
        assert all(map(room.is_live, folders))
        assert room.mails == 5 * (OUTLETS + 1)


def test_a_run_that_comes_a_day_late_does_everything_that_was_due_once(tmp_path: Path) -> None:
    room = Newsroom(Office.at_stage(Stage.DRAFTING, tmp_path / "kantor"))
    office = room.office
    due = article().replace(b"agency: ", b'publish_at: "2026-11-03T06:00:00+09:00"\nagency: ')
    office.write(files=article_files(text=due))
    office.submit()
    office.approve()
    office.merge()
    code, heard = room.publish()
    assert (code, room.is_live(ARTICLE), room.mails) == (Exit.OK, False, 0), heard
    office.at("2026-11-04T08:00:00+09:00")
    for _again in range(2):
        code, heard = room.publish()
        assert code is Exit.OK, heard
        assert (room.is_live(ARTICLE), room.mails) == (True, OUTLETS + 1)
