"""Every message has its Indonesian words, and nobody who reads Indonesian meets an English one."""

import io
import re
from collections.abc import Iterable

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo

from pipeline.cli import VERBS, Verbs
from pipeline.record.labels import COMMAND_NAMES
from tests.support.speech import helps
from tools.messages import CATALOGUE, HEADER, extracted, forms, translated, untranslated, write

FIELD = re.compile(r"\{[^{}]*\}|%\(\w+\)s")
VERB = re.compile(r"(?<!of )\bsiar ([a-z]+(?:-[a-z]+)*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
INDONESIAN = re.compile(
    r"\b(yang|dan|atau|tidak|untuk|dengan|pada|dari|surat|naskah|berita|permintaan|kantor|petugas)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The catalogue as it is committed."""
    return translated()


def messages(catalogue: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalogue if message.id]


def ids(catalogue: Iterable[Message]) -> set[str]:
    """The English words of messages, singular ones where there are two."""
    return {forms(message.id)[0] for message in catalogue}


def test_the_catalogue_holds_exactly_what_is_said(catalogue: Catalog) -> None:
    said, known = ids(messages(extracted())), ids(messages(catalogue))
    assert (said - known, known - said) == (set(), set()), "run `make messages`"


def test_every_message_is_translated(catalogue: Catalog) -> None:
    assert ids(untranslated(catalogue)) == set()
    assert not [message.id for message in messages(catalogue) if message.fuzzy]
    assert not catalogue.obsolete


def test_a_message_keeps_its_fields(catalogue: Catalog) -> None:
    wrong = [
        forms(message.id)[0]
        for message in messages(catalogue)
        if sorted(FIELD.findall(forms(message.id)[-1]))
        != sorted(FIELD.findall(forms(message.string)[0]))
    ]
    assert wrong == []


def test_one_form_is_enough_for_one_and_many(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == 1
    assert {len(forms(message.string)) for message in messages(catalogue)} == {1}


def test_messages_are_english_in_the_code(catalogue: Catalog) -> None:
    assert [text for text in ids(messages(catalogue)) if INDONESIAN.search(text)] == []


def test_a_message_names_commands_that_exist_by_the_readers_name(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        english = VERB.findall(forms(message.id)[0])
        assert set(english) <= set(VERBS), message.id
        indonesian = [COMMAND_NAMES[verb] for verb in english]
        assert sorted(VERB.findall(forms(message.string)[0])) == sorted(indonesian), message.id


def test_a_message_names_options_that_exist(catalogue: Catalog) -> None:
    group, context = Verbs(), click.Context(Verbs())
    known = {
        name
        for verb in VERBS
        for param in getattr(group.get_command(context, verb), "params", ())
        for name in (*param.opts, *param.secondary_opts)
    }
    for message in messages(catalogue):
        for text in (*forms(message.id), *forms(message.string)):
            if text.startswith("git "):  # a command of Git's, to be copied as it is
                continue
            unknown = {name for name in OPTION.findall(text) if name not in known}
            assert not unknown, text


def test_the_catalogue_compiles(catalogue: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    assert ids(messages(read_mo(compiled))) == ids(messages(catalogue))


def test_the_catalogue_is_written_the_same_way_every_time(
    catalogue: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("po") / "siar.po"
    write(catalogue, path)
    assert path.read_bytes() == CATALOGUE.read_bytes()
    assert path.read_bytes().startswith(HEADER)


def test_help_says_nothing_in_english(catalogue: Catalog) -> None:
    told = "\n".join(helps("C").values())
    words = " ".join(told.split())
    english = {
        text
        for message in messages(catalogue)
        for text in forms(message.id)
        if len(text) > 4 and not FIELD.search(text) and text not in forms(message.string)
    }
    left = {text for text in english if re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", words)}
    assert left - NAMES == set()


# English words that are names: of commands, options, fields and choices, which both languages have.
NAMES = {"status", "subject", "number", "state", "path", "file", "required"}


def test_help_speaks_english_to_who_reads_english() -> None:
    told = helps("en_US.UTF-8")
    assert told["submit"].startswith("Usage: siar submit [OPTIONS] NUMBER\n")
    assert "siar review 2026-0042 --approve" in told["review"]


def test_help_calls_everything_by_its_indonesian_name() -> None:
    told = helps("C")
    assert told["submit"].startswith("Pemakaian: siar submit [OPSI] NOMOR\n")
    assert "  ajukan, submit " in told[""]
    assert "    siar koreksi 2026-0042 --setujui\n" in told["review"]
