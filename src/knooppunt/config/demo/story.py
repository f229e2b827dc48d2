"""The course of the exercise: who brought in what and when, and which pictures were published."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from knooppunt.config.demo import papers
from knooppunt.config.demo.called import plans_and_norms, proposed, reach_everyone, scaled_down, scaled_up
from knooppunt.config.demo.cast import CARE_HEAD, CHAIR, DG, HEAD, SECTION_HEAD, STEWARD, Player, acting, gather
from knooppunt.config.demo.duiding import explain, laboratories
from knooppunt.config.demo.outbreak import DAYS
from knooppunt.config.demo.rostered import gather_crew, rostered
from knooppunt.config.demo.rounds import QUESTIONED, play_round
from knooppunt.config.demo.survey import WAVES, nursing, survey
from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import import_file
from knooppunt.ground.incidents.public import change_phase, name_participants, open_incident
from knooppunt.ground.network.public import people
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import NETHERLANDS, clock_at, now
from knooppunt.rooms.picture.public import (
    Beat,
    Every,
    approve,
    ask_approval,
    compile_edition,
    keep_rhythm,
    missing,
    publish,
    review,
    standing,
    submit,
    text_digest,
    waiting_for,
)
from knooppunt.rooms.picture.public import texts as texts_of

STAGE = system_actor("regie van de oefening")
NAME = "Oefening Waakvlam"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Course:
    """The days of the exercise: day 0 is ``begins``; day 119 is the day before ``present`` (aware)."""

    begins: date
    present: datetime

    def day(self, number: int) -> date:
        return self.begins + timedelta(days=number)

    def at(self, number: int, hour: int) -> datetime:
        """A moment on a day of the exercise, in the Netherlands, always before the present."""
        return datetime.combine(self.day(number), time(hour), NETHERLANDS)

    def ago(self, minutes: int) -> datetime:
        return self.present - timedelta(minutes=minutes)


def course(present: datetime) -> Course:
    """The exercise as it ends at ``present`` (aware)."""
    return Course(present.astimezone(NETHERLANDS).date() - timedelta(days=DAYS), present)


def play(tell: Tell) -> None:
    """Play the whole exercise, from the first report until half an hour ago."""
    run = course(now())
    tell("people and mandates")
    with clock_at(run.at(0, 8)):
        gather(actor=STAGE)
    crew = gather_crew(run.at(0, 8))
    _open(run)
    _rhythms(run)
    tell("who can be reached, the plans, and a test call-out")
    reach_everyone(run.at)
    plans = plans_and_norms(run.at)
    rostered(run.at, crew, run.present)
    with TemporaryDirectory(prefix="knooppunt-exercise-") as folder:
        _first_wave(run, Path(folder), tell)
        scaled_down(run.at(114, 11), plans)
        _second_wave(run, Path(folder), tell)
    tell("signals that propose, and a call-out that runs")
    proposed(run.ago(28))
    scaled_up(run.ago(20), plans)


def _open(run: Course) -> None:
    with clock_at(run.at(0, 9)):
        incident = open_incident(
            name=NAME, exercise=True, reason="Start van de oefening: eerste meldingen rond Venray.", actor=STAGE
        )
        # An exercise reaches nobody who does not take part: the whole cast does, so that its mails lie in the folder.
        name_participants(incident=incident, people=[one.id for one in people(actor=STAGE)], actor=STAGE)
    changes = (
        (18, "lukewarm", "Meldingen in meer dan drie regio's; afstemming nodig."),
        (44, "warm", "Landelijke opgave: alle regio's geraakt."),
    )
    for day, phase, reason in changes:
        with clock_at(run.at(day, 10)):
            change_phase(incident=incident, phase=phase, reason=reason, actor=acting(HEAD))


def _rhythms(run: Course) -> None:
    """When the pictures are due: each day in the warm phase, else each Tuesday."""
    with clock_at(run.at(0, 9)):
        for product, hour in (("landelijk_beeld", 16), ("publieksbeeld", 17)):
            weekly = Beat(Every.WEEK, time(hour), on=2, working_days=True, back=1)
            beats = {"cold": weekly, "lukewarm": weekly, "warm": Beat(Every.DAY, time(hour), back=1)}
            keep_rhythm(product=product, beats=beats, commission="Opdracht LOT-C, beeldvorming", actor=acting(HEAD))


def _first_wave(run: Course, folder: Path, tell: Tell) -> None:
    for first, last in ((0, 60), (46, 90)):
        tell(f"reports up to {run.day(last)}")
        lines = papers.counts(first, last)
        _bring(run, folder, f"meldingen_{run.day(last):%Y%m%d}.csv", lines, run.at(last + 1, 15))
    tell("what people say: the survey")
    for number, wave in enumerate(WAVES, start=1):
        moment = run.at(max(wave + 1, 92), 8 + number)
        _bring(run, folder, f"gedrag_ronde_{number:02d}.csv", survey(wave), moment, marking=TLP.GREEN)
    tell(f"reports up to {run.day(112)}")
    lines = papers.counts(76, 112, doubles=True)
    _bring(run, folder, f"meldingen_{run.day(112):%Y%m%d}.csv", lines, run.at(113, 15))
    tell("the first national picture")
    _publish(run, "landelijk_beeld", 112, run.at(113, 16), "landelijk_eerste")


def _second_wave(run: Course, folder: Path, tell: Tell) -> None:
    tell("the compliance picture")
    _publish(run, "nalevingsbeeld", 112, run.at(117, 11), "naleving")
    tell(f"reports up to {run.day(117)}, with a correction and rows that are wrong")
    wrong = papers.faulty(117)
    _bring(run, folder, f"meldingen_{run.day(117):%Y%m%d}.csv", papers.counts(98, 117), run.at(118, 15), wrong)
    tell("nursing homes and hospitals")
    homes = (line for line in nursing(60, 118) if (line.area, line.first) != (papers.LATE_REGION, papers.LATE_FROM))
    _bring(run, folder, "verpleeghuizen.csv", homes, run.ago(600), marking=TLP.GREEN)
    _bring(run, folder, "opnamen_landelijk.csv", papers.admissions(0, 119), run.ago(480))
    tell("the picture of vulnerable groups")
    _publish(run, "kwetsbare_groepen", 118, run.ago(420), "kwetsbaar")
    tell("the last reports, with one region late")
    lines = papers.counts(110, 119, late=True)
    _bring(run, folder, f"meldingen_{run.day(119):%Y%m%d}.csv", lines, run.ago(240))
    lines = papers.from_region(papers.counts(papers.LATE_FROM, 119))
    _bring(run, folder, f"nalevering_limburg_noord_{run.day(119):%Y%m%d}.csv", lines, run.ago(200))
    tell("the second national picture, with what two sections say of it")
    with clock_at(run.ago(190)):
        said = {f"duiding_{section}": reference for section, reference in explain(run.day(119)).items()}
    _publish(run, "landelijk_beeld", 119, run.ago(180), "landelijk_tweede", said)
    tell("the picture for everyone")
    _publish(run, "publieksbeeld", 119, run.ago(160), "publiek")
    tell("the regions report in a round")
    play_round(run.day(119), run.ago(60))
    _last_hour(run, folder, said, tell)


def _last_hour(run: Course, folder: Path, said: dict[str, str], tell: Tell) -> None:
    """What is on the table as one signs in: a correction, a contradiction, and an edition that waits for one yes."""
    tell("the laboratories count otherwise than a region, and a correction after the picture was out")
    _bring(run, folder, "testen_laboratoria.csv", laboratories(QUESTIONED, 119), run.ago(45))
    lines = (line for line in papers.counts(118, 119, later=True) if line.area == papers.LATER_PLACE)
    _bring(run, folder, f"nalevering_utrecht_{run.day(119):%Y%m%d}.csv", lines, run.ago(30))
    tell("the third national picture, before the commissioners")
    with clock_at(run.ago(25)):
        draft = _compiled(run, "landelijk_beeld", 119, "landelijk_derde", said)
        _review(draft)
    with clock_at(run.ago(15)):
        _approve(draft, DG)


def _bring(
    run: Course,
    folder: Path,
    name: str,
    lines: papers.Lines,
    moment: datetime,
    wrong: list[tuple[str, ...]] | None = None,
    marking: TLP = TLP.CLEAR,
) -> None:
    """Bring in what was counted, which everyone may know, or something that is marked otherwise."""
    place = papers.write(folder / f"oefening_{name}", lines, run.begins, wrong or ())
    with clock_at(moment):
        import_file(path=place, file_name=place.name, marking=marking, actor=acting(STEWARD))


def _publish(
    run: Course, product: str, day: int, moment: datetime, texts: str, said: Mapping[str, str] | None = None
) -> None:
    """From draft to published in ten minutes: reviewed, approved by whoever the product asks, and let out."""
    with clock_at(moment):
        draft = _compiled(run, product, day, texts, said or {})
        _review(draft)
    with clock_at(moment + timedelta(minutes=5)):
        _approve(draft, DG, CHAIR)
    with clock_at(moment + timedelta(minutes=10)):
        head = acting(HEAD)
        publish(edition=draft, acknowledged=missing(draft, actor=head)[1], actor=head)


def _compiled(run: Course, product: str, day: int, texts: str, said: Mapping[str, str]) -> UUID:
    """A draft with the texts of the exercise; ``said`` gives what stands for ``{duiding_…}`` in them."""
    written = {key: _filled(text, said) for key, text in _texts()[texts].items()}
    return compile_edition(product=product, on=run.day(day), texts=written, actor=acting(SECTION_HEAD))


def _filled(text: str, said: Mapping[str, str]) -> str:
    for name, reference in said.items():
        text = text.replace(f"{{{name}}}", reference)
    return text


def _review(draft: UUID) -> None:
    writer = acting(SECTION_HEAD)
    submit(edition=draft, actor=writer)
    for text in texts_of(draft, actor=writer):
        reader = acting(CARE_HEAD) if text.section == "health" else writer
        review(edition=draft, key=text.key, sha256=text_digest(text.text), actor=reader)
    ask_approval(edition=draft, actor=writer)


def _approve(draft: UUID, *players: Player) -> None:
    """Each of these commissioners who is asked approves what stands there."""
    for player in players:
        commissioner = acting(player)
        if draft in {waiting.id for waiting in waiting_for(actor=commissioner)}:
            seen = standing(draft, actor=commissioner)
            approve(edition=draft, sha256=seen.sha256, actor=commissioner)


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
