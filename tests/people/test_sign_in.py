"""Passwords, lock-out, one-time links, tokens: in at once, out at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import load_actor
from genjin.kernel.people.company import set_active
from genjin.kernel.people.errors import DemoAccountRemote, LinkExpired, SignInLocked, SignInRefused, UserNameTaken
from genjin.kernel.people.models import ApiToken, Company, Membership, OneTimeLink
from genjin.kernel.people.sign_in import PER_ACCOUNT, demo_user, sign_in
from genjin.kernel.people.tokens import actor_of_token, find_link, issue_link, issue_token, revoke_token, use_link
from tests.factories import Cast, cast, person, user_of

pytestmark = pytest.mark.django_db
HERE, FAR = "127.0.0.1", "203.0.113.9"


@pytest.fixture
def people() -> Cast:
    return cast()


def test_the_right_password_signs_in(people: Cast) -> None:
    assert sign_in("rep", "password-of-rep", address=FAR).id == people.rep.user_id


@pytest.mark.parametrize(("name", "password"), [("rep", "wrong"), ("nobody", "x"), ("re\x00p", "x"), ("", "")])
def test_wrong_ones_are_refused_alike(people: Cast, name: str, password: str) -> None:
    with pytest.raises(SignInRefused):
        sign_in(name, password, address=FAR)


def test_too_many_tries_lock_the_account_for_a_quarter_of_an_hour(people: Cast) -> None:
    for _ in range(PER_ACCOUNT.tries):
        with pytest.raises(SignInRefused):
            sign_in("rep", "guess", address=FAR)
    with pytest.raises(SignInLocked):
        sign_in("rep", "password-of-rep", address=FAR)
    assert sign_in("colleague", "password-of-colleague", address=FAR)
    assert timedelta(minutes=15) == PER_ACCOUNT.window


def test_the_published_password_works_on_this_machine_only(people: Cast) -> None:
    user = user_of(people.colleague)
    user.set_password("genjin-demo")
    user.save(update_fields=["password"])
    assert sign_in("colleague", "genjin-demo", address=HERE)
    with pytest.raises(DemoAccountRemote):
        sign_in("colleague", "genjin-demo", address=FAR)


def test_demo_people_need_a_demo_company_and_this_machine(people: Cast) -> None:
    with pytest.raises(SignInRefused):
        demo_user("rep", address=HERE)
    Company.objects.update(is_demo=True)
    assert demo_user("rep", address=HERE).username == "rep"
    for name, address in (("rep", FAR), ("colleague", HERE)):
        with pytest.raises(SignInRefused):
            demo_user(name, address=address)


def test_a_link_works_once_and_the_newest_only(people: Cast) -> None:
    user = user_of(people.rep)
    old = issue_link(user, OneTimeLink.Purpose.RESET, by=people.admin)
    new = issue_link(user, OneTimeLink.Purpose.RESET, by=people.admin)
    with pytest.raises(LinkExpired):
        find_link(old)
    use_link(new, "a-long-new-password")
    assert sign_in("rep", "a-long-new-password", address=FAR)
    with pytest.raises(LinkExpired):
        use_link(new, "another-password")
    assert not OneTimeLink.objects.filter(token_hash__contains=new).exists()


def test_a_revoked_token_and_a_person_who_left_are_out_at_once(people: Cast) -> None:
    user = user_of(people.rep)
    token = issue_token(user, name="script")
    assert actor_of_token(token) == people.rep
    revoke_token(ApiToken.objects.get().id, user_id=user.id)
    assert actor_of_token(token) is None
    other = issue_token(user)
    set_active(user, active=False)
    assert actor_of_token(other) is None
    assert load_actor(user.id) is None


def test_a_token_ends_and_is_narrowed_by_its_scopes(people: Cast) -> None:
    user = user_of(people.rep)
    token = issue_token(user, scopes=["customer:read"])
    actor = actor_of_token(token)
    assert actor is not None
    assert (actor.scope("customer", "read"), actor.scope("customer", "update")) == ("own", "none")
    ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert actor_of_token(token) is None


def test_user_names_are_unique_and_memberships_dated(people: Cast) -> None:
    with pytest.raises(UserNameTaken):
        person("rep", "rep", people.team)
    assert Membership.objects.filter(user_id=people.rep.user_id, until=None).count() == 1
