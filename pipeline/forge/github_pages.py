"""Have GitHub's Pages show the branch `site`: what a workflow's token pushes starts no build."""

from pipeline.errors import NotFound
from pipeline.forge.client import Client

BUILDS = "/pages/builds"


def request_build(client: Client, commit: str, *, is_new: bool) -> bool:
    """Ask for a build, unless the last one was of this commit and went well; whether it was asked.

    `is_new` says that the commit was only just pushed. Raises NotFound where there are no Pages.
    """
    if not is_new:
        try:
            last = client.get(f"{BUILDS}/latest")
        except NotFound:
            last = None  # no build yet; or no Pages, which asking for one will tell
        if last and last.words("commit") == commit and last.words("status") != "errored":
            return False
    client.do("POST", BUILDS)
    return True
