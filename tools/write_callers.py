"""Write the workflows by which another agency's repository calls ours, from ours themselves."""

import re
from pathlib import Path

from pipeline.files import write_whole

CHECKOUT = Path(__file__).resolve().parent.parent
WORKFLOWS = CHECKOUT / ".github" / "workflows"
FOLDER = CHECKOUT / "examples" / "pemanggil"
# To be put in: whose repository, and the commit that was read before it was trusted.
CALLED = "contoh/siar/.github/workflows/{name}.yml@0123456789abcdef0123456789abcdef01234567"
HEAD = """\
# Calls {name}.yml of another repository, for the same events and with the same rights. Written by
# `make callers`; what to put in is told in docs/operator.md, under “Workflows kept in one place”.
name: {name}
"""
# Nothing is kept between runs, so that nothing can be put there, either.
CACHE = "    cache-mode: none\n"
# An environment's own secrets come to a called workflow in this way only.
SECRETS = (
    "    secrets: inherit # zizmor: ignore[secrets-inherit] as an environment's own come so only\n"
)
BLOCK = r"{indent}{key}:(?: [^\n]*)?\n(?:{indent} +[^\n]*\n|\n)*"


def caller(name: str, text: str) -> str:
    """The caller of a workflow with this text, whose jobs have all the same permissions."""
    events = _block(text, "on")
    called = _block(events, "workflow_call", "  ")
    parts = [
        HEAD.format(name=name),
        events.replace(called, "").rstrip() + "\n",
        "permissions: {}\n",
        f"jobs:\n  {name}:\n"
        + _block(text, "permissions", "    ")
        + CACHE
        + (SECRETS if "secrets:" in called else "")
        + f"    uses: {CALLED.format(name=name)}\n",
    ]
    return "\n".join(parts)


def _block(text: str, key: str, indent: str = "") -> str:
    """A key with all that stands below it."""
    pattern = BLOCK.format(indent=indent, key=re.escape(key))
    return _found(rf"^{pattern}", text)[0].rstrip("\n") + "\n"


def _found(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise SystemExit(f"a workflow does not say {pattern!r}")
    return found


def files() -> dict[Path, str]:
    """Each file with its text."""
    return {
        FOLDER / path.name: caller(path.stem, path.read_text("utf-8"))
        for path in sorted(WORKFLOWS.glob("*.yml"))
    }


def main() -> None:
    """Write them."""
    for path, text in files().items():
        write_whole(path, text)


if __name__ == "__main__":
    main()
