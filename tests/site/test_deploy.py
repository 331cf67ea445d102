"""Deploying to a folder: the old site or the new one, whole, whatever happens in between."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import SiarError, TryAgain
from pipeline.site.deploy import deploy, live_release
from pipeline.site.manifest import Built, read_built, site_files
from tests.site.support import CHECKOUT, sealed

CHILD = Path(__file__).parent / "deploy_child.py"


def small_site(folder: Path, *, word: str) -> Built:
    """A site of a few files, one of which differs from word to word."""
    files = {"index.html": word, "tema/siar.css": "tetap", "2026/11/24-a/index.html": f"a {word}"}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return sealed(folder)


def live_files(target: Path) -> dict[str, bytes]:
    """What a visitor of the web server sees."""
    return {name: file.read_bytes() for name, file in site_files((target / "current").resolve())}


def states(target: Path) -> dict[Path, os.stat_result]:
    """What the disk says of everything there, but for the lock, which every deployment takes."""
    return {path: path.lstat() for path in target.rglob("*") if path.name != ".lock"}


def files_of(built: Built) -> dict[str, bytes]:
    """What the built site holds."""
    return {name: file.read_bytes() for name, file in site_files(built.path)}


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Built, Built, Built]:
    """Three sites that differ."""
    return (
        small_site(tmp_path / "a", word="satu"),
        small_site(tmp_path / "b", word="dua"),
        small_site(tmp_path / "c", word="tiga"),
    )


def test_a_deployed_site_is_what_was_built(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    done = deploy(sites[0], target)
    assert done.changed
    assert live_files(target) == files_of(sites[0])
    release = live_release(target)
    assert release is not None
    assert (release.tree, release.path) == (sites[0].tree, done.release)


def test_the_same_site_again_touches_nothing(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    deploy(sites[0], target)
    before = states(target)
    assert not deploy(sites[0], target).changed
    assert states(target) == before


def test_equal_pages_of_a_later_commit_only_renew_the_manifest(
    sites: tuple[Built, ...], tmp_path: Path
) -> None:
    target = tmp_path / "web"
    deploy(sites[0], target)
    page = (target / "current" / "index.html").stat()
    later = sealed(sites[0].path, replace(sites[0].manifest, commit="d" * 40))
    assert not deploy(later, target).changed
    live = live_release(target)
    assert live is not None
    assert (live.manifest.commit, live.tree) == ("d" * 40, sites[0].tree)
    assert (target / "current" / "index.html").stat() == page


def test_two_releases_are_kept(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    for built in sites:
        deploy(built, target)
    kept = {path.name for path in (target / "releases").iterdir()}
    assert kept == {built.tree for built in sites[1:]}


def test_unchanged_files_are_not_written_again(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    first, second = deploy(sites[0], target).release, deploy(sites[1], target).release
    assert (first / "tema/siar.css").samefile(second / "tema/siar.css")
    assert not (first / "index.html").samefile(second / "index.html")


def test_a_former_site_can_come_back(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    for built in (sites[0], sites[1], sites[0]):
        deploy(built, target)
    assert live_files(target) == files_of(sites[0])


def test_killed_at_any_step_a_whole_site_is_live_and_the_next_run_finishes(
    sites: tuple[Built, ...], tmp_path: Path
) -> None:
    old, new, _third = sites
    seen: set[str] = set()
    for step in range(200):
        target = tmp_path / f"web-{step}"
        deploy(old, target)
        child = subprocess.run(
            [sys.executable, str(CHILD), str(new.path), str(target), str(step)],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            check=False,
        )
        live = live_files(target)
        assert live in (files_of(old), files_of(new)), step
        seen.add("new" if live == files_of(new) else "old")
        deploy(new, target)
        assert live_files(target) == files_of(new), step
        assert sorted(p.name for p in target.iterdir()) == [".lock", "current", "releases"], step
        assert len(list((target / "releases").iterdir())) == 2, step
        if child.returncode == 0:
            break
        assert child.returncode == -signal.SIGKILL
    assert child.returncode == 0
    assert step > 10
    assert seen == {"old", "new"}


def test_readers_meet_one_site_or_the_other(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    deploy(sites[0], target)
    pages = ("index.html", "2026/11/24-a/index.html")
    known = [tuple(files_of(built)[name] for name in pages) for built in sites[:2]]
    stop = threading.Event()
    strange: list[object] = []

    def read() -> None:
        while not stop.is_set():
            release = (target / "current").resolve()
            seen = tuple((release / name).read_bytes() for name in pages)
            if seen not in known:
                strange.append(seen)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(40):
        deploy(sites[turn % 2], target)
    stop.set()
    for reader in readers:
        reader.join()
    assert strange == []


def test_a_full_disk_leaves_the_old_site_live(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    deploy(sites[0], target)
    big = sites[1].path / "besar.bin"
    big.write_bytes(b"x" * 300_000)
    grown = sealed(sites[1].path)
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from pipeline.errors import SiarError; from pipeline.site.deploy import deploy\n"
        "from pipeline.site.manifest import read_built\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: deploy(read_built(Path(sys.argv[1])), Path(sys.argv[2]))\n"
        "except SiarError as error: sys.stdout.write(f'{error.message}|{error.hint}')\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", script, str(grown.path), str(target)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout == (
        f"the site cannot be written to {target}: File too large"
        "|the old site is still live; make room or repair the folder, then run it again"
    )
    assert live_files(target) == files_of(sites[0])
    assert [path.name for path in (target / "releases").iterdir()] == [sites[0].tree]
    deploy(grown, target)
    assert live_files(target) == files_of(grown)


def test_a_folder_that_is_not_ours_is_left_alone(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    (target / "current").mkdir(parents=True)
    (target / "current" / "index.html").write_text("milik orang lain")
    with pytest.raises(SiarError) as caught:
        deploy(sites[0], target)
    assert caught.value.message == (
        f"{target / 'current'} is not the link to a release that it should be"
    )
    assert (target / "current" / "index.html").read_text() == "milik orang lain"


def test_a_target_that_is_a_file_is_told(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    target.write_text("")
    with pytest.raises(SiarError) as caught:
        deploy(sites[0], target)
    assert caught.value.message == f"the site cannot be written to {target}: File exists"


def test_one_deployment_at_a_time(sites: tuple[Built, ...], tmp_path: Path) -> None:
    target = tmp_path / "web"
    deploy(sites[0], target)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, sys; f = open(sys.argv[1], 'wb'); fcntl.flock(f, fcntl.LOCK_EX);"
            " print('held', flush=True); sys.stdin.read()",
            str(target / ".lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(TryAgain) as caught:
        deploy(sites[1], target)
    assert caught.value.message == f"another run is writing the site to {target}"
    holder.communicate()
    assert deploy(sites[1], target).changed


def test_a_site_without_its_manifest_is_not_whole(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("")
    with pytest.raises(SiarError) as caught:
        read_built(tmp_path)
    assert caught.value.message.startswith(f"{tmp_path} does not hold a whole site: ")
    assert live_release(tmp_path) is None
