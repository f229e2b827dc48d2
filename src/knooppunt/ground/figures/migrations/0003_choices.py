"""Decisions about which source counts: only ever added to."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import knooppunt.kit.ids

STANDS = """
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON figures_choice
    FOR EACH STATEMENT EXECUTE FUNCTION figures_stands();
"""
BACK = "DROP TRIGGER stands ON figures_choice;"


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0002_truth"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceChoice",
            fields=[
                ("id", models.UUIDField(default=knooppunt.kit.ids.new_id, primary_key=True, serialize=False)),
                ("area", models.TextField()),
                ("starts", models.DateField()),
                ("ends", models.DateField(null=True)),
                ("source", models.TextField(blank=True)),
                (
                    "against",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("by_id", models.TextField()),
                ("by_name", models.TextField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="figures.indicator"
                    ),
                ),
            ],
            options={
                "db_table": "figures_choice",
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "area", "decided_at"), name="figures_choice_order"),
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gt", models.F("starts")), _connector="OR"),
                        name="figures_choice_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="figures_choice_reason"
                    ),
                ],
            },
        ),
        migrations.RunSQL(STANDS, BACK),
    ]
