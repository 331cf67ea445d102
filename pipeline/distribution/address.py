"""Accept one plain mail address, and nothing that only looks like one."""

import re

from pipeline.errors import BadInput
from pipeline.i18n import _

# RFC 5321 Dot-string without the characters that only routing tricks use (`%`, `!`, quotes,
# comments): a newsroom's address has none of them, and every parser reads the rest alike.
_ATOM = r"[A-Za-z0-9_+'=&~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?P<local>{_ATOM}(?:\.{_ATOM})*)@(?:{_LABEL}\.)+(?=.*[A-Za-z])[A-Za-z0-9-]{{2,63}}"
)
LONGEST_LOCAL, LONGEST = 64, 254  # octets; RFC 5321, 4.5.3.1


def is_address(text: str) -> bool:
    """Whether `text` is exactly one address (`local@domain.tld`, ASCII), and nothing else."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(text) <= LONGEST and len(found["local"]) <= LONGEST_LOCAL


def require_address(text: str) -> str:
    """`text` when it is one address; raises BadInput, which shows it in escaped ASCII."""
    if is_address(text):
        return text
    raise BadInput(
        _("not a mail address: {address}").format(address=ascii(text)),
        hint=_(
            "write one address like redaksi@media.example, without name, space or comma; "
            "a domain with other letters in its xn-- form"
        ),
    )
