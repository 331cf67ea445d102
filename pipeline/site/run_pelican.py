"""The child process that runs Pelican: `python -I -m pipeline.site.run_pelican JOB.json`.

Pelican changes the logging of the whole program, skips what is broken, and runs the configuration
it is given, so it works in a process of its own, on nothing but the job's folders. The outcome is
a file: {"message": …, "hint": …}, empty texts when all went well.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError

from pipeline.errors import BadInput, SiarError
from pipeline.i18n import _

MEMORY_BYTES = 4 << 30


def main(words: list[str]) -> int:
    """Build what the job asks for; the exit code is 1 when it could not."""
    job = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    _limit_memory()
    failure: SiarError | None = None
    try:
        _run(job)
    except SiarError as error:
        failure = error
    except (Exception, RecursionError, MemoryError) as error:  # every failure becomes one sentence
        failure = _explained(error)
    outcome = {
        "message": failure.message if failure else "",
        "hint": failure.hint if failure else "",
    }
    Path(job["outcome"]).write_text(json.dumps(outcome), encoding="utf-8")
    return 1 if failure else 0


def _run(job: dict[str, Any]) -> None:
    import pelican
    from pelican.log import init
    from pelican.settings import read_settings

    errors = _Collected(logging.ERROR)
    init(level=logging.WARNING, fatal="errors", handler=errors)
    settings = read_settings(
        job["configuration"],
        override={
            "PATH": job["source"],
            "OUTPUT_PATH": job["output"],
            "THEME": job["theme"],
            "SITEURL": job["newsroom"]["site"]["url"].rstrip("/"),
            "TIMEZONE": job["newsroom"]["zone"],
            "DEFAULT_LANG": job["newsroom"]["language"],
            "SIAR_JOB": job,
        },
    )
    # A configuration may choose how pages look, never whether their values are encoded.
    settings["JINJA_ENVIRONMENT"].update(autoescape=True, undefined=StrictUndefined)
    try:
        pelican.Pelican(settings).run()
    except RuntimeError as error:
        # Pelican's own way of stopping at the first error it logged.
        raise _explained(error, errors.first) from None


def _explained(error: BaseException, said: str = "") -> BadInput:
    place = ""
    if isinstance(error, TemplateError):
        place = f"{getattr(error, 'name', '') or ''}:{getattr(error, 'lineno', '') or ''} "
    why = said or f"{place.lstrip(': ')}{type(error).__name__}: {error}"
    return BadInput(
        _("the site could not be built: {why}").format(why=why),
        hint=_("nothing was published; the live site is as it was"),
    )


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


class _Collected(logging.Handler):
    """The first error that Pelican logged."""

    first = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.first = self.first or record.getMessage()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
