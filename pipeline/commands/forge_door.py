"""The forge that a runner of it works for, from what the runner is told in its environment."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.commands.context import Context
from pipeline.errors import NotFound
from pipeline.forge.host import Host
from pipeline.i18n import _

if TYPE_CHECKING:
    from pipeline.forge.forgejo import Forgejo
    from pipeline.forge.github import GitHub

GITHUB_API = "https://api.github.com"
# A Forgejo or Gitea runner speaks of GITHUB_* too; its API lies below this path.
FORGEJO_PATH = "/api/v1"


def forge_here(ctx: Context, environ: Mapping[str, str] = os.environ) -> Host | None:
    """The forge that this runner works for; None on any other machine."""
    if not environ.get("GITHUB_REPOSITORY") or not environ.get("GITHUB_TOKEN"):
        return None
    from pipeline.forge.forge_host import ForgeHost

    return ForgeHost(forge_api(environ), ctx.repository, ctx.agency.roster)


def run_here(environ: Mapping[str, str] = os.environ) -> str:
    """The number by which the forge's pages call this run of a workflow; "" where none runs."""
    is_forgejo = environ.get("GITHUB_API_URL", "").rstrip("/").endswith(FORGEJO_PATH)
    return environ.get("GITHUB_RUN_NUMBER" if is_forgejo else "GITHUB_RUN_ID", "")


def forge_api(environ: Mapping[str, str] = os.environ) -> "GitHub | Forgejo":
    """The repository's forge. Raises NotFound where no runner has said which."""
    repository, token = environ.get("GITHUB_REPOSITORY", ""), environ.get("GITHUB_TOKEN", "")
    if not repository or not token:
        raise NotFound(
            _("no forge is known here: GITHUB_REPOSITORY or GITHUB_TOKEN is not set"),
            hint=_("this verb is for the workflows; on plain Git nothing has to be recorded"),
        )
    url = environ.get("GITHUB_API_URL", GITHUB_API)
    # A client for HTTP is loaded only where it is needed.
    from pipeline.forge.client import Client
    from pipeline.forge.forgejo import Forgejo
    from pipeline.forge.github import GitHub

    client = Client(url, repository, token)
    if url.rstrip("/").endswith(FORGEJO_PATH):
        return Forgejo(client)
    return GitHub(client)
