"""What the exercise has too little of to look at, made with the real verbs on the installation of the exercise.

It runs in a process of its own, and prints what it made: identifiers by name.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from knooppunt.config.database import held
from knooppunt.config.demo.cast import CAST, HEAD, REPORTERS, SECTION_HEAD, STEWARD, acting
from knooppunt.ground.access.public import TLP, grant_mandate, make_token, operator, revoke_token
from knooppunt.ground.delivery.public import capability, dispatches, fates, pause, subscribe
from knooppunt.ground.figures.public import choose_source, import_file
from knooppunt.ground.incidents.public import Phase
from knooppunt.ground.interpretation.public import FigureAsked, withdraw_statement, write_statement
from knooppunt.ground.network.public import (
    NODE_ID,
    add_contact_point,
    add_function,
    add_person,
    appoint,
    appointments,
    organisation,
)
from knooppunt.ground.writing.public import decide_suggestion, leave_comment, suggest_text, texts_about
from knooppunt.kit.authority import Actor, Mandate, system_actor
from knooppunt.kit.clock import now, today
from knooppunt.rooms.picture.public import (
    ask_approval,
    compile_edition,
    correct,
    editions,
    review,
    submit,
    text_digest,
    texts,
    withdraw,
)
from knooppunt.rooms.readiness.public import (
    Answer,
    ChannelStep,
    Comparison,
    Condition,
    Given,
    Kind,
    Line,
    PlanContent,
    Post,
    answer_for,
    ask_leave,
    ask_proof,
    assign,
    check_signals,
    going_down,
    make_plan,
    make_roster,
    norm,
    offer_swap,
    proposals,
    propose_roster,
    qualify,
    scale_down,
    scale_up,
    set_norm,
    start_callout,
    watch_figure,
)
from knooppunt.rooms.readiness.public import board as callout_board
from knooppunt.rooms.reporting.public import (
    RoundLine,
    answer_question,
    ask_organisation,
    begin_questionnaire,
    end_series,
    form,
    give_time,
    open_form,
    open_round,
    questionnaires,
    round_state,
    rounds,
    save_draft,
    start_series,
    submit_report,
)

DAY = timedelta(days=1)
HEADER = "indicator,area,from,until,value"
LONG = (
    "Een zin die verder loopt dan men op een smal scherm zou willen, met een woord als "
    "ziekenhuisopnameregistratiesystemen erin."
)

Made = Iterator[tuple[str, object]]


def main() -> None:
    """Make it, and print the identifiers."""
    with held():
        rooms = (_figures(), _statements(), _rounds(), _editions(), _access(), _webhook(), _people())
        everything = chain(*rooms, _readiness(), _callout(), _rosters())
        told = json.dumps({name: str(one) for name, one in everything})
        sys.stdout.write(f"\n{told}\n")


def _bring(name: str, rows: Iterable[str]) -> None:
    with TemporaryDirectory(prefix="knooppunt-furnishing-") as folder:
        path = Path(folder) / name
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        import_file(path=path, file_name=name, marking=TLP.CLEAR, actor=acting(STEWARD))


def _first(officer: Actor) -> RoundLine:
    """The round of the exercise; the rhythm of its series may have opened others since."""
    return min(rounds(actor=officer), key=lambda one: one.number)


def _figures() -> Made:
    """Beside what two regions reported, another source that says something else; about one of them it is decided."""
    day = _first(acting(SECTION_HEAD)).starts
    _bring("tests_per_regio.csv", [f"tests.total,{area},{day},{day},7" for area in ("VR02", "VR09", "VR17")])
    choose_source(
        indicator="tests.total", area="VR02", starts=day, source="generic", reason=LONG, actor=acting(STEWARD)
    )
    yield "day", day


def _statements() -> Made:
    """One that stands, one of which a figure was corrected, and one that was withdrawn."""
    writer, day = acting(SECTION_HEAD), date(2026, 1, 5)
    rows = [f"tests.total,{area},{day},{day}" for area in ("VR11", "VR12")]
    _bring("tests_begin.csv", [f"{row},31" for row in rows])
    stale, stands, withdrawn = (_statement(area, day, writer) for area in ("VR11", "VR12", "VR12"))
    _bring("tests_later.csv", [f"{rows[0]},40"])
    withdraw_statement(statement=withdrawn, seen_version=1, note="Was een vergissing.", actor=writer)
    yield from (("stale", stale), ("statement", stands), ("withdrawn", withdrawn))


def _statement(area: str, day: date, writer: Actor) -> UUID:
    return write_statement(
        section="information",
        text=f"Er wordt in deze regio weinig getest. {LONG}",
        figures=[FigureAsked("tests.total", area, day)],
        confidence="moderate",
        likelihood="likely",
        valid_from=day,
        marking=TLP.GREEN,
        actor=writer,
    )


def _rounds() -> Made:
    """A correction, time that was given, an answered question; a next round with a draft; an empty questionnaire."""
    officer = acting(SECTION_HEAD)
    first = _first(officer)
    places = {one.area: one for one in round_state(first.id, actor=officer).organisations}
    _corrected(places["VR02"].expectation, acting(REPORTERS["VR02"]))
    late = places["VR17"]
    (person,) = (one.person_id for one in appointments(organisation=late.organisation, actor=officer))
    give_time(expectation=late.expectation, person=person, until=now() + timedelta(hours=3), reason=LONG, actor=officer)
    series = first.series
    deadline = now() + timedelta(hours=2)
    day = first.starts + timedelta(days=1)
    second = open_round(series=series, deadline=deadline, closes=deadline + timedelta(hours=12), starts=day,
                        ends=day + timedelta(days=1), actor=officer)  # fmt: skip
    drafted = next(one for one in round_state(second, actor=officer).organisations if one.area == "VR09").expectation
    reporter = acting(REPORTERS["VR09"])
    open_form(expectation=drafted, actor=reporter)
    save_draft(expectation=drafted, entries={"q.tests": ["12"], "q.remark": [LONG]}, seen=0, actor=reporter)
    (asked,) = questionnaires(actor=officer)
    ended = start_series(
        title="Weekstaat", questionnaire=asked.id, asked=[organisation("VRU", actor=officer).pk], actor=officer
    )
    end_series(series=ended, reason="Niet meer nodig.", actor=officer)
    begun = begin_questionnaire(title="Nieuwe uitvraag", actor=officer)
    found = {"round": first.id, "next_round": second, "series": series, "ended_series": ended, "begun": begun}
    found |= {"questionnaire": asked.id, "drafted": drafted, "missing": places["VR23"].expectation}
    found |= {
        "corrected": places["VR02"].expectation,
        "questioned": places["VR09"].expectation,
        "late": late.expectation,
    }
    yield from found.items()


def _corrected(expectation: UUID, reporter: Actor) -> None:
    """A second version, about which something was asked and answered."""
    newest = form(expectation, actor=reporter).newest
    assert newest
    submit_report(expectation=expectation, answers={**newest.answers, "tests": 4321.0, "remark": LONG}, seen=1,
                  reason="Dubbele telling hersteld.", actor=reporter)  # fmt: skip
    asked = ask_organisation(expectation=expectation, text="Klopt dit nu?", actor=acting(SECTION_HEAD))
    answer_question(inquiry=asked, text="Ja.", actor=reporter)


def _editions() -> Made:
    """A draft with remarks in the margin, one that waits for its commissioners, one withdrawn, one that corrects."""
    writer = acting(SECTION_HEAD)
    day = max(one.on for one in editions(actor=writer))
    draft = compile_edition(
        product="landelijk_beeld", on=day, texts={"kernboodschap": f"Het daalt. {LONG}"}, actor=writer
    )
    yield from (("draft", draft), ("document", _remarked(draft, writer)))
    published = {one.product: one.id for one in editions(state="published", actor=writer)}
    correct(edition=published["landelijk_beeld"], reason=LONG, actor=writer)
    waiting = compile_edition(product="kwetsbare_groepen", on=day, actor=writer)
    submit(edition=waiting, actor=writer)
    for text in texts(waiting, actor=writer):
        review(edition=waiting, key=text.key, sha256=text_digest(text.text), actor=writer)
    ask_approval(edition=waiting, actor=writer)
    withdraw(edition=published["nalevingsbeeld"], reason=LONG, actor=acting(HEAD))
    yield "waiting", waiting


def _remarked(draft: UUID, writer: Actor) -> UUID:
    """A text of the draft on which another section commented and suggested."""
    text = next(one for one in texts_about(str(draft), actor=writer) if one.text)
    other = acting(HEAD)
    leave_comment(document=text.id, quote="daalt", near=None, text=LONG, actor=other)
    suggest = partial(suggest_text, document=text.id, seen_version=text.version, reason=LONG, actor=other)
    suggest(text=text.text.replace("daalt", "stijgt"))
    declined = suggest(text=text.text.replace("Het", "Dit"))
    decide_suggestion(document=text.id, suggestion=declined, accept=False, actor=writer)
    return text.id


def _callout() -> Made:
    """A plan by which the section head and a colleague are called; one answered, the link of the head still asks."""
    head, other = acting(SECTION_HEAD), acting(HEAD)
    for one in (head, other):
        function = add_function(title=f"Liaison {one.name}", organisation=NODE_ID, role="liaison", actor=operator())
        appoint(person=UUID(one.id), function=function.id, actor=operator())
    content = PlanContent((Line("liaison", "KCR2", quorum=2),), (ChannelStep("email"),), "Alarm {plan}", "{reason}")
    plan = make_plan(name="Alleen liaisons", content=content, actor=head)
    callout = start_callout(plan=plan, reason=LONG, kind="test", actor=head)
    calls = {str(one.person): one for group in callout_board(callout, actor=head).groups for one in group.calls}
    link = next(
        one.dispatch for one in fates(str(callout), actor=system_actor("furnishing")) if str(one.addressee) == head.id
    )
    answer_for(call=calls[other.id].id, given=Given(Answer.LATER, now() + timedelta(hours=2)), actor=head)
    found = {"plan": plan, "callout": callout, "call": calls[other.id].id, "own_call": calls[head.id].id}
    yield from (found | {"answer": capability(link, "answer")}).items()


def _access() -> Made:
    """Tokens: one that lives, one that was revoked, one of an organisation."""
    owner, until = acting(SECTION_HEAD), now() + timedelta(days=30)
    make_token(name="Dashboard", leave=[Mandate("figures.read", "NL")], expires=until, actor=owner)
    gone = make_token(name="Oud", leave=[Mandate("picture.read", "NL")], expires=until, actor=owner)
    revoke_token(token=gone.id, actor=owner)
    asked = organisation("VRU", actor=owner).pk
    function = appointments(organisation=asked, actor=owner)[0].function.pk
    grant_mandate(permission="figures.read", function=function, actor=_administrator())
    yield "organisation", asked


def _administrator() -> Actor:
    return acting(next(one for one in CAST if one.bundle == "administrator"))


def _readiness() -> Made:
    """A norm, a criterion, a decision to scale down, a signal that was crossed; in the end it is warm again."""
    head, day = acting(HEAD), today() - timedelta(days=1)
    posts = [Post("duty_officer", 2), Post("information_manager", 4)]
    known = norm(Phase.WARM, actor=head)
    set_norm(phase=Phase.WARM, posts=posts, within=60, review_days=14, note=LONG, seen=known.version if known else 0,
             actor=head)  # fmt: skip
    for kind, comparison in (("signal", Comparison.ABOVE), ("criterion", Comparison.BELOW)):
        watch_figure(kind=kind, name=LONG[:150], phase=Phase.WARM, indicator="tests.total", method="value", area="NL",
                     condition=Condition(comparison, 1, 1, 0, 7), actor=head)  # fmt: skip
    _bring("gisteren.csv", [f"tests.total,NL,{day},{day},7"])
    seen, soon = going_down(actor=head).seen, today() + timedelta(days=14)
    yield "descent", scale_down(reason=LONG, despite=LONG, stays=posts[:1], review_on=soon, seen=seen, actor=head)
    check_signals(actor=system_actor("readiness"))
    yield "proposal", proposals(is_open=True, actor=head)[0].id
    scale_up(phase=Phase.WARM, reason=LONG, actor=head)


def _webhook() -> Made:
    """A webhook that is paused, so that nothing goes out."""
    keeper = _administrator()
    made = subscribe(name="Crisisbord", address="https://bord.example/hook", events=["incidents.IncidentOpened"],
                     actor=keeper)  # fmt: skip
    pause(subscription=made.id, actor=keeper)
    yield "webhook", made.id


def _rosters() -> Made:
    """A roster of five weeks with too few people, swaps to and fro, leave that hits a duty, and a proposal."""
    leader, second = acting(HEAD), acting(SECTION_HEAD)
    # After the roster that the exercise has of the same people.
    begins = today() + timedelta(days=28)
    kinds = (Kind("dag", time(7), time(15), {"lawyer": 1, "duty_officer": 1}),
             Kind("nacht", time(23), time(7), {"lawyer": 2}))  # fmt: skip
    made = make_roster(name="Piket juristen", organisation=UUID(leader.organisation), starts=begins,
                       ends=begins + timedelta(days=35), kinds=kinds, actor=leader)  # fmt: skip
    for one, role in ((second, "lawyer"), (leader, "lawyer"), (leader, "duty_officer")):
        qualify(person=UUID(one.id), role=role, starts=begins, actor=leader)
    on = {
        (one.id, day): assign(roster=made, person=UUID(one.id), role="lawyer", shift=f"{begins + day * DAY} dag",
                              actor=leader)
        for one, day in ((leader, 0), (second, 2), (leader, 5), (second, 8))
    }  # fmt: skip
    offer_swap(offered=on[leader.id, 0], wanted=on[second.id, 2], actor=leader)
    offer_swap(offered=on[second.id, 8], wanted=on[leader.id, 5], actor=second)
    for one, day in ((leader, 5), (second, 8)):
        ask_leave(starts=begins + day * DAY, ends=begins + (day + 2) * DAY, actor=one)
    yield from (
        ("roster", made),
        ("duty", on[leader.id, 0]),
        ("own_duty", on[second.id, 2]),
        ("roster_draft", propose_roster(roster=made, actor=leader)),
        ("shift", f"{begins + DAY} dag"),
    )


def _people() -> Made:
    """Someone who is known twice, and a question on how one of them is reached."""
    keeper = _administrator()
    person, twin = (add_person(name=name, actor=keeper).id for name in ("Dubbele Naam", "Dubbele Naamm"))
    contact = add_contact_point(person=person, means="email", address="dubbel@oefening.example", actor=keeper)
    add_contact_point(person=person, means="voice", address="030 234 56 78", actor=keeper)
    ask_proof(contact=contact, actor=keeper)
    asked = next(one for one in dispatches(addressee=person, actor=operator()) if one.channel == "email")
    yield from (("person", person), ("twin", twin), ("proof", capability(asked.id, "verify contact")))
