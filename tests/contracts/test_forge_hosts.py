"""What only a forge can know: who pushed, and what somebody said on a pull request."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.errors import TryAgain
from pipeline.forge.forge_host import ForgeHost
from pipeline.forge.host import Writer
from pipeline.record.signature import armoured
from pipeline.record.workflow import Action
from tests.contracts.places import BRANCH, INDEX, STRANGER, OnForge, api_of
from tests.contracts.test_hosts import AT, person, statement
from tests.github.state import Verdict
from tests.support.office import ACCOUNTS, KABID, KASI, OFFICER, OTHER_OFFICER


def commit(forge: OnForge, text: bytes, *parents: str, signer: str = "") -> str:
    """A commit of the article in the office's repository, on no branch yet."""
    bare = forge.office.bare
    onto = parents or (forge.office.tip(),)
    return bare.commit_tree(
        bare.write_tree(onto[0], {INDEX: bare.write_blob(text)}),
        onto,
        "naskah",
        author="Siapa Saja <siapa@siar.example>",
        at=AT,
        sign=(lambda payload: armoured(forge.office.signature(signer, payload, "git")))
        if signer
        else None,
    )


def test_names_in_commits_say_nothing(forge: OnForge) -> None:
    forge.server.push(OFFICER, BRANCH, {INDEX: b"satu\n"}, author=(KASI, "kasi@siar.example"))
    assert forge.writers() == [person(OFFICER)]


def test_who_signed_wrote_whoever_pushed_it(forge: OnForge) -> None:
    forge.push_commit(OFFICER, commit(forge, b"satu\n", signer=KASI))
    assert forge.writers() == [person(OFFICER), person(KASI)]


def test_one_person_by_account_and_by_key_is_one_writer(forge: OnForge) -> None:
    forge.push_commit(OFFICER, commit(forge, b"satu\n", signer=OFFICER))
    assert forge.writers() == [person(OFFICER)]


def test_a_login_may_change_and_the_number_decides(forge: OnForge) -> None:
    forge.push(OFFICER, {INDEX: b"satu\n"})
    forge.server.rename(OFFICER, "nama-baru")
    forge.server.rename(STRANGER, OFFICER)
    forge.push(OFFICER, {INDEX: b"dua\n"})
    assert forge.writers() == [person(OFFICER), Writer(None, OFFICER)]


def test_what_the_recorder_signed_was_written_by_nobody(forge: OnForge) -> None:
    bot = forge.server.bot.login
    forge.push_commit(bot, commit(forge, b"kerangka\n", signer="recorder"))
    assert forge.writers() == []
    forge.push(OFFICER, {INDEX: b"satu\n"})
    assert forge.writers() == [person(OFFICER)]


def test_what_a_bot_wrote_otherwise_is_a_strangers(forge: OnForge) -> None:
    bot = forge.server.bot.login
    forge.push_commit(bot, commit(forge, b"karangan mesin\n"))
    assert forge.writers() == [Writer(None, bot)]


def test_whose_push_was_thrown_away_wrote_all_the_same(forge: OnForge) -> None:
    begun = forge.office.tip()
    forge.push(KASI, {INDEX: b"naskah Kasi\n"})
    forge.push_commit(OFFICER, commit(forge, b"naskah Kasi\n", begun))
    assert forge.writers() == [person(KASI), person(OFFICER)]


def test_whose_commits_a_forced_push_left_in_wrote_them(forge: OnForge) -> None:
    forge.push(KASI, {INDEX: b"satu\n"})
    kept = forge.office.tip()
    forge.push(OTHER_OFFICER, {INDEX: b"dua\n"})
    forge.push_commit(OFFICER, commit(forge, b"tiga\n", kept))
    assert forge.writers() == [person(KASI), person(OTHER_OFFICER), person(OFFICER)]


def test_what_a_bot_threw_away_is_no_matter(forge: OnForge) -> None:
    begun = forge.office.tip()
    forge.push_commit(forge.server.bot.login, commit(forge, b"kerangka\n", signer="recorder"))
    forge.push_commit(OFFICER, commit(forge, b"satu\n", begun))
    assert forge.writers() == [person(OFFICER)]


