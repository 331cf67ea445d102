"""Deploying to a folder: the old site or the new one, whole, whatever happens in between."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.errors import SiarError, TryAgain
from pipeline.repository import Refused
from pipeline.site.deploy import CURRENT, RELEASES, deploy, live_commit
from pipeline.site.manifest import MANIFEST, site_files
from pipeline.site.slots import NAMES, SLOTS, note_path
from tests.site.site_line import SiteLine, small
from tests.site.support import CHECKOUT
from tests.support.objects_read import objects_read


def files_in(folder: Path) -> dict[str, bytes]:
    """What a folder holds."""
    return {name: file.read_bytes() for name, file in site_files(folder)}


def live_files(target: Path) -> dict[str, bytes]:
    """What a visitor of the web server sees."""
    return files_in((target / CURRENT).resolve())


def states(target: Path) -> dict[Path, tuple[int, ...]]:
    """What the disk says of every file there, but for the lock, which every deployment takes."""
    listed = {path: path.lstat() for path in target.rglob("*") if path.name != ".lock"}
    return {path: (it.st_ino, it.st_mtime_ns, it.st_size) for path, it in listed.items()}


@pytest.fixture
def line(tmp_path: Path) -> SiteLine:
    return SiteLine(tmp_path / "kantor.git")


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """The folder of the web server."""
    return tmp_path / "web"


def test_a_deployed_site_is_what_the_branch_has(line: SiteLine, web: Path) -> None:
    (commit,) = line.words("satu")
    assert deploy(line.repository, commit, web)
    assert live_files(web) == line.files(commit)
    assert live_commit(web) == commit


def test_the_same_site_again_touches_nothing(line: SiteLine, web: Path) -> None:
    (commit,) = line.words("satu")
    deploy(line.repository, commit, web)
    before = states(web)
    assert not deploy(line.repository, commit, web)
    assert states(web) == before


def test_one_after_the_other_in_two_slots(line: SiteLine, web: Path) -> None:
    commits = line.words("satu", "dua", "tiga", "empat", "lima")
    for former, commit in zip([None, *commits], commits, strict=False):
        deploy(line.repository, commit, web)
        assert live_files(web) == line.files(commit)
        if former:
            (idle,) = {web / SLOTS / name for name in NAMES} - {(web / CURRENT).resolve()}
            assert files_in(idle) == line.files(former)
    assert sorted(path.name for path in web.rglob("*") if path.is_dir() and path.parent == web) == [
        CURRENT, SLOTS,
    ]  # fmt: skip


def test_the_slot_that_was_live_stays_as_it_is_until_the_next_site(
    line: SiteLine, web: Path
) -> None:
    first, second = line.words("satu", "dua")
    deploy(line.repository, first, web)
    slot = (web / CURRENT).resolve()
    before = states(slot)
    deploy(line.repository, second, web)
    deploy(line.repository, second, web)
    assert (web / CURRENT).resolve() != slot
    assert states(slot) == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": b"file"}, {"a/b/c": b"folder"}),
        ({"a/b/c": b"folder"}, {"a": b"file"}),
        ({"a/b/c": b"x", "d": b"y"}, {"d": b"y"}),
        ({"a/b/c": b"x", "a/b/d": b"y"}, {"a/b/d": b"y"}),
        ({"d": b"y"}, {"a/b/c/d/e": b"x"}),
    ],
)
def test_files_and_folders_take_each_others_places(
    line: SiteLine, web: Path, before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    commits = [line.publish(files) for files in (before, after, before, after)]
    for commit in commits:
        deploy(line.repository, commit, web)
        assert live_files(web) == line.files(commit)
        folders = [path for path in (web / CURRENT).resolve().rglob("*") if path.is_dir()]
        assert all(any(folder.iterdir()) for folder in folders)


def test_unchanged_files_lie_on_the_disk_once(line: SiteLine, web: Path) -> None:
    for commit in line.words("satu", "dua"):
        deploy(line.repository, commit, web)
    one, other = (web / SLOTS / name for name in NAMES)
    assert (one / "tema/siar.css").samefile(other / "tema/siar.css")
    assert not (one / "index.html").samefile(other / "index.html")


def test_what_somebody_changed_in_the_live_folder_is_not_taken_over(
    line: SiteLine, web: Path
) -> None:
    first, second = line.words("satu", "dua")
    deploy(line.repository, first, web)
    (web / CURRENT / "tema/siar.css").write_text("rusak")
    deploy(line.repository, second, web)
    assert live_files(web) == line.files(second)


@pytest.mark.parametrize("note", [None, b"", b"x\n", b"f" * 40 + b"\n", b"0" * 39 + b"\n"])
def test_a_slot_of_which_nothing_is_known_is_filled_as_a_whole(
    line: SiteLine, web: Path, note: bytes | None
) -> None:
    commits = line.words("satu", "dua", "tiga")
    for commit in commits[:2]:
        deploy(line.repository, commit, web)
    file = web / note_path("a")
    if note is None:
        file.unlink()
    else:
        file.write_bytes(note)
    (web / SLOTS / "a" / "sisa.html").write_text("milik siapa?")
    deploy(line.repository, commits[2], web)
    assert (web / CURRENT).resolve().name == "a"
    assert live_files(web) == line.files(commits[2])


def test_readers_meet_one_site_or_the_other(line: SiteLine, web: Path) -> None:
    commits = [
        line.publish(small(word) | {"urut": str(turn).encode()})
        for turn, word in enumerate(("satu", "dua") * 20)
    ]
    deploy(line.repository, commits[0], web)
    pages = ("index.html", "2026/11/24-a/index.html")
    known = [tuple(small(word)[name] for name in pages) for word in ("satu", "dua")]
    stop = threading.Event()
    strange: list[object] = []

    def read() -> None:
        while not stop.is_set():
            handle = os.open(web / CURRENT, os.O_RDONLY)
            seen = []
            for name in pages:
                file = os.open(name, os.O_RDONLY, dir_fd=handle)
                seen.append(os.read(file, 100))
                os.close(file)
            os.close(handle)
            if tuple(seen) not in known:
                strange.append(seen)

    reader = threading.Thread(target=read)
    deploy(line.repository, commits[1], web)
    reader.start()
    try:
        # It may be slow, and only the slot that it reads from must stay as it is.
        deploy(line.repository, commits[2], web)
    finally:
        stop.set()
        reader.join()
    assert strange == []


def test_a_full_disk_leaves_the_old_site_live(line: SiteLine, web: Path) -> None:
    (commit,) = line.words("satu")
    deploy(line.repository, commit, web)
    grown = line.publish({**small("dua"), "besar.bin": b"x" * 300_000})
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from pipeline.errors import SiarError; from pipeline.repository import Repository\n"
        "from pipeline.site.deploy import deploy\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: deploy(Repository.open(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))\n"
        "except SiarError as error: sys.stdout.write(f'{error.message}|{error.hint}')\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", script, str(line.repository.folder), grown, str(web)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout == (
        f"the site cannot be written to {web}: File too large"
        "|the old site is still live; make room or repair the folder, then run it again"
    )
    assert live_files(web) == line.files(commit)
    deploy(line.repository, grown, web)
    assert live_files(web) == line.files(grown)


# --- only forward ---------------------------------------------------------------------------


def refusal(web: Path) -> tuple[str, str]:
    """What is said where another site is live."""
    return (
        f"{web} shows a site that the branch site does not come from",
        "nothing was changed there; run `siar publish` again if another run was faster. If that"
        f" site should not be there, remove {(web / CURRENT).resolve() / MANIFEST}: all is then"
        " put there anew",
    )


def test_an_earlier_site_is_never_put_over_a_later_one(line: SiteLine, web: Path) -> None:
    first, second, third = line.words("satu", "dua", "tiga")
    for live in (second, third):
        deploy(line.repository, live, web)
        before = states(web)
        with pytest.raises(Refused) as caught:
            deploy(line.repository, first, web)
        assert (caught.value.message, caught.value.hint) == refusal(web)
        assert states(web) == before


def test_a_site_of_another_history_is_not_put_there_until_somebody_says_so(
    line: SiteLine, web: Path
) -> None:
    first, second = line.words("satu", "dua")
    deploy(line.repository, second, web)
    line.put_back(first)
    (other,) = line.words("lain")
    with pytest.raises(Refused):
        deploy(line.repository, other, web)
    assert live_files(web) == line.files(second)
    (web / CURRENT / MANIFEST).unlink()
    assert deploy(line.repository, other, web)
    assert live_files(web) == line.files(other)


def test_a_former_site_can_come_back_as_a_later_one(line: SiteLine, web: Path) -> None:
    commits = line.words("satu", "dua", "satu")
    for commit in commits:
        deploy(line.repository, commit, web)
    assert (web / CURRENT / "index.html").read_text() == "satu"


# --- what an older program left -------------------------------------------------------------


def release(line: SiteLine, commit: str, web: Path) -> Path:
    """A folder as an older program laid it out, with a site live."""
    folder = web / RELEASES / ("e" * 40)
    for name, data in line.files(commit).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    shutil.copytree(folder, web / RELEASES / ("d" * 40))
    (web / CURRENT).symlink_to(f"{RELEASES}/{'e' * 40}")
    return folder


def test_a_folder_of_an_older_program_is_taken_over(line: SiteLine, web: Path) -> None:
    commits = line.words("satu", "dua", "tiga")
    former = release(line, commits[0], web)
    assert live_commit(web) is None
    deploy(line.repository, commits[1], web)
    assert live_files(web) == line.files(commits[1])
    assert (web / SLOTS / "a/tema/siar.css").samefile(former / "tema/siar.css")
    assert files_in(former) == line.files(commits[0])  # somebody may still be reading
    deploy(line.repository, commits[2], web)
    assert live_files(web) == line.files(commits[2])
    assert not (web / RELEASES).exists()


def test_a_folder_that_is_not_ours_is_left_alone(line: SiteLine, web: Path) -> None:
    (commit,) = line.words("satu")
    (web / CURRENT).mkdir(parents=True)
    (web / CURRENT / "index.html").write_text("milik orang lain")
    with pytest.raises(SiarError) as caught:
        deploy(line.repository, commit, web)
    assert caught.value.message == (
        f"{web / CURRENT} is not the link to a release that it should be"
    )
    assert (web / CURRENT / "index.html").read_text() == "milik orang lain"


def test_a_target_that_is_a_file_is_told(line: SiteLine, web: Path) -> None:
    (commit,) = line.words("satu")
    web.write_text("")
    with pytest.raises(SiarError) as caught:
        deploy(line.repository, commit, web)
    assert caught.value.message == f"the site cannot be written to {web}: File exists"


def test_one_deployment_at_a_time(line: SiteLine, web: Path) -> None:
    first, second = line.words("satu", "dua")
    deploy(line.repository, first, web)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, sys; f = open(sys.argv[1], 'wb'); fcntl.flock(f, fcntl.LOCK_EX);"
            " print('held', flush=True); sys.stdin.read()",
            str(web / ".lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(TryAgain) as caught:
        deploy(line.repository, second, web)
    assert caught.value.message == f"another run is writing the site to {web}"
    holder.communicate()
    assert deploy(line.repository, second, web)


# --- in the time of what changed ------------------------------------------------------------


def large(count: int) -> dict[str, bytes]:
    """A site with so many articles."""
    return {
        f"{2000 + number // 100}/{number % 100:02}/index.html": b"isi %d" % number
        for number in range(count)
    }


def test_what_is_touched_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    counts = {}
    for size in (200, 2000):
        line, web = SiteLine(tmp_path / f"{size}.git"), tmp_path / f"web-{size}"
        pages = large(size)
        for turn in range(2):  # each slot is filled as a whole once
            pages["index.html"] = b"depan %d" % turn
            deploy(line.repository, line.publish(pages), web)
        pages |= {"index.html": b"depan", "2030/01/index.html": b"baru", "2000/01/index.html": b""}
        commit, before = line.publish(pages), states(web)
        line = SiteLine(tmp_path / f"{size}.git")  # nothing is remembered
        with pytest.MonkeyPatch.context() as patch:
            read = objects_read(line.repository, patch)
            deploy(line.repository, commit, web)
        after = states(web)
        paths = before.keys() | after.keys()
        touched = [path for path in paths if before.get(path) != after.get(path)]
        counts[size] = (len(touched), len(read))
    assert counts[200] == counts[2000]
    assert counts[200][0] < 20
    assert counts[200][1] < 60
