"""`siar setup github`: what is missing, what is mended, what a free plan cannot have."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipeline.commands.setup import repository_here
from pipeline.errors import Exit
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk, Said, refusal, scripted
from tests.github.server import GitHub
from tests.support.office import OFFICER, Stage

KEY, SEALED = "SIAR_KEY", "c2VhbGVk"
OWNER = "pengelola"
Forged = Callable[[str], GitHub]


@pytest.fixture
def desk(desk_at: DeskAt) -> Desk:
    return desk_at(Stage.MERGED)


@pytest.fixture
def make_forge(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forged]:
    """Makes the forge on which the office's repository is new, with its owner's token here."""
    made = []

    def make(plan: str) -> GitHub:
        forge = GitHub(desk.office.bare.git_folder, plan=plan)
        made.append(forge)
        forge.__enter__()
        forge.add_user(OWNER, 1, role="admin")
        monkeypatch.setenv("GITHUB_API_URL", forge.api_url)
        monkeypatch.setenv("GITHUB_REPOSITORY", forge.full_name)
        monkeypatch.setenv("GITHUB_TOKEN", forge.token(OWNER))
        return forge

    yield make
    for forge in made:
        forge.__exit__(None, None, None)


@pytest.fixture
def forge(make_forge: Forged) -> GitHub:
    """The forge, for an office that pays it."""
    return make_forge("team")


def marks(said: Said) -> list[tuple[str, str]]:
    """Each point: its mark and its sentence."""
    lines = [line for line in said.out.splitlines() if line[:1] in "✓✗–" and line]
    return [(line[0], line[2:]) for line in lines]


def missing(said: Said) -> list[str]:
    """What has a cross."""
    return [sentence for mark, sentence in marks(said) if mark == "✗"]


def changes(forge: GitHub) -> list[str]:
    """What the forge was asked to change."""
    return [call for call in forge.calls if not call.startswith("GET ")]


def set_up(forge: GitHub, desk: Desk) -> None:
    """Everything as it should be."""
    both = {KEY: SEALED, "SIAR_SITEKEY": SEALED}
    forge.settings.secrets |= {"record": {KEY: SEALED}, "publish": both}
    forge.settings.variables["SIAR_RSYNC"] = "situs@server.example:/srv/www"
    forge.settings.variables["SIAR_KNOWNHOSTS"] = "server.example ssh-ed25519 AAAA"
    assert desk.siar(OFFICER, "setup", "github", "--apply").exit == Exit.OK
    forge.reset_calls()


def rules_of(forge: GitHub, name: str) -> dict[str, Any]:
    """A set of rules, to be changed behind our back."""
    return next(one for one in forge.rulesets if one["name"] == name)


def test_everything_that_a_new_repository_lacks_is_told(forge: GitHub, desk: Desk) -> None:
    said = desk.siar(OFFICER, "setup", "github")
    assert (said.exit, said.err) == (Exit.PROBLEMS, "")
    assert missing(said) == [
        "requests may be merged otherwise than by a merge commit, which leaves steps out",
        "every workflow may write, whether it says so or not",
        "the recorder may not open pull requests",
        "the label permintaan is missing, so that no letter comes in",
        "the rules “siar: main” are missing, or say something else",
        "the rules “siar: ledger, site” are missing, or say something else",
        "the rules “siar: request” are missing, or say something else",
        "the rules “siar: agenda” are missing, or say something else",
        "the environment record is missing, or not only for main",
        "the environment record has no secret SIAR_KEY",
        "the environment publish is missing, or not only for main",
        "the environment publish has no secret SIAR_KEY",
        "the root is not pinned",
        "nothing says where the website goes",
    ]
    assert said.out.count("way out: ") == 14
    assert changes(forge) == []


def test_what_may_be_mended_is_mended_and_once(forge: GitHub, desk: Desk) -> None:
    said = desk.siar(OFFICER, "atur", "github", "--terapkan")
    assert missing(said) == [
        "the environment record has no secret SIAR_KEY",
        "the environment publish has no secret SIAR_KEY",
        "nothing says where the website goes",
    ]
    assert forge.settings.variables == {"SIAR_ROOT": desk.office.root}
    policies = forge.settings.branch_policies
    assert {name: [one["name"] for one in found] for name, found in policies.items()} == {
        "record": ["main"],
        "publish": ["main"],
    }
    assert not forge.settings.repository["allow_rebase_merge"]
    done = changes(forge)
    desk.siar(OFFICER, "setup", "github", "--apply")
    assert changes(forge) == done


def test_an_office_that_is_set_up_hears_that_all_is_well(forge: GitHub, desk: Desk) -> None:
    set_up(forge, desk)
    said = desk.siar(OFFICER, "setup", "github")
    assert (said.exit, said.err) == (Exit.OK, "")
    assert {mark for mark, _sentence in marks(said)} == {"✓"}
    assert "the website goes by SIAR_RSYNC" in said.out
    assert changes(forge) == []


def test_no_rule_of_ours_takes_an_approval_back(forge: GitHub, desk: Desk) -> None:
    set_up(forge, desk)
    for rule in (rule for found in forge.rulesets for rule in found["rules"]):
        given = rule.get("parameters", {})
        assert not given.get("dismiss_stale_reviews_on_push")
        assert not given.get("require_last_push_approval")


@pytest.mark.parametrize("name", ["dismiss_stale_reviews_on_push", "require_last_push_approval"])
@pytest.mark.parametrize("place", ["siar: main", "punya sendiri"])
def test_a_rule_that_takes_approvals_back_is_found(
    forge: GitHub, desk: Desk, name: str, place: str
) -> None:
    set_up(forge, desk)
    ours = rules_of(forge, "siar: main")
    (wanted,) = [rule for rule in ours["rules"] if rule["type"] == "pull_request"]
    rule = {**wanted, "parameters": {**wanted["parameters"], name: True}}
    if place == "siar: main":
        ours["rules"] = [{"type": "deletion"}, {"type": "non_fast_forward"}, rule]
    else:
        forge.settings.rulesets[7] = {**ours, "id": 7, "name": place, "rules": [rule]}
    said = desk.siar(OFFICER, "setup", "github")
    assert said.exit == Exit.PROBLEMS
    sentence = f"the rules “{place}” take approvals back after a push, and recording is a push"
    assert sentence in missing(said)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("enforcement", "disabled"),
        ("conditions", {"ref_name": {"include": ["refs/heads/other"], "exclude": []}}),
        ("conditions", {"ref_name": {"include": ["refs/heads/main"], "exclude": ["~ALL"]}}),
        ("rules", [{"type": "deletion"}]),
        ("target", "tag"),
    ],
)
def test_a_rule_that_was_weakened_is_found_and_mended(
    forge: GitHub, desk: Desk, key: str, value: object
) -> None:
    set_up(forge, desk)
    rules_of(forge, "siar: main")[key] = value
    said = desk.siar(OFFICER, "setup", "github")
    assert missing(said) == ["the rules “siar: main” are missing, or say something else"]
    assert desk.siar(OFFICER, "setup", "github", "--apply").exit == Exit.OK


def test_a_free_plan_says_which_layers_it_lacks_and_what_still_holds(
    make_forge: Forged, desk: Desk
) -> None:
    forge = make_forge("free")
    forge.settings.secrets[""] = {KEY: SEALED, "SIAR_SITEKEY": SEALED}
    forge.settings.variables["SIAR_SITEREPOSITORY"] = "git@github.com:dinas/situs.git"
    forge.settings.variables["SIAR_KNOWNHOSTS"] = "github.com ssh-ed25519 AAAA"
    said = desk.siar(OFFICER, "setup", "github", "--apply")
    assert said.exit == Exit.OK
    lines = said.out.splitlines()
    lacking = [place for place, line in enumerate(lines) if line.startswith("–")]
    assert [(lines[place][2:], lines[place + 1].strip()) for place in lacking] == [
        (
            "this plan has no rules for a private repository: a writer may push to main, and "
            "merge what nobody approved",
            "still holds: nothing on main is published unless it was approved, and `siar verify` "
            "names what was not; tell staff never to press “Merge pull request”",
        ),
        (
            "this plan has no environments for a private repository: a workflow of any writer "
            "could read the recorder's key",
            "still holds: every approval is asked of the forge again before it is published; "
            "give the right to write to few",
        ),
    ]
    assert not any("rulesets" in call or "environments" in call for call in changes(forge))


@pytest.mark.parametrize("name", ["SIAR_RSYNC", "SIAR_SITEREPOSITORY"])
def test_whoever_sends_the_website_over_ssh_needs_its_keys(
    forge: GitHub, desk: Desk, name: str
) -> None:
    set_up(forge, desk)
    del forge.settings.variables["SIAR_RSYNC"], forge.settings.variables["SIAR_KNOWNHOSTS"]
    forge.settings.variables[name] = "git@github.com:dinas/situs.git"
    forge.settings.secrets["publish"] = {KEY: SEALED}
    assert missing(desk.siar(OFFICER, "setup", "github")) == [
        "the environment publish has no secret SIAR_SITEKEY",
        "no host keys are known for the website's place",
    ]


ADMIN = {"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}
WRITER = {**ADMIN, "actor_id": 4}
ANYBODYS = [{"context": "siar"}]


@pytest.mark.parametrize(
    ("actors", "is_right"),
    [
        ([], True),
        ([ADMIN], True),
        ([{"actor_type": "OrganizationAdmin", "bypass_mode": "always"}], True),
        ([WRITER], False),
        ([ADMIN, WRITER], False),
        ([{"actor_id": 7, "actor_type": "Team", "bypass_mode": "pull_request"}], False),
        ([{"actor_id": None, "actor_type": "DeployKey", "bypass_mode": "always"}], False),
    ],
)
@pytest.mark.parametrize("place", ["siar: main", "siar: request"])
def test_nobody_but_administrators_passes_the_rules_by(
    forge: GitHub, desk: Desk, place: str, actors: list[dict[str, Any]], is_right: bool
) -> None:
    set_up(forge, desk)
    rules_of(forge, place)["bypass_actors"] = actors
    said = missing(desk.siar(OFFICER, "setup", "github"))
    wrong = [f"the rules “{place}” are missing, or say something else"]
    assert said == ([] if is_right else wrong)


def test_a_status_that_anybody_may_set_is_not_the_recorders(forge: GitHub, desk: Desk) -> None:
    set_up(forge, desk)
    (wanted,) = [
        rule for rule in rules_of(forge, "siar: main")["rules"]
        if rule["type"] == "required_status_checks"
    ]  # fmt: skip
    wanted["parameters"] = {**wanted["parameters"], "required_status_checks": ANYBODYS}
    assert missing(desk.siar(OFFICER, "setup", "github")) == [
        "the rules “siar: main” are missing, or say something else"
    ]


def test_what_people_must_decide_is_never_changed(forge: GitHub, desk: Desk) -> None:
    set_up(forge, desk)
    forge.private = False
    forge.settings.secrets[""] = {KEY: SEALED}
    any_branch = {"id": 9, "name": "*", "type": "branch"}
    forge.settings.branch_policies["record"].append(any_branch)
    said = desk.siar(OFFICER, "setup", "github", "--apply")
    assert missing(said) == [
        f"more than its members see {forge.full_name}, with letters and addresses",
        "the environment record is missing, or not only for main",
        "the secret SIAR_KEY is open to every workflow of the repository",
    ]
    assert "take the other branches away: Settings, Environments, record" in said.out
    assert changes(forge) == []


def test_pages_are_shown_only_when_that_is_asked(forge: GitHub, desk: Desk) -> None:
    set_up(forge, desk)
    said = desk.siar(OFFICER, "setup", "github", "--apply", "--pages")
    assert ("–", "there is no branch site yet, which Pages could show") in marks(said)
    assert (forge.settings.pages, forge.settings.variables["SIAR_PAGES"]) == (None, "true")
    desk.office.bare.set_ref("refs/heads/site", desk.office.main)
    assert desk.siar(OFFICER, "setup", "github", "--apply").exit == Exit.OK
    assert forge.settings.pages is not None
    assert forge.settings.pages["source"] == {"branch": "site", "path": "/"}


def test_what_the_forge_refuses_is_told_and_the_rest_is_done(
    forge: GitHub, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    may = dict.fromkeys(("administration", "environments", "secrets", "pages"), "read")
    may |= {"contents": "read", "metadata": "read", "actions": "read", "issues": "write"}
    monkeypatch.setenv("GITHUB_TOKEN", forge.token(OWNER, {**may, "variables": "write"}))
    said = desk.siar(OFFICER, "setup", "github", "--apply")
    assert said.exit == Exit.PROBLEMS
    assert f"refused PUT /repos/{forge.full_name}/actions/permissions/workflow" in said.out
    assert "permintaan" in forge.labels
    assert forge.settings.variables == {"SIAR_ROOT": desk.office.root}


def test_a_token_that_may_not_look_changes_nothing(
    forge: GitHub, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", forge.token())
    said = desk.siar(OFFICER, "setup", "github", "--apply")
    assert (said.exit, said.out) == (Exit.PROBLEMS, "")
    assert "/actions/permissions/workflow" in said.err
    assert changes(forge) == []


def test_the_doctor_says_in_a_line_how_it_is(forge: GitHub, desk: Desk) -> None:
    said = desk.siar(OFFICER, "doctor")
    line = f"✗ GitHub: {forge.full_name} is not set up as an office needs it"
    assert f"{line}\n    way out: siar setup github\n" in said.out
    set_up(forge, desk)
    said = desk.siar(OFFICER, "doctor")
    assert f"✓ GitHub: {forge.full_name} is set up, with rules and environments\n" in said.out
    assert changes(forge) == []


def test_the_doctor_says_what_a_free_plan_lacks(make_forge: Forged, desk: Desk) -> None:
    forge = make_forge("free")
    forge.settings.secrets[""] = {KEY: SEALED}
    forge.settings.variables["SIAR_DEPLOY"] = "/srv/www/siar"
    desk.siar(OFFICER, "setup", "github", "--apply")
    said = desk.siar(OFFICER, "doctor")
    sentence = "is set up, but its plan has no rules, no environments"
    assert f"! GitHub: {forge.full_name} {sentence}\n" in said.out
    assert said.exit == Exit.OK


def test_without_a_token_nothing_is_asked(
    forge: GitHub, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    monkeypatch.delenv("GH_TOKEN", raising=False)
    assert desk.siar(OFFICER, "setup", "github") == (
        Exit.USAGE,
        "",
        refusal(
            "there is no token to ask GitHub with",
            "export GITHUB_TOKEN=… (of somebody who administers the repository)",
        ),
    )
    assert forge.calls == []


def test_a_clone_from_elsewhere_is_told_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    assert desk.siar(OFFICER, "setup", "github") == (
        Exit.PROBLEMS,
        "",
        refusal("this clone's origin is not on GitHub", "name it with --repository OWNER/NAME"),
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/dinas/kantor.git", "dinas/kantor"),
        ("https://github.com/dinas/kantor", "dinas/kantor"),
        ("git@github.com:dinas/kantor.git", "dinas/kantor"),
        ("ssh://git@github.com/dinas/kantor.git", "dinas/kantor"),
        ("https://github.com.evil.example/dinas/kantor", ""),
        ("https://codeberg.org/dinas/kantor", ""),
        ("/srv/siar/kantor.git", ""),
    ],
)
def test_the_origin_names_the_repository(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, url: str, name: str
) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    ctx, _script = scripted(desk.office, OFFICER)
    ctx.repository.set_config({'remote "origin".url': url})
    assert repository_here(ctx) == name
