"""What people are told when the system will not write a file."""

import errno

from pipeline.errors import SiarError
from pipeline.i18n import _, reason


def full(where: str = "") -> SiarError:
    """The disk has no room; `where` is the file, when it is known."""
    return SiarError(
        _("the disk is full") + where,
        hint=_("nothing was half written; make room and run the command again"),
    )


def unwritten(error: OSError, path: object = None) -> SiarError:
    """Why a file (`path`, else the one that the system names) could not be written."""
    name = path or error.filename
    where = f": {name}" if name else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(where)
    return SiarError(
        reason(error) + where,
        hint=_("nothing was half written; mend this and run the command again"),
    )
