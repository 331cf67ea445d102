"""The press, a process of its own that runs Pelican: `python -I -m pipeline.site.run_pelican`.

Pelican changes the logging of the whole program, skips what is broken, and runs the configuration
it is given, so it works in a process of its own, on nothing but the folders it is told. It answers
orders line by line; the last answer, when one could not be carried out, is {"message", "hint"}.
"""

import gc
import logging
import os
import sys
from typing import Any

from jinja2 import StrictUndefined, TemplateError

from pipeline.errors import BadInput, SiarError
from pipeline.i18n import _
from pipeline.site.desk import Desk

MEMORY_BYTES = 4 << 30


def main() -> int:
    """Carry out orders until no more come; the exit code is 1 when one could not be."""
    _limit_memory()
    # Whatever else is printed here must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    orders = open(0, encoding="utf-8", errors="surrogateescape", newline="\n")  # noqa: SIM115
    desk = Desk(orders, answers)
    try:
        _run(desk)
    except SiarError as error:
        failure = error
    except (Exception, RecursionError, MemoryError) as error:  # every failure becomes one sentence
        failure = _explained(error)
    else:
        return 0
    desk.answer({"message": failure.message, "hint": failure.hint})
    return 1


def _run(desk: Desk) -> None:
    # What is imported stays, so that to look for waste among it would only take time.
    gc.disable()
    import pelican
    from pelican.log import init

    # Imported now, while whoever gives the orders still verifies what he will order.
    from pipeline.site import plugin  # noqa: F401

    gc.freeze()
    gc.enable()
    errors = _Collected(logging.ERROR)
    init(level=logging.WARNING, fatal="errors", handler=errors)
    while (order := desk.take()) is not None:
        try:
            pelican.Pelican(_settings(order["look"], desk)).run()
        except RuntimeError as error:
            # Pelican's own way of stopping at the first error it logged.
            raise _explained(error, errors.first) from None


def _settings(look: dict[str, Any], desk: Desk) -> dict[str, Any]:
    from pelican.settings import read_settings

    settings: dict[str, Any] = read_settings(
        look["configuration"],
        override={
            "PATH": look["nowhere"],
            "OUTPUT_PATH": look["nowhere"],
            "THEME": look["theme"],
            "THEME_STATIC_PATHS": [],
            "SITEURL": look["newsroom"]["site"]["url"].rstrip("/"),
            "TIMEZONE": look["newsroom"]["zone"],
            "DEFAULT_LANG": look["newsroom"]["language"],
            "SIAR_NEWSROOM": look["newsroom"],
            "SIAR_DESK": desk,
        },
    )
    # A configuration may choose how pages look, never whether their values are encoded.
    settings["JINJA_ENVIRONMENT"].update(autoescape=True, undefined=StrictUndefined)
    desk.answer({})
    return settings


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
    sys.exit(main())
