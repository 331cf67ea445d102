"""What the workflows of a repository on GitHub are given: keys, variables, the website's place."""

from collections.abc import Iterator

from pipeline.forge.github_facts import Facts
from pipeline.forge.github_point import Point, Standing, Step, Wanted, by_ourselves, point
from pipeline.i18n import _

MAIN, SITE = "main", "site"
ENVIRONMENTS = ("record", "publish")
KEY, MAIL, ROOT, PRACTICE, PAGES = (
    "SIAR_KEY", "SIAR_SMTPPASSWORD", "SIAR_ROOT", "SIAR_PRACTICE", "SIAR_PAGES",
)  # fmt: skip
SITE_KEY, HOST_KEYS = "SIAR_SITEKEY", "SIAR_KNOWNHOSTS"
OVER_SSH = ("SIAR_SITEREPOSITORY", "SIAR_RSYNC")
# Any of these says where the website goes.
WEBSITE = (PAGES, "SIAR_SITEREPOSITORY", "SIAR_RSYNC", "SIAR_DEPLOY")


def environments(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    """Where the recorder's key and the mail password lie, and who may use them."""
    if facts.rulesets is None:
        yield Point(
            Standing.LACKING,
            _("this plan has no environments for a private repository: a workflow of any writer "
              "could read the recorder's key"),
            _("still holds: every approval is asked of the forge again before it is published; "
              "give the right to write to few"),
        )  # fmt: skip
        needed = {one for name in ENVIRONMENTS for one in _secrets(name, facts, wanted)}
        for secret in sorted(needed):
            yield point(
                secret in facts.secrets,
                _("the repository has the secret {secret}").format(secret=secret),
                _("the repository has no secret {secret}").format(secret=secret),
                _("set it: Settings, Secrets and variables, Actions"),
            )
        return
    there = {place.name: place for place in facts.environments}
    for name in ENVIRONMENTS:
        place = there.get(name)
        yield point(
            place is not None and place.branches == frozenset({MAIN}),
            _("only main may use the environment {name}").format(name=name),
            _("the environment {name} is missing, or not only for main").format(name=name),
            _("take the other branches away: Settings, Environments, {name}").format(name=name)
            if place and MAIN in (place.branches or ())
            else "",
            *_environment_steps(name, place.branches if place else None),
        )
        for secret in _secrets(name, facts, wanted):
            yield point(
                place is not None and secret in place.secrets,
                _("the environment {name} has the secret {secret}").format(
                    name=name, secret=secret
                ),
                _("the environment {name} has no secret {secret}").format(name=name, secret=secret),
                _("set it: Settings, Environments, {name}").format(name=name),
            )
    yield point(
        KEY not in facts.secrets,
        _("the recorder's key is in environments only"),
        _("the secret {secret} is open to every workflow of the repository").format(secret=KEY),
        _("delete it: Settings, Secrets and variables, Actions; the environments have their own"),
    )


def _secrets(environment: str, facts: Facts, wanted: Wanted) -> Iterator[str]:
    """What an environment must hold."""
    yield KEY
    if environment == "publish" and wanted.mail_password:
        yield MAIL
    if environment == "publish" and _goes_over_ssh(facts):
        yield SITE_KEY


def _goes_over_ssh(facts: Facts) -> bool:
    return any(facts.variables.get(name) for name in OVER_SSH)


def _environment_steps(name: str, branches: frozenset[str] | None) -> Iterator[Step]:
    if branches is None:
        policy = {"protected_branches": False, "custom_branch_policies": True}
        yield Step("PUT", f"/environments/{name}", {"deployment_branch_policy": policy})
    if MAIN not in (branches or ()):
        place = f"/environments/{name}/deployment-branch-policies"
        yield Step("POST", place, {"name": MAIN, "type": "branch"})


def variables(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    """The pinned root, and whether mail leaves."""
    yield point(
        facts.variables.get(ROOT) == wanted.root,
        _("the root is pinned: {root}").format(root=wanted.root[:10]),
        _("the root is not pinned"),
        "",
        variable_step(facts, ROOT, wanted.root),
    )
    in_earnest = facts.variables.get(PRACTICE) == "false"
    yield Point(
        Standing.HOLDS,
        _("the office works in earnest: mail leaves")
        if in_earnest
        else _("practice: no mail leaves, until the variable {name} is `false`").format(
            name=PRACTICE
        ),
    )


def variable_step(facts: Facts, name: str, value: str) -> Step:
    """Set a variable, whether it is there already or not."""
    body = {"name": name, "value": value}
    if name in facts.variables:
        return Step("PATCH", f"/actions/variables/{name}", body)
    return Step("POST", "/actions/variables", body)


def website(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    """Where the website goes."""
    goes = [name for name in WEBSITE if facts.variables.get(name) not in (None, "", "false")]
    if wanted.pages and facts.variables.get(PAGES) != "true":
        yield Point(
            Standing.MISSING,
            _("publishing asks for no build of this repository's Pages"),
            by_ourselves() + " --pages",
            (variable_step(facts, PAGES, "true"),),
        )
    elif not goes:
        yield Point(
            Standing.MISSING,
            _("nothing says where the website goes"),
            _("set one of the variables {names}, or call this with --apply --pages").format(
                names=", ".join(WEBSITE[1:])
            ),
        )
    else:
        yield Point(Standing.HOLDS, _("the website goes by {names}").format(names=", ".join(goes)))
    if _goes_over_ssh(facts):
        yield point(
            bool(facts.variables.get(HOST_KEYS)),
            _("the host keys of the website's place are known"),
            _("no host keys are known for the website's place"),
            _("set the variable {name} to lines of a known_hosts file").format(name=HOST_KEYS),
        )
    if wanted.pages or facts.variables.get(PAGES) == "true":
        yield _pages(facts)


def _pages(facts: Facts) -> Point:
    source = {"source": {"branch": SITE, "path": "/"}}
    if not facts.has_site:
        return Point(
            Standing.LACKING,
            _("there is no branch site yet, which Pages could show"),
            _("publish once, then call this again"),
        )
    return point(
        facts.pages == SITE,
        _("Pages show the branch site"),
        _("Pages do not show the branch site"),
        by_ourselves() + " --pages",
        Step("POST" if facts.pages is None else "PUT", "/pages", source),
    )
