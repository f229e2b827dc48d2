"""Tokens: made with part of what the owner has, shown once, and never good for more than the owner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.cast import OPERATOR, account_of

from knooppunt.ground.access.models import Token
from knooppunt.ground.access.public import (
    Account,
    actor_for,
    all_tokens,
    deactivate_account,
    entry_with,
    grant_mandate,
    make_token,
    own_tokens,
    permissions,
    revoke_token,
    withdraw_mandate,
)
from knooppunt.ground.access.public import account as account_line
from knooppunt.ground.access.rules import carried, may_be_carried
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import add_function, organisation
from knooppunt.kit.authority import EVERYTHING, NOBODY, Actor, Mandate
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db

READ = Mandate("figures.read")
BRING = Mandate("figures.import", "VR09")


@pytest.fixture
def ada() -> Account:
    return account_of("Ada de Vries", organisation="VRU", bundle="information_manager", area="VR09")


def soon() -> datetime:
    return now() + timedelta(days=30)


def token_of(account: Account, *leave: Mandate, name: str = "dagrapport") -> str:
    """The secret of a new token of this account."""
    return make_token(name=name, leave=leave or (READ,), expires=soon(), actor=actor_for(account)).secret


def held(secret: str) -> frozenset[Mandate]:
    return entry_with(secret).actor.mandates


def test_a_token_lets_in_its_owner_with_what_was_chosen(ada: Account) -> None:
    owner, entry = actor_for(ada), entry_with(token_of(ada, READ, BRING))
    assert entry.actor.mandates == {READ, BRING}
    assert (entry.actor.id, entry.actor.organisation) == (owner.id, owner.organisation)


def test_the_journal_names_the_person_and_the_token(ada: Account) -> None:
    assert entry_with(token_of(ada)).actor.name == "Ada de Vries (dagrapport)"


def test_the_secret_is_kept_nowhere(ada: Account) -> None:
    made = make_token(name="dagrapport", leave=[READ], expires=soon(), actor=actor_for(ada))
    row = Token.objects.values().get(pk=made.id)
    line = entries(event="access.TokenMade", actor=OPERATOR)[0]
    assert made.secret not in f"{row} {line.payload} {made!r}"
    assert len(row["digest"]) == 32


def test_what_was_made_and_revoked_is_in_the_journal(ada: Account) -> None:
    made = make_token(name="dagrapport", leave=[READ], expires=soon(), actor=actor_for(ada))
    revoke_token(token=made.id, actor=actor_for(ada))
    told = [(line.event, line.actor, line.payload["name"]) for line in entries(subject=str(made.id), actor=OPERATOR)]
    assert told == [
        ("access.TokenRevoked", "Ada de Vries", "dagrapport"),
        ("access.TokenMade", "Ada de Vries", "dagrapport"),
    ]


@pytest.mark.parametrize(
    "wanted", [Mandate("picture.publish"), Mandate("figures.import"), Mandate("figures.import", "VR10")]
)
def test_more_than_the_owner_has_is_refused_and_leaves_no_trace(ada: Account, wanted: Mandate) -> None:
    with pytest.raises(Invalid, match="no more than its owner has"):
        make_token(name="dagrapport", leave=[READ, wanted], expires=soon(), actor=actor_for(ada))
    assert not Token.objects.exists()
    assert not entries(event="access.TokenMade", actor=OPERATOR)


def test_part_of_an_area_can_be_carried_of_leave_for_the_nation(ada: Account) -> None:
    assert held(token_of(ada, Mandate("figures.read", "VR10"))) == {Mandate("figures.read", "VR10")}


def test_a_token_never_manages_accounts() -> None:
    admin = account_of("Aad Beheer", bundle="administrator")
    with pytest.raises(Invalid, match="never carries"):
        make_token(name="beheer", leave=[Mandate("access.manage")], expires=soon(), actor=actor_for(admin))


def test_a_token_makes_and_revokes_no_tokens(ada: Account) -> None:
    program = entry_with(token_of(ada)).actor
    with pytest.raises(NotAllowed):
        make_token(name="nog een", leave=[READ], expires=soon(), actor=program)
    with pytest.raises(NotAllowed):
        own_tokens(actor=program)
    with pytest.raises(NotAllowed):
        revoke_token(token=Token.objects.get().pk, actor=Actor(id="", name=""))


def test_what_the_owner_loses_the_token_loses_at_once(ada: Account) -> None:
    secret = token_of(ada, READ, BRING)
    assert BRING in held(secret)
    grants = account_line(ada.id, actor=OPERATOR).mandates
    withdraw_mandate(grant=next(one.id for one in grants if one.permission == "figures.import"), actor=OPERATOR)
    assert held(secret) == {READ}


def test_a_mandate_that_ends_by_the_clock_ends_for_the_token_too() -> None:
    bo = account_of("Bo Stil")
    ends = now() + timedelta(hours=1)
    grant_mandate(permission="figures.read", person=bo.person_id, ends=ends, actor=OPERATOR)
    secret = token_of(bo)
    assert held(secret) == {READ}
    with clock_at(ends):
        assert held(secret) == frozenset()


def test_the_token_of_a_closed_account_lets_nobody_in(ada: Account) -> None:
    secret = token_of(ada)
    assert entry_with(secret).actor != NOBODY
    deactivate_account(account=ada.id, actor=OPERATOR)
    assert entry_with(secret).actor == NOBODY


def test_a_revoked_and_an_expired_and_a_wrong_token_let_nobody_in(ada: Account) -> None:
    made = make_token(name="dagrapport", leave=[READ], expires=soon(), actor=actor_for(ada))
    other = make_token(name="ander", leave=[READ], expires=soon(), actor=actor_for(ada))
    revoke_token(token=made.id, actor=actor_for(ada))
    with clock_at(soon()):
        assert entry_with(other.secret).actor == NOBODY
    for secret in (made.secret, other.secret + "x", "", "knp_", "x" * 5000, "knp_\0é"):
        assert entry_with(secret).actor == NOBODY
    assert entry_with(other.secret).actor != NOBODY


def test_a_token_ends_within_a_year_and_not_in_the_past(ada: Account) -> None:
    for expires in (now(), now() - timedelta(days=1), now() + timedelta(days=367)):
        with pytest.raises(Invalid) as refused:
            make_token(name="dagrapport", leave=[READ], expires=expires, actor=actor_for(ada))
        assert refused.value.place == "expires"


def test_the_database_refuses_a_token_without_an_end_or_for_nothing(ada: Account) -> None:
    sound = {"name": "x", "created_at": now(), "created_by": "x", "account": ada, "leave": ["figures.read NL"]}
    wrong = [
        {"expires": datetime(2999, 1, 1, tzinfo=UTC)},
        {"expires": soon(), "leave": []},
        {"expires": soon(), "account": None},
    ]
    for fault in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Token.objects.create(**{**sound, "digest": uuid4().bytes, **fault})


def test_a_name_is_taken_until_its_token_is_revoked(ada: Account) -> None:
    first = make_token(name="Dagrapport", leave=[READ], expires=soon(), actor=actor_for(ada))
    with pytest.raises(Conflict):
        token_of(ada, name="dagrapport ")
    revoke_token(token=first.id, actor=actor_for(ada))
    assert token_of(ada, name="dagrapport")


def test_twenty_tokens_are_enough(ada: Account) -> None:
    for number in range(20):
        token_of(ada, name=f"nummer {number}")
    with pytest.raises(Conflict, match="20 tokens"):
        token_of(ada, name="nummer 21")


def test_nobody_revokes_or_lists_the_token_of_another(ada: Account) -> None:
    token_of(ada)
    bo = actor_for(account_of("Bo Stil", bundle="node_officer"))
    with pytest.raises(NotAllowed):
        revoke_token(token=Token.objects.get().pk, actor=bo)
    with pytest.raises(NotAllowed):
        all_tokens(actor=bo)
    assert list(own_tokens(actor=bo)) == []


def test_who_manages_accounts_sees_and_revokes_any_token(ada: Account) -> None:
    secret = token_of(ada)
    admin = actor_for(account_of("Aad Beheer", bundle="administrator"))
    (line,) = all_tokens(actor=admin)
    assert (line.owner, line.name, line.state) == ("Ada de Vries", "dagrapport", "live")
    revoke_token(token=line.id, actor=admin)
    assert entry_with(secret).actor == NOBODY


def test_the_day_of_use_is_kept_once_a_day(ada: Account) -> None:
    secret = token_of(ada)
    assert own_tokens(actor=actor_for(ada))[0].last_used is None
    moment = datetime(2026, 11, 26, 12, tzinfo=UTC)
    with clock_at(moment):
        Token.objects.update(created_at=moment, expires=moment + timedelta(days=5))
        entry_with(secret)
        assert own_tokens(actor=actor_for(ada))[0].last_used == moment.date()
    with clock_at(moment + timedelta(days=1)):
        entry_with(secret)
        assert own_tokens(actor=actor_for(ada))[0].last_used == moment.date() + timedelta(days=1)


@pytest.fixture
def region() -> tuple[Actor, object]:
    """An administrator, and the region VRU with a function that may read and deliver."""
    admin = actor_for(account_of("Aad Beheer", bundle="administrator"))
    vru = organisation("VRU", actor=OPERATOR)
    post = add_function(organisation=vru.pk, title="Informatiemanager", actor=OPERATOR)
    for permission, area in (("figures.read", "NL"), ("figures.import", "VR09")):
        grant_mandate(permission=permission, area=area, function=post.pk, actor=OPERATOR)
    return admin, vru.pk


def test_a_token_of_an_organisation_may_what_its_functions_may(region) -> None:  # type: ignore[no-untyped-def]
    admin, vru = region
    made = make_token(name="koppeling", leave=[READ, BRING], expires=soon(), organisation=vru, actor=admin)
    program = entry_with(made.secret).actor
    assert program.mandates == {READ, BRING}
    assert (program.organisation, program.name) == (str(vru), "Veiligheidsregio Utrecht (koppeling)")
    with pytest.raises(Invalid):
        make_token(name="meer", leave=[Mandate("picture.read")], expires=soon(), organisation=vru, actor=admin)


def test_a_token_of_an_organisation_loses_what_its_functions_lose(region) -> None:  # type: ignore[no-untyped-def]
    admin, vru = region
    made = make_token(name="koppeling", leave=[READ, BRING], expires=soon(), organisation=vru, actor=admin)
    grants = entries(event="access.MandateGranted", actor=OPERATOR)
    withdraw_mandate(
        grant=next(one.subject for one in grants if one.payload["permission"] == "figures.import"), actor=OPERATOR
    )
    assert held(made.secret) == {READ}


def test_only_who_manages_accounts_makes_a_token_of_an_organisation(region, ada: Account) -> None:  # type: ignore[no-untyped-def]
    _, vru = region
    with pytest.raises(NotAllowed):
        make_token(name="koppeling", leave=[READ], expires=soon(), organisation=vru, actor=actor_for(ada))


AREAS = some.sampled_from(["NL", "VR09", "VR10", "GM0344"])
MANDATES = some.builds(Mandate, some.sampled_from([*sorted(permissions()), EVERYTHING]), AREAS)


@given(some.frozensets(MANDATES, max_size=8), some.frozensets(MANDATES, max_size=8), MANDATES)
def test_a_token_never_may_more_than_its_owner(
    scope: frozenset[Mandate], owner: frozenset[Mandate], asked: Mandate
) -> None:
    program = Actor(id="1", name="program", mandates=carried(scope, owner))
    person = Actor(id="1", name="person", mandates=owner)
    if program.may(asked.permission, asked.area):
        assert person.may(asked.permission, asked.area)
        assert may_be_carried(asked.permission)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    some.lists(some.sampled_from(["figures.read", "picture.read", "figures.import", "network.read"]), max_size=6),
    some.data(),
)
def test_whatever_is_granted_and_withdrawn_a_token_has_no_more_than_its_owner(
    ada: Account, steps: list[str], data: some.DataObject
) -> None:
    with transaction.atomic():
        owner = actor_for(ada)
        choice = sorted((one for one in owner.mandates if may_be_carried(one.permission)), key=str)
        leave = data.draw(some.lists(some.sampled_from(choice), min_size=1, unique=True))
        secret = make_token(name="x", leave=leave, expires=soon(), actor=owner).secret
        for permission in steps:
            lines = [one for one in account_line(ada.id, actor=OPERATOR).mandates if one.permission == permission]
            if lines:
                withdraw_mandate(grant=lines[0].id, actor=OPERATOR)
            else:
                grant_mandate(permission=permission, person=ada.person_id, actor=OPERATOR)
            now_owner = actor_for(Account.objects.get(pk=ada.pk))
            assert all(now_owner.may(one.permission, one.area) for one in held(secret))
            assert held(secret) <= set(leave)
        transaction.set_rollback(True)
