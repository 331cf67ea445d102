"""Say sentences of the command line as people on a forge do the same: in a comment, by a button."""

import re

from pipeline.commands.comment_table import VERBS
from pipeline.forge.comment_command import spoken_verb
from pipeline.record.labels import COMMAND_NAMES

# Only a whole command that needs nothing more than the request's number: what somebody does in a
# clone, with options, stays what it is.
_COMMAND = re.compile(r"`siar (?P<verb>[a-z-]+)(?: \d{4}-\d{4}(?:\.\d+)?)?(?P<approve> --\w+)?`")
_ENGLISH = {spelled: verb for verb, name in COMMAND_NAMES.items() for spelled in (verb, name)}
# What is no comment, by what the forge's own pages call it.
_PLACES = {"review": "“Review changes”", "status": "“Pull requests”"}
_APPROVE = (" --approve", " --setujui")


def on_forge(words: str) -> str:
    """The sentence, each command of the terminal in it by what stands for it on a forge."""
    return _COMMAND.sub(_instead, words)


def _instead(found: re.Match[str]) -> str:
    verb = _ENGLISH.get(found["verb"], "")
    if found["approve"]:
        return "“Approve”" if verb == "review" and found["approve"] in _APPROVE else found[0]
    return f"`{spoken_verb(verb)}`" if verb in VERBS else _PLACES.get(verb, found[0])
