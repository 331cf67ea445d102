"""An office's repository with a small website, made afresh with real Git for each test."""

import io
import math
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from pipeline.record.agency import Agency, parse_agency
from pipeline.repository import Repository
from pipeline.site.build import Workshop, build_all
from pipeline.site.manifest import MANIFEST, Built, Manifest, render_manifest, site_files
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle

CHECKOUT = Path(__file__).resolve().parents[2]
CONTENT = Path(__file__).parent / "content"
URL = "https://siar.example"

AGENCY: dict[str, Any] = {
    "identity": {
        "name": "Dinas Komunikasi, Informatika, dan Persandian Provinsi Contoh",
        "short": "Diskominfo Contoh",
        "government": "Pemerintah Provinsi Contoh",
        "unit": "Bidang Pengelolaan Informasi dan Kapasitas Sumber Daya",
        "address": "Jalan Contoh Nomor 1",
        "city": "Sofifi",
        "postal_code": "97800",
        "phone": "0812-0000-0001",
        "email": "humas@siar.example",
        "website": "siar.example",
        "language": "id",
        "timezone": "Asia/Jayapura",
        "timezone_label": "WIT",
        "boilerplate": "Lembaga contoh.",
    },
    "contact": {
        "name": "Contoh Narahubung, S.I.Kom.",
        "title": "Petugas Publikasi",
        "phone": "0812-0000-0002",
        "email": "narahubung@siar.example",
    },
    "agenda": {"first": 1, "printed": "{number}/{year}"},
    "press_release": {"first": 1, "printed": "{number}/{year}"},
    "sop": {"steps": []},
    "roster": {
        "people": [
            {"id": "petugas-1", "name": "Nama Rahasia", "email": "x@rahasia.example", "terms": []}
        ],
    },
    "office": {
        "hours": {
            "monday": ["08:00-12:00", "13:00-16:30"],
            "tuesday": ["08:00-12:00", "13:00-16:30"],
            "wednesday": ["08:00-12:00", "13:00-16:30"],
            "thursday": ["08:00-12:00", "13:00-16:30"],
            "friday": ["08:00-11:30", "13:30-16:30"],
        },
        "holidays": "ID",
    },
    "instructions": {},
    "topics": {
        "ekonomi": "Ekonomi",
        "kesehatan": "Kesehatan",
        "pelayanan_publik": "Pelayanan publik",
        "pembangunan": "Pembangunan",
        "pendidikan": "Pendidikan",
        "pertanian": "Pertanian",
    },
    "agencies": ["Dinas Pertanian Contoh", "Dinas Kesehatan Contoh"],
    "correction_categories": {},
    "mail": {"host": "surat-rahasia.siar.example"},
    "site": {
        "url": URL,
        "title": "Kabar Contoh",
        "tagline": "Berita resmi pembangunan daerah",
        "ppid_url": "https://ppid.siar.example/",
        "complaint_url": "https://lapor.siar.example/",
        "about": "Situs ini memuat berita resmi **contoh**.\n\nSemua orang di dalamnya rekaan.",
        "notice": "Situs contoh: semua berita, nama, dan angka di sini rekaan.",
        "socials": {"Instagram": "https://instagram.siar.example/kabar"},
    },
    "deploy": {"targets": [{"kind": "directory"}]},
}


def agency(**sections: Mapping[str, Any]) -> Agency:
    """The example agency, with some values of its sections changed."""
    changed = {name: {**AGENCY[name], **section} for name, section in sections.items()}
    return parse_agency({**AGENCY, **changed})


def painting(seed: int, width: int = 1800, height: int = 1200, kind: str = "JPEG") -> bytes:
    """An invented view of mountains and sea, the same bytes for the same seed."""
    tone = [(244, 178, 122), (140, 196, 214), (206, 190, 220), (250, 214, 150)][seed % 4]
    image = Image.new("RGB", (width, height), tone)
    draw = ImageDraw.Draw(image)
    for line in range(height):
        share = line / height
        draw.line((0, line, width, line), fill=tuple(int(c + (246 - c) * share) for c in tone))
    for layer in range(4):
        base = height * (0.42 + 0.09 * layer)
        points = [(0, height)]
        for step in range(0, width + 20, 20):
            wave = math.sin(step / (260 - 30 * layer) + seed * 2.1 + layer * 1.7)
            points.append((step, base - 120 * abs(wave) ** (1.6 - 0.2 * layer)))
        shade = (36 + 26 * (3 - layer), 74 + 28 * (3 - layer), 70 + 36 * (3 - layer))
        draw.polygon([*points, (width, height)], fill=shade)
    draw.rectangle((0, height * 0.84, width, height), fill=(26, 92, 112))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


