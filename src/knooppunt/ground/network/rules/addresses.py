"""How an address is written, and for how long it counts that somebody answered on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from knooppunt.ground.network.rules.organising import Means
from knooppunt.ground.network.rules.push import push_address, push_host
from knooppunt.kit.problems import Invalid, phrase

HOME_COUNTRY = "NL"
"""Of a number without a country code."""
LONGEST_ADDRESS, LONGEST_TYPED_NUMBER = 1000, 40
EMAIL = re.compile(r"[^@\s,;:<>\"()\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
FRESH_FOR: Mapping[Means, timedelta] = {
    Means.EMAIL: timedelta(days=90),
    Means.SMS: timedelta(days=90),
    Means.VOICE: timedelta(days=90),
    Means.PUSH: timedelta(days=30),
    Means.CHAT: timedelta(days=90),
}
"""How long an answer proves that a person is reached there: browsers forget a subscription sooner than people move."""


class Standing(StrEnum):
    """What is known of a contact point: answered lately, answered long ago, never answered."""

    VERIFIED = "verified"
    STALE = "stale"
    NEVER = "never"


STANDING_NAMES = {
    Standing.VERIFIED: phrase("Verified"),
    Standing.STALE: phrase("Verified too long ago"),
    Standing.NEVER: phrase("Never verified"),
}


def means_of(word: str) -> Means:
    """The means called ``word``; :class:`Invalid` that lists the known ones."""
    try:
        return Means(word)
    except ValueError as unknown:
        known = ", ".join(Means)
        raise Invalid(
            phrase("There is no way to reach people called {means}; known are {known}."),
            place="means",
            means=word,
            known=known,
        ) from unknown


def standing_of(means: Means, verified_at: datetime | None, at: datetime) -> Standing:
    """How a contact point stands at a moment (both aware)."""
    if verified_at is None:
        return Standing.NEVER
    return Standing.VERIFIED if at - verified_at < FRESH_FOR[means] else Standing.STALE


def address_of(means: Means, typed: str, place: str = "address") -> str:
    """The one way to write the address that was typed; :class:`Invalid`, which does not repeat it, when there is none.

    Phone numbers become E.164; one without a country code is Dutch. Email addresses are written in lower case.
    """
    text = typed.strip()
    if not text:
        raise Invalid(phrase("Fill this in."), place=place)
    if len(text) > LONGEST_ADDRESS:
        raise Invalid(phrase("This address is too long."), place=place)
    if means is Means.EMAIL:
        return _email(text, place)
    if means is Means.PUSH:
        return push_address(text, place)
    if means is Means.CHAT and not text.startswith("https://"):
        raise Invalid(
            phrase("A chat is reached by its incoming webhook: an address that begins with https://."), place=place
        )
    return _number(text, means, place) if means in (Means.SMS, Means.VOICE) else text


def shown_address(means: Means, address: str) -> str:
    """What is shown of an address. Of a subscription to push messages no more than its host."""
    return push_host(address) if means is Means.PUSH else address


def _email(text: str, place: str) -> str:
    if not EMAIL.fullmatch(text):
        raise Invalid(phrase("This is no email address."), place=place)
    return text.lower()


def _number(text: str, means: Means, place: str) -> str:
    if len(text) > LONGEST_TYPED_NUMBER:
        raise Invalid(phrase("This is no phone number."), place=place)
    try:
        number = phonenumbers.parse(text, HOME_COUNTRY)
    except NumberParseException as unreadable:
        raise Invalid(phrase("This is no phone number."), place=place) from unreadable
    if number.extension or not phonenumbers.is_valid_number(number):
        raise Invalid(phrase("There can be no such phone number."), place=place)
    if means is Means.SMS and phonenumbers.number_type(number) is PhoneNumberType.FIXED_LINE:
        raise Invalid(phrase("A text message needs a mobile number; this one is of a fixed line."), place=place)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
