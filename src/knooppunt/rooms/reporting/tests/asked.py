"""A questionnaire to test with: every shape, bounds, a rule in a table and one outside it."""

from __future__ import annotations

from typing import Any

from knooppunt.rooms.reporting.rules.checking import Measure
from knooppunt.rooms.reporting.rules.questionnaire import (
    Choice,
    Consistency,
    Question,
    Questionnaire,
    Shape,
    Sign,
)

CATALOGUE = {
    "hospital.admitted": Measure("hospital.admitted", ("personen", "people"), "flow"),
    "nursing.residents": Measure("nursing.residents", ("personen", "people"), "stock"),
    "behaviour.rate": Measure("behaviour.rate", ("%", "%"), "survey"),
}
BEDS = Question("beds", "Bedden in gebruik", Shape.NUMBER, required=True, low=0, whole=True)
CAPACITY = Question("capacity", "Bedden in totaal", Shape.NUMBER, low=0, high=5000, whole=True)
ADMITTED = Question(
    "admitted", "Opgenomen", Shape.NUMBER, low=0, whole=True, unit="personen", indicator="hospital.admitted"
)
MOOD = Question("mood", "Beeld", Shape.CHOICE, choices=(Choice("calm", "Rustig"), Choice("tense", "Gespannen")))
NEEDS = Question("needs", "Nodig", Shape.CHOICES, choices=(Choice("staff", "Personeel"), Choice("masks", "Maskers")))
REMARK = Question("remark", "Toelichting", Shape.TEXT, high=200)
PLACES = Question(
    "places",
    "Locaties",
    Shape.TABLE,
    columns=(
        Question("name", "Naam", Shape.TEXT, required=True),
        Question("used", "Bezet", Shape.NUMBER, low=0),
        Question("room", "Plaatsen", Shape.NUMBER, low=0),
    ),
    most_rows=5,
)
SHIFTS = Question(
    "shifts", "Diensten", Shape.TABLE, columns=(Question("staff", "Bezetting", Shape.NUMBER),), rows=("Dag", "Nacht")
)
ASKED = Questionnaire(
    "Zorg in de regio",
    (BEDS, CAPACITY, ADMITTED, MOOD, NEEDS, REMARK, PLACES, SHIFTS),
    (
        Consistency("beds", Sign.AT_MOST, "capacity", "Er zijn niet meer bedden bezet dan er {zijn}."),
        Consistency("places.used", Sign.AT_MOST, "places.room", "Bezet is niet meer dan plaatsen."),
    ),
    "Vul in wat u weet.",
)
GOOD: dict[str, Any] = {
    "beds": 80,
    "capacity": 100.0,
    "admitted": 7,
    "mood": "calm",
    "needs": ("staff",),
    "remark": "Rustige nacht",
    "places": ({"name": "Noord", "used": 3.0, "room": 4.0}, {"name": "Zuid", "used": None, "room": 9.0}),
    "shifts": ({"": "Dag", "staff": 12.0}, {"": "Nacht", "staff": 6.0}),
}
