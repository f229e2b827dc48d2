"""The report of an import as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from knooppunt.ground.figures.commands.speaking import moment, number, sentence
from knooppunt.ground.figures.rules.report import Correction, KeptApart, Report

MOST_SHOWN = 10


def report_lines(report: Report) -> Iterator[str]:
    """What became of a file, the most important first."""
    yield f"{report.file}: {_first(report)}"
    if report.state == "already known":
        return
    yield from _counts(report) if report.whole else _counts_in_part(report)
    yield from _details(report)


def _counts_in_part(report: Report) -> Iterator[str]:
    read, quarantined = number(report.rows.read), number(report.rows.quarantined)
    yield "  " + _("rows: {read} read, {quarantined} in quarantine").format(read=read, quarantined=quarantined)
    yield "  " + _("Not everything of this source is open to you, so what is new or corrected is not told here.")


def _counts(report: Report) -> Iterator[str]:
    yield "  " + _(
        "rows: {read} read = {accepted} accepted + {unchanged} unchanged + {corrected} corrected + "
        "{quarantined} in quarantine"
    ).format(
        read=number(report.rows.read),
        accepted=number(report.rows.accepted),
        unchanged=number(report.rows.unchanged),
        corrected=number(report.rows.corrected),
        quarantined=number(report.rows.quarantined),
    )
    yield "  " + _("figures: {new} new, {corrected} corrected, {unchanged} unchanged").format(
        new=number(report.observations.new),
        corrected=number(report.observations.corrected),
        unchanged=number(report.observations.unchanged),
    )


def _first(report: Report) -> str:
    if report.state == "already known":
        known = moment(report.known_at)
        return _("this content came in before, on {known} ({delivery}); nothing was done").format(
            known=known, delivery=report.delivery
        )
    if report.state == "previewed":
        return _("from {source}; only looked at, nothing was written").format(source=report.source)
    return _("from {source}, delivery {delivery}, known since {known}").format(
        source=report.source, delivery=report.delivery, known=moment(report.known_at)
    )


def _details(report: Report) -> Iterator[str]:
    if report.observations.absent:
        count = number(report.observations.absent)
        yield "  " + _("{count} figures of this period are not in this file; they stay").format(count=count)
    yield from _some(_("corrected"), [_correction(one) for one in report.corrections], report.observations.corrected)
    yield from _some(_("in quarantine"), [_kept_apart(one) for one in report.kept_apart], report.rows.quarantined)
    if report.flags:
        yield f"  {_('flags')}: " + ", ".join(f"{number(count)} {_(kind)}" for kind, count in report.flags.items())
    if report.gaps:
        told = ", ".join(f"{number(count)} {_(change)}" for change, count in report.gaps.items())
        yield f"  {_('gaps between whole and parts')}: {told}"
    if report.aliases_used:
        told = ", ".join(f"{spelling} → {code}" for spelling, code in report.aliases_used.items())
        yield f"  {_('names read as')}: {told}"
    if report.columns_not_read:
        yield f"  {_('columns not read')}: {', '.join(report.columns_not_read)}"
    for note in report.notes:
        yield "  " + sentence(note.template, note.values)


def _some(title: str, lines: list[str], count: int | None) -> Iterator[str]:
    if not lines:
        return
    yield f"  {title}:"
    yield from (f"    {line}" for line in lines[:MOST_SHOWN])
    if count is not None and count > MOST_SHOWN:
        yield "    " + _("and {count} more").format(count=number(count - MOST_SHOWN))


def _correction(one: Correction) -> str:
    about = " ".join(word for word in (one.indicator, one.area, one.stratum, str(one.starts)) if word)
    return f"{about}: {number(one.old)} → {number(one.new)}"


def _kept_apart(one: KeptApart) -> str:
    place = _("line {line}, {column}").format(line=one.line, column=one.column or "–")
    return f"{place}: {one.value!r}: {sentence(one.reason, one.values)}"