def test_what_an_ordinary_account_threw_away_for_the_recorder_is_no_matter(
    forge: OnForge,
) -> None:
    forge.server.add_user("pencatat", 1100)
    ctx = forge.office[KASI]
    api = api_of(forge.server, token=forge.server.token("pencatat"))
    begun = forge.office.tip()
    forge.push_commit("pencatat", commit(forge, b"kerangka\n", signer="recorder"))
    forge.push_commit(OFFICER, commit(forge, b"satu\n", begun))
    ctx.repository.fetch()
    found = ForgeHost(api, ctx.repository, ctx.agency.roster).writers(BRANCH, forge.office.main)
    assert list(found) == [person(OFFICER)]


def test_a_branch_that_comes_back_keeps_its_writers(forge: OnForge) -> None:
    forge.push(KASI, {INDEX: b"satu\n"})
    last = forge.office.tip()
    forge.server.delete_branch(OFFICER, BRANCH)
    forge.push_commit(OFFICER, last)
    assert person(KASI) in forge.writers()


def test_a_merge_of_main_makes_nobody_a_writer(forge: OnForge) -> None:
    forge.push(OFFICER, {INDEX: b"satu\n"})
    number = forge.server.open_pull(OFFICER, BRANCH, "CONTOH").payload["number"]
    forge.server.push(KABID, "main", {"requests/catatan.txt": b"lain\n"})
    forge.server.update_branch(KASI, number)
    assert forge.writers() == [person(OFFICER)]


def test_an_account_that_is_gone_is_nobody(forge: OnForge) -> None:
    forge.push(OFFICER, {INDEX: b"satu\n"})
    forge.server.activity[-1] = forge.server.activity[-1]._replace(user=None)
    (writer,) = forge.writers()
    assert writer.person is None


def test_a_push_that_the_forge_never_noted_is_a_strangers(forge: OnForge) -> None:
    forge.push(KASI, {INDEX: b"satu\n"})
    unnoted = forge.office.tip()
    del forge.server.activity[-1]
    forge.push(OFFICER, {INDEX: b"dua\n"})
    assert forge.writers() == [person(OFFICER), Writer(None, unnoted[:10])]


def test_the_last_push_is_waited_for(forge: OnForge) -> None:
    forge.push(OFFICER, {INDEX: b"satu\n"})
    late = forge.server.activity.pop()
    with pytest.raises(TryAgain, match="has not noted the last push"):
        forge.writers()
    forge.server.activity.append(late)
    assert forge.writers() == [person(OFFICER)]


# --- what somebody said --------------------------------------------------------------------------


@pytest.fixture
def number(forge: OnForge) -> int:
    """The request's pull request, with an article."""
    forge.push(OFFICER, {INDEX: b"satu\n"})
    opened: int = forge.server.open_pull(OFFICER, BRANCH, "CONTOH").payload["number"]
    return opened


def review(forge: OnForge, number: int, who: str = KASI, verdict: str = "approve") -> str:
    """Somebody's review; gives its id."""
    return str(forge.server.review(who, number, verdict, "baik").payload["review"]["id"])


def test_an_approval_that_stands_is_confirmed(forge: OnForge, number: int) -> None:
    said = statement(review=review(forge, number))
    assert forge.host.confirms(said)
    assert forge.host.confirms(replace(said, action=Action.BYPASS))
    assert not forge.host.confirms(replace(said, action=Action.SUBMIT))


def test_an_approval_is_confirmed_after_the_branch_is_merged_and_gone(
    forge: OnForge, number: int
) -> None:
    said = statement(review=review(forge, number))
    forge.server.merge_by_button(KASI, number)
    forge.server.delete_branch(KASI, BRANCH)
    assert forge.host.confirms(said)


def test_a_later_pull_request_of_the_branch_hides_no_earlier_one(
    forge: OnForge, number: int
) -> None:
    said = statement(review=review(forge, number))
    forge.server.merge_by_button(KASI, number)
    forge.push(OFFICER, {INDEX: b"ralat\n"})
    again = forge.server.open_pull(OFFICER, BRANCH, "Ralat (CONTOH)").payload["number"]
    host = forge.host
    assert host.confirms(said)
    assert host.confirms(statement(review=review(forge, again)))


WITHDRAWN: dict[str, Callable[[OnForge, int, str], None]] = {
    "dismissed": lambda forge, number, one: (
        forge.server.dismiss_review(OFFICER, number, int(one)) and None
    ),
    "gone": lambda forge, number, _one: forge.server.pull(number)[1].reviews.clear(),
    "by an account that is gone": lambda forge, number, one: setattr(
        forge.server.review_of(number, int(one)), "user", None
    ),
    "of no commit": lambda forge, number, one: setattr(
        forge.server.review_of(number, int(one)), "commit", None
    ),
}


