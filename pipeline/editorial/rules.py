"""The rules of public relations as a table: stable id, severity, sentence, way out.

Ids are never renamed or used again for something else: recorded decisions (`exempt`) name them.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from pipeline.i18n import _
from pipeline.record.finding import Finding, Severity

E, W = Severity.ERROR, Severity.WARNING

# Marks a message for the catalogue; it is translated when it is shown.
N_ = str

TITLE_CHARACTERS: Final = 110
SUMMARY_CHARACTERS: Final = 300
LEAD_WORDS: Final = 60
SHORTEST_WORDS: Final = 80
LONGEST_WORDS: Final = 1_000


class Rule(NamedTuple):
    """One check; `sentence` and `help` are msgids with named fields."""

    id: str
    severity: Severity
    sentence: str
    help: str


RULES: Final = (
    Rule(
        "article-slot",
        E,
        N_("a place of the draft is still empty: {slot}"),
        N_("write the text in its place, or delete the place"),
    ),
    Rule(
        "article-title",
        E,
        N_("the title is empty"),
        N_("write a title that says what happened"),
    ),
    Rule(
        "article-title-long",
        W,
        N_("the title has {length} characters, more than {limit}"),
        N_("shorten it: who does what, without ceremony"),
    ),
    Rule(
        "article-title-capitals",
        W,
        N_("the title is written in capitals"),
        N_("write only names and the first letter of each word in capitals"),
    ),
    Rule(
        "article-title-stop",
        W,
        N_("the title ends with a full stop"),
        N_("delete the full stop"),
    ),
    Rule(
        "article-summary",
        E,
        N_("the summary is empty"),
        N_("write one sentence; lists, mail and search results show it"),
    ),
    Rule(
        "article-summary-long",
        W,
        N_("the summary has {length} characters, more than {limit}"),
        N_("shorten it to one sentence"),
    ),
    Rule(
        "article-empty",
        E,
        N_("the article has no text"),
        N_("write it below the front matter; `siar draft` makes a scaffold"),
    ),
    Rule(
        "article-lead-long",
        W,
        N_("the lead has {length} words, more than {limit}"),
        N_("say what, who, when and where in one or two sentences; the rest comes after it"),
    ),
    Rule(
        "article-short",
        W,
        N_("the text has only {length} words, fewer than {limit}"),
        N_("answer all six questions: what, who, when, where, why, how"),
    ),
    Rule(
        "article-long",
        W,
        N_("the text has {length} words, more than {limit}"),
        N_("shorten it to about two pages; newsrooms print no more"),
    ),
    Rule(
        "article-quotation",
        W,
        N_("nobody is quoted"),
        N_("quote an official: “…,” said full name, office"),
    ),
    Rule(
        "article-quotation-name",
        W,
        N_("a quotation does not say whose words these are"),
        N_("write beside it who said it: full name and office"),
    ),
    Rule(
        "article-heading-top",
        E,
        N_("a heading of the first level in the text; that is the title's"),
        N_("write `## ` before headings; a line that begins with `#` is one, hashtags too"),
    ),
    Rule(
        "article-heading-skip",
        W,
        N_("a heading of level {level} follows one of level {former}"),
        N_("begin with `## ` and go down one level at a time"),
    ),
    Rule(
        "article-html",
        E,
        N_("HTML in the text: {text}"),
        N_("write Markdown only; for the sign `<` itself write `&lt;`"),
    ),
    Rule(
        "article-link",
        E,
        N_("the link {address} does not begin with https://, http:// or mailto:"),
        N_("write the whole address, beginning with https://"),
    ),
    Rule(
        "article-picture",
        E,
        N_("the picture {address} in the text is none of this article's photos"),
        N_("put the file into the article's folder, describe it under `photos`, use its bare name"),
    ),
    Rule(
        "article-agency",
        E,
        N_("the agency {agency} is not registered"),
        N_("write it as in the list `agencies` of agency.yaml, or have it added there"),
    ),
    Rule(
        "article-topics",
        E,
        N_("the article has no topic"),
        N_("choose from: {topics}"),
    ),
    Rule(
        "article-topic",
        E,
        N_("the topic {topic} is not registered"),
        N_("choose from: {topics}"),
    ),
    Rule(
        "article-request",
        E,
        N_("the article names request {named}, not {number}"),
        N_('write `request: "{number}"` in its front matter'),
    ),
    Rule(
        "article-date",
        E,
        N_("the date is {date}, but the folder is that of {folder}"),
        N_("make both the day of publication: change the date or rename the folder"),
    ),
    Rule(
        "article-date-early",
        W,
        N_("the article is dated {date}, before its letter came on {received}"),
        N_("look at the date again; it is the day of publication"),
    ),
    Rule(
        "article-date-late",
        W,
        N_("the article is dated {date}, more than a month from now"),
        N_("look at the date again; for a later hour there is `publish_at`"),
    ),
    Rule(
        "article-publish-early",
        W,
        N_("`publish_at` is {publish_at}, before the article's date {date}"),
        N_("make them the same day, or delete `publish_at` to publish once approved"),
    ),
    Rule(
        "article-photos",
        W,
        N_("the article has no photo"),
        N_("newsrooms hardly take news without one: ask the sender for it"),
    ),
    Rule(
        "photo-missing",
        E,
        N_("the photo {file} is not in the article's folder"),
        N_("put it there, or delete its entry under `photos`"),
    ),
    Rule(
        "photo-undescribed",
        E,
        N_("the picture {file} is not described"),
        N_("describe it under `photos` (file, caption, credit, alt), or delete the file"),
    ),
    Rule(
        "photo-twice",
        E,
        N_("the photo {file} is described twice"),
        N_("delete one of the two entries"),
    ),
    Rule(
        "photo-caption",
        E,
        N_("the photo {file} has no caption"),
        N_("write who is seen, doing what, where and when"),
    ),
    Rule(
        "photo-credit",
        E,
        N_("the photo {file} has no credit"),
        N_("write who took it; newsrooms may not print it otherwise"),
    ),
    Rule(
        "photo-alt",
        E,
        N_("the photo {file} has no alternative text"),
        N_("describe what is seen, for people who cannot see it"),
    ),
    Rule(
        "photo-kind",
        E,
        N_("{file} is not a JPG, PNG or WebP picture"),
        N_("save the picture as JPG and name it so"),
    ),
    Rule(
        "photo-type",
        E,
        N_("{file} holds a {format} picture, which its name does not say"),
        N_("rename it, or save the picture anew as JPG"),
    ),
    Rule(
        "photo-damaged",
        E,
        N_("{file} cannot be read as a picture"),
        N_("fetch it again: it is damaged, or was not loaded completely"),
    ),
    Rule(
        "photo-pixels",
        E,
        N_("{file} has {width} × {height} pixels, more than {limit} megapixels"),
        N_("make it smaller: 4000 pixels on the long side are enough for print"),
    ),
    Rule(
        "photo-colours",
        W,
        N_("{file} has the colours of a printing press (CMYK)"),
        N_("save it with the colours of a screen (RGB); browsers show others wrongly"),
    ),
    Rule(
        "article-file",
        E,
        N_("{file} does not belong into the folder of an article"),
        N_("keep index.md and its pictures there; papers belong to the request"),
    ),
    Rule(
        "personal-nik",
        E,
        N_("this looks like an NIK or a KK number: {text}"),
        N_("delete it: nobody's identity number is published"),
    ),
    Rule(
        "personal-phone",
        E,
        N_("a private mobile number: {text}"),
        N_("delete it, or use the number of the office's contact in agency.yaml"),
    ),
    Rule(
        "personal-sender",
        E,
        N_("the sender's own contact is in the text: {text}"),
        N_("delete it; it was given to the office, not to the public"),
    ),
)

RULE: Final[Mapping[str, Rule]] = {rule.id: rule for rule in RULES}


class Hit(NamedTuple):
    """A rule that a line breaks, with the fields of its sentence and help."""

    rule: str
    line: int
    fields: Mapping[str, object] = {}


def finding(hit: Hit, path: str) -> Finding:
    """What a person is told of a hit."""
    rule = RULE[hit.rule]
    return Finding(
        path,
        hit.line,
        rule.id,
        _(rule.sentence).format(**hit.fields),
        _(rule.help).format(**hit.fields),
        rule.severity,
    )
