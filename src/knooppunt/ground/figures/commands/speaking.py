"""How figures are written at the terminal: as JSON for programs, as lines for people."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knooppunt.ground.figures.queries.asking import Figure
from knooppunt.ground.figures.queries.catalogue import KnownIndicator
from knooppunt.ground.geography.public import area_name
from knooppunt.kit.clock import NETHERLANDS


def plain(value: Any) -> Any:
    """As JSON has it: days and moments as ISO 8601 (moments in UTC), whole numbers without a point."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, Figure):
        return plain(value._asdict())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value


def say_json(document: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(plain(document), ensure_ascii=False, indent=2))


def say_lines(lines: Iterable[str], otherwise: str) -> None:
    """The lines, or the sentence that there are none."""
    told = list(lines)
    click.echo("\n".join(told or [otherwise]))


def sentence(template: str, values: Mapping[str, Any]) -> str:
    """A reason in the language of the terminal, filled in."""
    return _(template).format(
        **{key: number(value) if isinstance(value, float) else value for key, value in values.items()}
    )


def number(value: float | None) -> str:
    """A number as it is read in the language of the terminal; what is unknown is a word."""
    if value is None:
        return _("unknown")
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if (get_language() or "nl").startswith("nl") else text


def moment(value: datetime | None) -> str:
    """A moment in the time of the Netherlands."""
    return value.astimezone(NETHERLANDS).strftime("%Y-%m-%d %H:%M") if value else "–"


def name_of(indicator: KnownIndicator) -> str:
    """The name of an indicator in the language of the terminal."""
    return indicator.name_nl if (get_language() or "nl").startswith("nl") else indicator.name_en


def figure_line(figure: Figure) -> str:
    """A figure with what has to stand beside it, on one line."""
    period = str(figure.starts) if figure.as_of == figure.starts else f"{figure.starts} – {figure.as_of}"
    value = number(figure.value)
    if figure.lower is not None and figure.upper is not None:
        value += f" [{number(figure.lower)} – {number(figure.upper)}]"
    return f"{period}  {area_name(figure.area)} ({figure.area})  {value}  {'; '.join(_beside(figure))}"


def _beside(figure: Figure) -> Sequence[str]:
    told = []
    if figure.unknown_part is not None:
        told.append(_("of which municipality unknown: {part}").format(part=number(figure.unknown_part)))
    if figure.gap:
        told.append(_("differs by {gap} from the sum of its parts").format(gap=number(figure.gap)))
    if figure.expected and figure.contributors != figure.expected:
        told.append(_("{there} of {all} areas").format(there=figure.contributors, all=figure.expected))
    told += [_(kind) for kind in figure.flags]
    told += [_("corrected")] if figure.corrected else []
    told += [_(remark) for remark in figure.remarks]
    if figure.source:
        told.append(f"{figure.source}, {_('known since')} {moment(figure.known_since)}")
    return told
