"""What comes to a site when its pages are live, and is no part of them: search index and releases.

Each is made in a commit of its own, taken over where all pages are made anew, and goes with the
pages that it belongs to.
"""

from pipeline.repository import Repository
from pipeline.site import releases, search
from pipeline.site.search import Edits

KINDS = (search, releases)


def is_later(path: str) -> bool:
    """Whether a file of the site comes after the pages."""
    return search.is_of_search(path) or releases.is_release(path)


def carried(repository: Repository, former: str | None, site: str) -> Edits:
    """What a site made anew takes over of it from a `former` one."""
    return {
        path: oid for kind in KINDS for path, oid in kind.carried(repository, former, site).items()
    }


def pages_only(repository: Repository, site: str) -> str:
    """The tree of a site without any of it."""
    listed = (entry.path for entry in repository.tree(site))
    return repository.write_tree(site, {path: None for path in listed if is_later(path)})
