"""``knooppunt doctor``: is this installation as it should be?"""

from __future__ import annotations

import dataclasses
import json

import click
from django.utils.translation import gettext as _

from knooppunt.config.examination import EXAMINATIONS, Finding
from knooppunt.kit.problems import Problem, phrase

NOT_WELL = 3
SIGNS = {"well": "✓", "notice": "!", "fault": "✗"}


@click.command()
@click.option("--quick", is_flag=True, help="Leave out what reads everything: digests, roll-ups and the journal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def doctor(*, quick: bool, as_json: bool) -> None:
    """Examine this installation; changes nothing. Exit code 3 when there is a fault."""
    findings: list[Finding] = []
    for name, examination in EXAMINATIONS.items():
        if quick and examination.long:
            continue
        try:
            found = list(examination.look())
        except Problem as refusal:
            found = [Finding.fault(refusal.template, **refusal.values)]
        except Exception as failed:  # one examination that fails is a finding, not the end of the others
            found = [
                Finding.fault(phrase("This could not be examined: {why}"), why=f"{type(failed).__name__}: {failed}")
            ]
        findings += [dataclasses.replace(finding, name=name) for finding in found]
        if not as_json:
            _show(findings[-len(found) :] if found else [])
    well = all(finding.state != "fault" for finding in findings)
    if as_json:
        lines = [{"name": f.name, "state": f.state, "sentence": f.sentence()} for f in findings]
        click.echo(json.dumps({"well": well, "findings": lines}, ensure_ascii=False, indent=2))
    if not well:
        click.get_current_context().exit(NOT_WELL)


def _show(findings: list[Finding]) -> None:
    for finding in findings:
        click.echo(f"{SIGNS[finding.state]} {finding.name}: {finding.sentence(_(finding.template))}")
