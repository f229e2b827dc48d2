"""A proposal is asked for and made in a job: those there were are ready."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("readiness", "0006_swaps_declined"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="done_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="state",
            field=models.CharField(
                choices=[("asked", "asked"), ("ready", "ready"), ("none", "none found")], default="ready", max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="state",
            field=models.CharField(
                choices=[("asked", "asked"), ("ready", "ready"), ("none", "none found")], default="asked", max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="draft",
            name="duties",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="draft",
            name="told",
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "ready", "none"])), name="readiness_draft_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", True), ("state", "asked")),
                    models.Q(("state", "asked"), _negated=True),
                    _connector="OR",
                ),
                name="readiness_draft_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "ready"), ("adopted_at__isnull", True), _connector="OR"),
                name="readiness_draft_adopted",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("roster",), name="readiness_draft_one"
            ),
        ),
    ]