@pytest.mark.parametrize("how", WITHDRAWN)
def test_an_approval_that_stands_no_more_is_not_confirmed(
    forge: OnForge, number: int, how: str
) -> None:
    one = review(forge, number)
    WITHDRAWN[how](forge, number, one)
    assert not forge.host.confirms(statement(review=one))


@pytest.mark.parametrize("verdict", ["comment", "request_changes"])
def test_only_an_approval_approves(forge: OnForge, number: int, verdict: str) -> None:
    one = review(forge, number, verdict=verdict)
    assert not forge.host.confirms(statement(review=one))
    # But consent may be said in any words.
    assert forge.host.confirms(statement(Action.AGREE, review=one))


def test_a_review_that_is_only_begun_says_nothing(forge: OnForge, number: int) -> None:
    one = str(forge.server.begin_review(KASI, number))
    assert not forge.host.confirms(statement(review=one))
    assert not forge.host.confirms(statement(Action.AGREE, review=one))


def test_somebody_elses_review_confirms_nothing(forge: OnForge, number: int) -> None:
    one = review(forge, number, who=KABID)
    assert not forge.host.confirms(statement(review=one))
    assert forge.host.confirms(statement(review=one, person=ACCOUNTS[KABID]))


def test_a_bots_review_confirms_nothing(forge: OnForge, number: int) -> None:
    bot = forge.server.bot
    one = forge.server.make_review(bot, number, Verdict.APPROVED, "baik", forge.office.tip())
    assert not forge.host.confirms(statement(review=str(one.id), person=str(bot.id)))


def test_a_review_of_another_request_confirms_nothing(forge: OnForge, number: int) -> None:
    forge.server.push(OFFICER, "request/2026-0119", {INDEX: b"lain\n"})
    other = forge.server.open_pull(OFFICER, "request/2026-0119", "Lain").payload["number"]
    assert not forge.host.confirms(statement(review=review(forge, other)))


def test_a_review_in_a_strangers_copy_confirms_nothing(forge: OnForge) -> None:
    tip = forge.office.tip()
    number = forge.server.open_foreign_pull(STRANGER, tip, BRANCH, "Tiruan").payload["number"]
    assert not forge.host.confirms(statement(review=review(forge, number)))


def test_a_review_on_the_way_to_another_branch_confirms_nothing(forge: OnForge) -> None:
    forge.server.push(OFFICER, "lain", {"catatan.txt": b"lain\n"})
    forge.push(OFFICER, {INDEX: b"satu\n"})
    user = forge.server.user(OFFICER)
    opened = forge.server.make_pull(user, BRANCH, "lain", "CONTOH", "")
    assert not forge.host.confirms(statement(review=review(forge, opened.number)))


def test_another_forges_review_is_not_ours_to_confirm(forge: OnForge, number: int) -> None:
    one = review(forge, number)
    assert not forge.host.confirms(statement(review=one, forge="github.com"))


def test_consent_in_a_comment_is_confirmed_while_it_is_there(forge: OnForge, number: int) -> None:
    made = str(forge.server.comment(KASI, number, "/setuju").payload["comment"]["id"])
    said = statement(Action.AGREE, comment=made)
    assert forge.host.confirms(said)
    assert not forge.host.confirms(replace(said, action=Action.APPROVE))
    assert not forge.host.confirms(statement(Action.AGREE, comment=made, person=ACCOUNTS[KABID]))
    forge.server.delete_comment(KASI, int(made))
    assert not forge.host.confirms(said)


def test_consent_in_a_comment_elsewhere_is_not_confirmed(forge: OnForge, number: int) -> None:
    issue = forge.server.open_issue(KASI, "Lain (CONTOH)", "").payload["issue"]["number"]
    made = str(forge.server.comment(KASI, issue, "/setuju").payload["comment"]["id"])
    assert not forge.host.confirms(statement(Action.AGREE, comment=made))


def test_a_fault_is_no_answer(forge: OnForge, number: int) -> None:
    said, host = statement(review=review(forge, number)), forge.host
    forge.server.reset_calls()
    forge.server.fail(1, "500", times=0)
    with pytest.raises(TryAgain):
        host.confirms(said)
    forge.server.reset_calls()
    assert host.confirms(said)
