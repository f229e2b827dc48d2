"""What happened, in words: the name of each event, and the part of it that a person recognises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: Mapping[str, str | Promise] = {
    "access.AccountActivated": _("Account opened again"),
    "access.AccountCreated": _("Account made"),
    "access.AccountDeactivated": _("Account closed"),
    "access.LanguageChosen": _("Language chosen"),
    "access.MandateGranted": _("Mandate granted"),
    "access.MandateWithdrawn": _("Mandate withdrawn"),
    "access.PasswordSet": _("Password set"),
    "access.SecondFactorChanged": _("Second factor changed"),
    "access.SignInFailed": _("Sign-in failed"),
    "access.SignedIn": _("Signed in"),
    "access.SignedOut": _("Signed out"),
    "access.TokenMade": _("Token made"),
    "access.TokenRevoked": _("Token revoked"),
    "delivery.AttemptBegun": _("Attempt to send begun"),
    "delivery.AttemptEnded": _("Attempt to send ended"),
    "delivery.Dispatched": _("Messages to send"),
    "delivery.NotSendable": _("No address to send to"),
    "delivery.Replayed": _("Sent once more to a webhook"),
    "delivery.SentAgain": _("Brought back to be sent again"),
    "delivery.Subscribed": _("Webhook made"),
    "delivery.SubscriptionChanged": _("Webhook changed"),
    "figures.CatalogueSynced": _("Catalogue of indicators brought up to date"),
    "figures.FiguresImported": _("Figures imported"),
    "figures.FlagAnswered": _("Flag answered"),
    "figures.IndicatorDefined": _("Indicator defined"),
    "figures.QuarantineDiscarded": _("Rows discarded"),
    "figures.QuarantineReleased": _("Rows released from quarantine"),
    "figures.SourceChosen": _("Source chosen"),
    "files.OriginalKept": _("Original kept"),
    "geography.BordersImported": _("Borders imported"),
    "incidents.IncidentClosed": _("Incident closed"),
    "incidents.IncidentOpened": _("Incident opened"),
    "incidents.PhaseChanged": _("Phase changed"),
    "interpretation.StatementConfirmed": _("Statement confirmed"),
    "interpretation.StatementRewritten": _("Statement rewritten"),
    "interpretation.StatementTurnedStale": _("Statement turned stale"),
    "interpretation.StatementWithdrawn": _("Statement withdrawn"),
    "interpretation.StatementWritten": _("Statement written"),
    "network.Appointed": _("Appointed"),
    "network.AppointmentEnded": _("Appointment ended"),
    "network.DeputyDeclared": _("Deputy declared"),
    "network.DeputyshipEnded": _("Deputyship ended"),
    "network.FunctionAdded": _("Function added"),
    "network.OrganisationAdded": _("Organisation added"),
    "network.OrganisationChanged": _("Organisation changed"),
    "network.PersonAdded": _("Person added"),
    "picture.ApprovalAsked": _("Approval asked"),
    "picture.ApprovalFallen": _("Approval fallen"),
    "picture.CalendarAddressRenewed": _("Address of a calendar made"),
    "picture.CalendarAddressRevoked": _("Address of a calendar revoked"),
    "picture.EditionApproved": _("Edition approved"),
    "picture.EditionCompiled": _("Edition compiled"),
    "picture.EditionDiscarded": _("Draft put aside"),
    "picture.EditionDistributed": _("Edition made known"),
    "picture.EditionPublished": _("Edition published"),
    "picture.EditionRefreshed": _("Figures of an edition frozen anew"),
    "picture.EditionReturned": _("Edition returned to its sections"),
    "picture.EditionScheduled": _("Edition under embargo"),
    "picture.EditionSubmitted": _("Edition put before its sections"),
    "picture.EditionWithdrawn": _("Edition withdrawn"),
    "picture.ReadersReminded": _("Readers reminded"),
    "picture.ReceiversChosen": _("Receivers of an edition chosen"),
    "picture.RhythmEnded": _("Rhythm of a product ended"),
    "picture.RhythmKept": _("Rhythm of a product declared"),
    "picture.SectionReviewed": _("Text reviewed by its section"),
    "picture.TextGiven": _("Text of a section saved"),
    "reporting.DraftSaved": _("Draft of a report saved"),
    "reporting.FiguresDelivered": _("Numbers of a report became figures"),
    "reporting.FormOpened": _("Report opened"),
    "reporting.QuestionAnswered": _("Question about a report answered"),
    "reporting.QuestionAsked": _("Question about a report asked"),
    "reporting.QuestionnaireBegun": _("Questionnaire begun"),
    "reporting.QuestionnaireChanged": _("Questionnaire changed"),
    "reporting.QuestionnaireReleased": _("Version of a questionnaire released"),
    "reporting.Reminded": _("Reminder of a report sent"),
    "reporting.ReportSubmitted": _("Report submitted"),
    "reporting.RoundClosed": _("Round closed"),
    "reporting.RoundOpened": _("Round opened"),
    "reporting.RoundsSkipped": _("Rounds came to nothing"),
    "reporting.SeriesChanged": _("Series of rounds changed"),
    "reporting.SeriesEnded": _("Series of rounds ended"),
    "reporting.SeriesStarted": _("Series of rounds started"),
    "reporting.TimeGiven": _("Time given for a report"),
    "writing.ChangeSuggested": _("Change of a text suggested"),
    "writing.CommentLeft": _("Comment on a text"),
    "writing.CommentResolved": _("Comment resolved"),
    "writing.SuggestionDecided": _("Suggestion decided on"),
    "writing.TextBegun": _("Text begun"),
    "writing.TextChanged": _("Text changed"),
    "writing.TextClosed": _("Text closed or opened again"),
    "writing.TextShared": _("Text shared otherwise"),
}

RECOGNISED = (
    "name", "holder_name", "title", "file", "product", "number", "on", "key", "old", "new", "permission", "bundle",
    "area", "indicator", "rows", "reason", "note", "how", "slug",
)  # fmt: skip
LONGEST = 110


def event_name(event: str) -> str:
    """The event in the reader's language; its own name when no words are known for it."""
    return str(EVENTS.get(event, event))


def gist(payload: Mapping[str, Any], subject: str) -> str:
    """The values of an event that people know it by; its subject when there are none."""
    told = [str(payload[key]) for key in RECOGNISED if payload.get(key) not in (None, "", [])]
    text = " · ".join(told) or subject
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
