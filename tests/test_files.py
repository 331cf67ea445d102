"""Files appear whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.files import sync_directory, write_whole


def test_a_file_and_its_folders_appear(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b c" / "surat.txt"
    write_whole(path, "Selamat pagi – é\n")
    assert path.read_bytes() == "Selamat pagi – é\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert os.listdir(path.parent) == ["surat.txt"]  # noqa: PTH208


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_whole(tmp_path / "x", b"a\r\n\0\xff")
    assert (tmp_path / "x").read_bytes() == b"a\r\n\0\xff"


def test_a_file_is_replaced_and_never_half_there(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_whole(path, b"0" * 100_000)
    seen: set[bytes] = set()
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            data = path.read_bytes()
            seen.add(data[:1] if len(set(data)) == 1 and len(data) == 100_000 else data)

    reader = threading.Thread(target=look)
    reader.start()
    for digit in b"123456789":
        write_whole(path, bytes([digit]) * 100_000)
    ended.set()
    reader.join()
    assert seen <= {bytes([digit]) for digit in b"0123456789"}


@pytest.mark.parametrize("there", [b"yang lama", None])
def test_when_it_cannot_be_written_nothing_has_changed(tmp_path: Path, there: bytes | None) -> None:
    # A real full disk: a process whose files may not grow beyond one page.
    path = tmp_path / "x"
    if there is not None:
        path.write_bytes(there)
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from pipeline.files import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    write_whole(Path(sys.argv[1]), b'x' * 10_000)\n"
        "except OSError as error:\n"
        "    sys.exit(error.errno)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert done.returncode == errno.EFBIG
    assert [p.name for p in tmp_path.iterdir()] == (["x"] if there is not None else [])
    assert there is None or path.read_bytes() == there


def test_nothing_is_left_beside_when_the_place_is_taken_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError, match="Is a directory"):
        write_whole(tmp_path / "x", b"isi")
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_a_folder_that_cannot_be_opened_is_not_synced(tmp_path: Path) -> None:
    sync_directory(tmp_path)
    sync_directory(tmp_path / "nowhere")
