"""Write the form by which letters are entered on a forge, as the office's agency.yaml wants it."""

from pathlib import Path

from pipeline.files import write_whole
from pipeline.forge.issue_template import form_files
from pipeline.record.keeping import Keeping
from pipeline.record.registers import load_agency

CHECKOUT = Path(__file__).resolve().parent.parent


def keeping(checkout: Path) -> Keeping:
    """Where the office keeps papers; the program's own checkout is no office's."""
    path = checkout / "agency.yaml"
    if not path.is_file():
        return Keeping.REPOSITORY
    agency, findings = load_agency(path.read_bytes())
    if agency is None:
        raise SystemExit("\n".join(f"{path}:{one.line}: {one.message}" for one in findings))
    return agency.papers


def main(checkout: Path = CHECKOUT) -> None:
    """Write them."""
    for name, data in form_files(keeping(checkout)).items():
        write_whole(checkout / name, data)


if __name__ == "__main__":
    main()
