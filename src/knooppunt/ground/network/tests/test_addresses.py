"""How addresses are written, and for how long an answer counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.network.rules import FRESH_FOR, Means, Standing, address_of, means_of, standing_of
from knooppunt.kit.problems import Invalid

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
FIVE_WAYS = ["06-12345678", "+31 6 12345678", "0031612345678", "(06) 12 34 56 78", "tel:+31-6-12345678"]


@pytest.mark.parametrize("typed", FIVE_WAYS)
def test_five_notations_of_one_number_are_one_address(typed: str) -> None:
    assert address_of(Means.SMS, typed) == address_of(Means.VOICE, typed) == "+31612345678"


@pytest.mark.parametrize(
    "typed",
    ["12", "+316123", "06123456789", "06-abc", "+999 123456789", "0" * 60, "", "06-12345678 tst 5", "0900-8844;ext=3"],
)
def test_a_number_that_cannot_be_is_refused_at_its_place_and_not_repeated(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        address_of(Means.VOICE, typed, "voice")
    assert refused.value.place == "voice"
    assert not typed or typed not in refused.value.sentence()


def test_a_number_of_another_country_keeps_its_country() -> None:
    assert address_of(Means.VOICE, "+32 470 12 34 56") == "+32470123456"


def test_a_text_message_is_not_sent_to_a_fixed_line_but_a_call_is() -> None:
    assert address_of(Means.VOICE, "030-2345678") == "+31302345678"
    with pytest.raises(Invalid, match="fixed line"):
        address_of(Means.SMS, "030-2345678")


@given(st.from_regex(r"06[1-58][0-9]{7}", fullmatch=True))
def test_a_number_written_for_people_is_the_same_number(digits: str) -> None:
    written = address_of(Means.SMS, digits)
    number = phonenumbers.parse(written)
    for form in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL):
        assert address_of(Means.SMS, phonenumbers.format_number(number, form)) == written


@pytest.mark.parametrize("typed", ["a", "a@", "@b.nl", "a b@c.nl", "a@b", "a@b.nl,c@d.nl", "a@-b.nl", "a@b..nl"])
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        address_of(Means.EMAIL, typed)


def test_an_email_address_is_written_in_lower_case() -> None:
    assert address_of(Means.EMAIL, " Ada.de.Vries@Example.ORG ") == "ada.de.vries@example.org"


@given(st.text(max_size=60), st.sampled_from(list(Means)))
def test_an_address_that_was_written_is_written_the_same_again(typed: str, means: Means) -> None:
    try:
        written = address_of(means, typed)
    except Invalid:
        return
    assert address_of(means, written) == written


@pytest.mark.parametrize("means", list(Means))
def test_an_answer_counts_until_it_is_too_old(means: Means) -> None:
    instant = timedelta(microseconds=1)
    assert standing_of(means, None, AT) is Standing.NEVER
    assert standing_of(means, AT - FRESH_FOR[means] + instant, AT) is Standing.VERIFIED
    assert standing_of(means, AT - FRESH_FOR[means], AT) is Standing.STALE


def test_an_unknown_means_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Invalid, match="email, sms"):
        means_of("pigeon")
