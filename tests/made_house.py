"""A house in use: one real object of every kind that an address can name, made with the real verbs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

from allauth.mfa.models import Authenticator

from knooppunt.ground.access.public import TLP, Account, actor_for
from knooppunt.ground.figures.public import Report, answer_flag, flags, import_file, quarantined, sync_catalogue
from knooppunt.ground.incidents.public import change_phase, close_incident, open_incident
from knooppunt.ground.network.public import organisations
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.rooms.picture.public import Beat, Every, compile_edition, discard, keep_rhythm, publish
from tests.cast import account_of, someone

ON = date(2020, 9, 15)
HEAD = "indicator,area,from,until,value"
STAGE = system_actor("test of every address")


@dataclass(frozen=True, slots=True)
class House:
    """Identifiers of what is there, by the name that forms have for it where they have one; and people."""

    things: dict[str, str]
    without_mandate: Account
    keeper: Account
    keys: list[int]


def furnish(folder: Path) -> House:
    """Make it: figures with faults, editions, incidents, people with a second factor."""
    sync_catalogue(actor=STAGE)
    nobody = account_of("Niels Niemand", organisation="NRK")
    keeper = account_of("Karin Kluis", bundle="section_head", organisation="KCR2")
    rosa = actor_for(keeper)
    head = someone("Hedwig Hoofd", bundle="head_of_node")
    past = open_incident(name="Hoogwater", exercise=False, reason="Regen", actor=head)
    close_incident(incident=past, reason="Droog", actor=head)
    crisis = open_incident(name="Griep", exercise=True, reason="Meldingen", actor=head)
    change_phase(incident=crisis, phase="lukewarm", reason="Meer meldingen", actor=head)
    delivery = bring(folder, [*counted("cases.reported"), *faults()], "cijfers.csv", rosa).delivery
    own = bring(folder, counted("nursing.deaths", 3), "eigen.csv", rosa, TLP.AMBER_STRICT).delivery
    return House(
        things={
            "incident": str(crisis),
            "past": str(past),
            "delivery": str(delivery),
            "own_delivery": str(own),
            "row": str(quarantined(actor=rosa)[0].id),
            "flag": str(_flag(rosa)),
            **_editions(rosa),
            "rhythm": str(_rhythm(rosa)),
            "account": str(keeper.id),
            "organisation": str(organisations(actor=rosa)[0].pk),
        },
        without_mandate=nobody,
        keeper=keeper,
        keys=[_key(keeper)],
    )


def counted(indicator: str, size: int = 20) -> list[str]:
    """A row for every region and each of thirty days."""
    days = [ON - timedelta(days=back) for back in range(30)]
    return [f"{indicator},VR{region:02d},{day},{day},{size + region % 7}" for region in range(1, 26) for day in days]


def faults() -> list[str]:
    """Rows that are flagged, that do not add up, and that are kept apart."""
    return [
        f"tests.total,VR09,{ON},{ON},-5",
        f"tests.total,NL,{ON},{ON},99",
        f"cases.reported,GM9999,{ON},{ON},17",
    ]


def bring(folder: Path, rows: Iterable[str], name: str, actor: Actor, marking: TLP = TLP.GREEN) -> Report:
    """Import these rows as a file."""
    path = folder / name
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return import_file(path=path, file_name=name, marking=marking, actor=actor)


def _flag(actor: Actor) -> UUID:
    first = flags(actor=actor)[0]
    answer_flag(flag=first.id, note="Nagekeken", actor=actor)
    return first.id


def _editions(actor: Actor) -> dict[str, str]:
    made = [compile_edition(product="landelijk_beeld", on=ON, actor=actor) for _ in range(3)]
    publish(edition=made[0], actor=STAGE)
    discard(edition=made[2], actor=actor)
    return dict(zip(("edition", "draft", "discarded"), map(str, made), strict=True))


def _rhythm(actor: Actor) -> UUID:
    daily = {phase: Beat(Every.DAY, time(16)) for phase in ("cold", "lukewarm", "warm")}
    return keep_rhythm(product="landelijk_beeld", beats=daily, commission="Opdracht", actor=actor)


def _key(account: Account) -> int:
    """A security key of an account. What is in it does not matter here: nobody signs in with it."""
    made = Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "Sleutel"})
    return int(made.pk)
