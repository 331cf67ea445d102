"""Names in addresses: agencies and topics become folders of the site."""

import re
import unicodedata

from pipeline.errors import BadInput
from pipeline.i18n import _

TOPIC_ID = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")


def agency_slug(name: str) -> str:
    """`dinas-pertanian` of `Dinas Pertanian`; raises BadInput for a name without a letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not slug:
        raise BadInput(
            _("the agency `{name}` cannot have a page: its name holds no letter").format(name=name),
            hint=_("correct the name in agency.yaml and in the article"),
        )
    return slug


def topic_slug(topic: str) -> str:
    """`pelayanan-publik` of `pelayanan_publik`; raises BadInput for anything but such an id."""
    if not TOPIC_ID.fullmatch(topic):
        raise BadInput(
            _("the topic `{topic}` cannot have a page").format(topic=topic),
            hint=_("a topic's id holds small letters, digits and `_`, like `ekonomi_daerah`"),
        )
    return topic.replace("_", "-")


def topic_label(topic: str) -> str:
    """What to call a topic that agency.yaml no longer lists: `Pelayanan publik`."""
    return topic.replace("_", " ").capitalize()
