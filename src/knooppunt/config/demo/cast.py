"""The people of the exercise: made names, real kinds of work, and one who may do nothing at all."""

from __future__ import annotations

from dataclasses import dataclass

from knooppunt.ground.access.public import Place, actor_by_email, welcome
from knooppunt.kit.authority import Actor


@dataclass(frozen=True, slots=True)
class Player:
    """Someone to sign in as. ``area`` is where the mandates of the bundle hold."""

    name: str
    mailbox: str
    place: Place
    bundle: str
    area: str = "NL"

    @property
    def email(self) -> str:
        return f"{self.mailbox}@oefening.example"


STEWARD = Player(
    "Bram Oosterhuis", "bram", Place("KCR2", "Databeheerder", "information", role="analyst"), "data_steward"
)
SECTION_HEAD = Player(
    "Noor van Zanten",
    "noor",
    Place("KCR2", "Hoofd informatie en communicatie", "information", role="section_head"),
    "section_head",
)
CARE_HEAD = Player("Karim Bouzid", "karim", Place("KCR2", "Hoofd zorg", "health", role="duty_officer"), "section_head")
HEAD = Player("Hedwig Terpstra", "hedwig", Place("KCR2", "Hoofd van het knooppunt", role="director"), "head_of_node")
DG = Player("Pieter Kalkman", "pieter", Place("VWS", "Programma-DG", role="director"), "commissioner")
CHAIR = Player("Marlies Overbeek", "marlies", Place("RCDV", "Voorzitter", role="chair"), "commissioner")
REPORTERS = {
    "VR02": Player(
        "Sietske Wiersma",
        "sietske",
        Place("VRFR", "Informatiemanager", role="information_manager"),
        "information_manager",
        "VR02",
    ),
    "VR09": Player(
        "Jelle Goossens",
        "jelle",
        Place("VRU", "Informatiemanager", role="information_manager"),
        "information_manager",
        "VR09",
    ),
    "VR17": Player(
        "Anouk de Ruiter",
        "anouk",
        Place("VRR", "Informatiemanager", role="information_manager"),
        "information_manager",
        "VR17",
    ),
}
"""Who reports for which region; for the others the node does."""
CAST = (
    SECTION_HEAD,
    CARE_HEAD,
    STEWARD,
    HEAD,
    *REPORTERS.values(),
    DG,
    CHAIR,
    Player(
        "Farida Haddouchi",
        "farida",
        Place("KCR2", "Persvoorlichter", "information", role="spokesperson"),
        "press_reader",
    ),
    Player("Ilse Brandsma", "ilse", Place("KCR2", "Functioneel beheerder", role="administrator"), "administrator"),
    Player("Ton Verkade", "ton", Place("JenV", "Auditor"), "auditor"),
    Player("Wil zonder Mandaat", "wil", Place("NRK", "Liaison", role="liaison"), ""),
)


def gather(*, actor: Actor) -> None:
    """Let everyone in, with their function and mandates, and without a password: a demo signs in with one click."""
    for player in CAST:
        welcome(
            name=player.name,
            email=player.email,
            place=player.place,
            bundle=player.bundle,
            area=player.area,
            actor=actor,
        )


def acting(player: Player) -> Actor:
    """The actor that ``player`` is once gathered."""
    return actor_by_email(player.email)