PICTURES = {
    "content/2026/11/24-panen-raya-kopi-di-bacan/panen.jpg": painting(1),
    "content/2026/11/24-panen-raya-kopi-di-bacan/jemur.png": painting(2, 900, 600, "PNG"),
    "content/2026/11/20-posyandu-keliling-enam-pulau/kapal.jpg": painting(3),
    "content/2026/10/05-jembatan-gantung-contoh-selesai/jembatan.webp": painting(
        6, 600, 400, "WEBP"
    ),
}
MOMENTS = {
    "content/2026/11/24-panen-raya-kopi-di-bacan": datetime.fromisoformat("2026-11-24T14:05+09:00"),
    # another zone: five minutes past midnight in Sofifi
    "content/2026/11/20-posyandu-keliling-enam-pulau": datetime.fromisoformat(
        "2026-11-19T15:05+00:00"
    ),
}


def five_articles() -> dict[str, bytes]:
    """The content of the five-page site, by path."""
    texts = {
        f"content/{path.relative_to(CONTENT).as_posix()}": path.read_bytes()
        for path in sorted(CONTENT.rglob("*.md"))
    }
    return {**texts, **PICTURES}


def theme_files() -> dict[str, bytes]:
    """The theme and configuration of this checkout, by path."""
    files = [*(CHECKOUT / "theme").rglob("*"), CHECKOUT / "pelicanconf.py"]
    return {
        path.relative_to(CHECKOUT).as_posix(): path.read_bytes() for path in files if path.is_file()
    }


@dataclass(frozen=True)
class Office:
    """A repository with one commit."""

    repository: Repository
    commit: str

    def published(self, moments: Mapping[str, datetime] = MOMENTS) -> list[PublishedArticle]:
        """Every article of the commit, as if all had been approved."""
        listed = self.repository.tree(self.commit, "content/")
        texts = [entry.path for entry in listed if entry.path.endswith("/index.md")]
        folders = sorted(path.removesuffix("/index.md") for path in texts)
        return [self._article(place, folder, moments) for place, folder in enumerate(folders)]

    def _article(
        self, place: int, folder: str, moments: Mapping[str, datetime]
    ) -> PublishedArticle:
        tree = self.repository.tree_id(self.commit, folder)
        assert tree is not None
        digest = f"sha256:{place:064x}"
        return PublishedArticle(folder, tree, digest, f"2026-{place:04d}", moments.get(folder))

    def build(
        self,
        output: Path,
        *,
        agency: Agency | None = None,
        published: Iterable[PublishedArticle] | None = None,
        cache: Path | None = None,
        timeout_seconds: float = 120,
    ) -> Built:
        """The site of this office, in the folder `output`."""
        with Press(timeout_seconds=timeout_seconds) as press:
            shop = self.workshop(press, agency=agency, photos=cache)
            tree = build_all(shop, self.published() if published is None else published)
        for entry in self.repository.tree(tree):
            file = output / entry.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.repository.blob(entry.oid))
        return sealed(output, Manifest(tree, self.commit))

    def workshop(
        self, press: Press, *, agency: Agency | None = None, photos: Path | None = None
    ) -> Workshop:
        """Where this office's site is built."""
        return Workshop(self.repository, press, self.commit, agency or parse_agency(AGENCY), photos)


def sealed(folder: Path, manifest: Manifest | None = None) -> Built:
    """The site in a folder, a manifest of it being written there."""
    if manifest is None:
        lines = [f"{name} {file.read_bytes()!r}" for name, file in site_files(folder)]
        manifest = Manifest(sha1("\n".join(lines).encode()).hexdigest(), "c" * 40)  # noqa: S324
    file = folder / MANIFEST
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(render_manifest(manifest))
    return Built(folder, manifest)


def tree_of(repository: Repository, folder: Path) -> str:
    """The tree of the site in a folder, but for its manifest."""
    files = ((name, file.read_bytes()) for name, file in site_files(folder) if name != MANIFEST)
    return repository.import_tree(files)


def make_office(folder: Path, files: Mapping[str, bytes], *, theme: bool = True) -> Office:
    """A repository whose first commit holds `files`, and the theme unless told otherwise."""
    repository = Repository.create(folder)
    all_files = {**(theme_files() if theme else {}), **files}
    blobs = {path: repository.write_blob(data) for path, data in all_files.items()}
    commit = repository.commit_tree(
        repository.write_tree(None, blobs),
        [],
        "Begin",
        author="Contoh <contoh@siar.example>",
        at=datetime.fromisoformat("2026-11-24T09:00:00+09:00"),
    )
    repository.set_ref("refs/heads/main", commit)
    return Office(repository, commit)


def git(folder: Path, *words: str) -> str:
    """What Git itself says, for what the repository's own questions do not cover."""
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def front_matter(**fields: str) -> bytes:
    """An article whose front matter has these lines, and a body of one sentence."""
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\n{lines}---\nIsi berita.\n".encode()


def made_tree(office: Office, listing: str) -> str:
    """A tree of exactly these entries, as no checked-in file would make it."""
    folder = office.repository.folder
    done = subprocess.run(
        ["git", "mktree", "--missing"],
        cwd=folder,
        input=listing,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
