"""Look at how the forge is set up, where the repository is on one and somebody may ask it."""

from collections.abc import Collection, Iterator

from pipeline.commands import setup
from pipeline.commands.context import Context
from pipeline.commands.health import Check, bad, doubtful, good
from pipeline.forge.github_point import Standing
from pipeline.i18n import _


def look(ctx: Context) -> Iterator[Check]:
    """One line; `siar setup github` says the rest."""
    repository = setup.repository_here(ctx)
    if repository and setup.token_here():
        found = [point.standing for point in setup.look(ctx, setup.client_here(repository))]
        yield set_up(repository, found)


def set_up(repository: str, found: Collection[Standing]) -> Check:
    """How the points that were looked at are, in one sentence."""
    if Standing.MISSING in found:
        sentence = _("GitHub: {repository} is not set up as an office needs it")
        return bad(sentence.format(repository=repository), "siar setup github")
    if Standing.LACKING in found:
        sentence = _("GitHub: {repository} is set up, but its plan has no rules, no environments")
        help = _("`siar setup github` says what holds without them")
        return doubtful(sentence.format(repository=repository), help)
    sentence = _("GitHub: {repository} is set up, with rules and environments")
    return good(sentence.format(repository=repository))
