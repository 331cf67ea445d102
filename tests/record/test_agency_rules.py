"""What no schema says of agency.yaml and media.yaml: names that must agree or differ."""

from pipeline.record.agency_rules import agency_findings, media_findings
from pipeline.record.finding import Finding, Severity
from pipeline.record.strict_yaml import LARGE_LEVELS, Document, load_stream

KEY, OTHER = "ssh-ed25519 AAAA", "ssh-ed25519 BBBB"


def document(text: str) -> Document:
    """The only document of a file."""
    (found,), problems = load_stream(text.encode(), "x.yaml", levels=LARGE_LEVELS)
    assert not problems
    return found


def of_agency(
    people: str, rest: str = "topics: {pertanian: Pertanian}\n", *, recorder: str = "''"
) -> list[Finding]:
    """What is wrong with these people, or with what stands below them."""
    found = document(f"roster:\n  people:\n{people}  recorder: {recorder}\n{rest}")
    return list(agency_findings(found.value, found, "agency.yaml"))


def of_media(outlets: str) -> list[Finding]:
    """What is wrong with these outlets."""
    found = document(f"outlets:\n{outlets}")
    return list(media_findings(found.value, found, "media.yaml"))


def person(name: str, more: str = "", terms: str = "[]") -> str:
    """Four lines of a roster, and more; the id stands in the second."""
    return f"  - name: Contoh\n    id: {name}\n    terms: {terms}\n{more}"


def test_an_id_is_of_one_person() -> None:
    way_out = "give everybody an id of their own; ids are never used again"
    assert of_agency(person("a") + person("b") + person("a") + person("a")) == [
        Finding(
            "agency.yaml", line, "agency-person-twice", "the id `a` is given to two people", way_out
        )
        for line in (10, 13)
    ]


def test_an_account_is_of_one_person() -> None:
    def accounts(*numbers: int, forge: str = "github.com") -> str:
        listed = "".join(f'    - {{forge: {forge}, id: "{number}"}}\n' for number in numbers)
        return f"    accounts:\n{listed}"

    def told(line: int, owner: str) -> Finding:
        return Finding(
            "agency.yaml",
            line,
            "agency-account-twice",
            f"this account already belongs to `{owner}`",
            "an account is of one person: delete one of the two",
        )

    one = person("a", accounts(1001, 1002))
    assert of_agency(one + person("b", accounts(1002))) == [told(13, "a")]
    assert of_agency(person("a", accounts(1001, 1001))) == [told(8, "a")]
    assert of_agency(one + person("b", accounts(1003))) == []
    assert of_agency(one + person("b", accounts(1001, forge="forge.example"))) == []


def test_a_key_is_of_one_person_and_in_one_list() -> None:
    def told(line: int, owner: str) -> Finding:
        return Finding(
            "agency.yaml",
            line,
            "agency-key-twice",
            f"this key already belongs to `{owner}`",
            "a key is of one person and stands in one list: delete one of the two",
        )

    keys = f"    keys:\n    - {KEY} kantor\n    - {OTHER}\n"
    retired = f"    retired_keys:\n    - key: {KEY} rumah\n      statements: {{}}\n"
    assert of_agency(person("a", keys + retired)) == [told(10, "a")]
    assert of_agency(person("a", keys) + person("b", retired)) == [told(13, "a")]
    assert of_agency(person("b", retired) + person("a", keys)) == [told(13, "b")]
    assert of_agency(person("a", keys) + person("b", f"    keys:\n    - {OTHER}C\n")) == []
    assert of_agency(person("a", f"    keys:\n    - {KEY}\n    - {KEY}\n")) == [told(8, "a")]


def test_the_recorder_s_name_and_key_are_nobody_else_s() -> None:
    keys = f"    keys:\n    - {KEY}\n"
    assert of_agency(person("a", keys) + person("recorder"), recorder=f"{KEY} pencatat") == [
        Finding(
            "agency.yaml",
            7,
            "agency-key-twice",
            "this key already belongs to `recorder`",
            "a key is of one person and stands in one list: delete one of the two",
        ),
        Finding(
            "agency.yaml",
            9,
            "agency-person-twice",
            "the id `recorder` is that of the pipeline itself",
            "give everybody an id of their own; ids are never used again",
        ),
    ]
    assert of_agency(person("a", keys), recorder=OTHER) == []


def test_a_term_does_not_end_before_it_begins() -> None:
    terms = (
        "\n    - since: 2026-01-02\n      until: 2026-01-02"
        "\n    - since: 2026-01-02\n      until: 2026-01-01"
        "\n    - since: 2026-01-02\n      until:"
        "\n    - since: 2026-01-02"
    )
    found = document("roster:\n  people:\n" + person("a", terms=terms) + "topics: {}\n")
    for term in found.value["roster"]["people"][0]["terms"]:
        term["until"] = term.get("until") or None
    assert list(agency_findings(found.value, found, "agency.yaml")) == [
        Finding(
            "agency.yaml",
            9,
            "agency-term-order",
            "the term of `a` ends on 2026-01-01, before it begins on 2026-01-02",
            "correct `since` or `until`",
        )
    ]


def test_the_division_head_is_asked_about_topics_there_are() -> None:
    rest = "topics: {pertanian: Pertanian}\ndivision_head_topics:\n- pertanian\n- pertahanan\n"
    assert of_agency(person("a"), rest) == [
        Finding(
            "agency.yaml",
            10,
            "agency-unknown-topic",
            "the topic `pertahanan` is not in `topics`",
            "add it to `topics`, or delete it here",
        )
    ]
    assert of_agency(person("a")) == []


def test_an_id_is_of_one_outlet() -> None:
    outlets = "- email: a@x.example\n  id: a\n- email: b@x.example\n  id: a\n"
    assert of_media(outlets) == [
        Finding(
            "media.yaml",
            5,
            "media-outlet-twice",
            "the id `a` is given to two outlets",
            "give every outlet an id of its own; ids are never used again",
        )
    ]


def test_two_outlets_with_one_address_are_warned_of_unless_one_has_ended() -> None:
    one = "- id: a\n  email: Redaksi@x.example\n"
    two = "- id: b\n  email: redaksi@X.example\n"
    assert of_media(one + two) == [
        Finding(
            "media.yaml",
            5,
            "media-address-twice",
            "two outlets have the address redaksi@X.example: it gets every press release twice",
            "keep the address at one of them",
            Severity.WARNING,
        )
    ]
    ended = "  ended: 2026-01-01\n"
    assert of_media(one + ended + two) == []
    assert of_media(one + ended + two + ended) == []
