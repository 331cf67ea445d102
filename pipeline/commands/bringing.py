"""Where what belongs to a letter is brought: to the forge, or to the office's own server."""

from pipeline.i18n import _
from pipeline.record.keeping import Keeping


def where_to_bring(number: str, upload: str, keeping: Keeping) -> str:
    """The sentence for a comment; `upload` is the forge's page for the request's files."""
    if keeping is Keeping.REPOSITORY:
        return _("Papers and photographs are brought here: {url}").format(url=upload)
    return _(
        "Photographs are brought here: {url}. Everything else, and the sender's contacts, is "
        "entered on the office's own server and nowhere else: `siar complete {number} --letter "
        "FILE --contact NAME --email ADDRESS`."
    ).format(url=upload, number=number)
