"""Form fields as they stand in every page: label, help, error as a sentence, and the field itself."""

from __future__ import annotations

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.forms.widgets import Input
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from knooppunt.web.drawing import icon

NOTHING = mark_safe("")


def field_html(bound: BoundField) -> SafeString:
    """A field with everything that belongs to it; hidden fields alone."""
    if bound.is_hidden:
        return mark_safe(str(bound))  # noqa: S308  # a rendered widget
    if isinstance(bound.field.widget, (RadioSelect, CheckboxSelectMultiple)):
        return _choices_html(bound)
    parts = [_label(bound), _help(bound), _errors(bound), _widget(bound)]
    if isinstance(bound.field.widget, CheckboxInput):
        parts = [parts[3], parts[0], parts[1], parts[2]]
    return format_html('<div class="{}">{}{}{}{}</div>', _style(bound), *parts)


def form_errors_html(form: BaseForm) -> SafeString:
    """What is wrong with the form as a whole, and how many fields want attention; nothing when all is well."""
    if not form.errors:
        return NOTHING
    whole = format_html_join("", "<p>{}</p>", ((error,) for error in form.non_field_errors()))
    wrong = format_html_join(
        "",
        '<li><a class="kp-link" href="#{}">{}</a>: {}</li>',
        ((bound.id_for_label or bound.auto_id, bound.label, bound.errors[0]) for bound in form if bound.errors),
    )
    listed = format_html("<ul>{}</ul>", wrong) if wrong else NOTHING
    return format_html(
        '<div class="kp-notice kp-notice--bad" role="alert"><p class="kp-notice__title">{}{}</p>{}{}</div>',
        *(icon("bad"), gettext("This is not right yet"), whole, listed),
    )


def _choices_html(bound: BoundField) -> SafeString:
    return format_html(
        '<fieldset class="{}"><legend>{}{}</legend>{}{}{}</fieldset>',
        *(_style(bound), bound.label, _optional(bound), _help(bound), _errors(bound), _widget(bound)),
    )


def _style(bound: BoundField) -> str:
    check = " kp-field--check" if isinstance(bound.field.widget, CheckboxInput) else ""
    return f"kp-field{check}{' kp-field--error' if bound.errors else ''}"


def _label(bound: BoundField) -> SafeString:
    return format_html(
        '<label class="kp-field__label" for="{}">{}{}</label>', bound.id_for_label, bound.label, _optional(bound)
    )


def _optional(bound: BoundField) -> SafeString:
    if bound.field.required or isinstance(bound.field.widget, CheckboxInput):
        return NOTHING
    return format_html(' <span class="kp-field__optional">({})</span>', gettext("optional"))


def _help(bound: BoundField) -> SafeString:
    if not bound.help_text:
        return NOTHING
    return format_html('<div class="kp-field__help" id="{}_help">{}</div>', bound.auto_id, mark_safe(bound.help_text))  # noqa: S308  # written by us in the form


def _errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return NOTHING
    sentences = " ".join(str(error) for error in bound.errors)
    return format_html('<p class="kp-field__error" id="{}_error">{}{}</p>', bound.auto_id, icon("bad"), sentences)


def _widget(bound: BoundField) -> SafeString:
    widget = bound.field.widget
    attributes: dict[str, str | bool] = {"class": f"{widget.attrs.get('class', '')} {_kind(bound)}".strip()}
    described = [f"{bound.auto_id}_{part}" for part, there in _described(bound) if there]
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return mark_safe(bound.as_widget(attrs=attributes))  # noqa: S308  # a rendered widget


def _described(bound: BoundField) -> list[tuple[str, bool]]:
    return [("help", bool(bound.help_text)), ("error", bool(bound.errors))]


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, (CheckboxInput, CheckboxSelectMultiple, RadioSelect)):
        return "kp-check"
    if isinstance(widget, Select):
        return "kp-select"
    if isinstance(widget, Textarea):
        return "kp-textarea"
    is_text = isinstance(widget, Input) and widget.input_type not in ("file", "hidden")
    return "kp-textbox" + (" kp-textbox--invalid" if bound.errors else "") if is_text else "kp-file"
