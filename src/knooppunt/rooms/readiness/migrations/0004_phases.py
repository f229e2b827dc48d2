"""Norms, signals, proposals and decisions to scale down; what was decided is never changed or removed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import knooppunt.kit.ids

APPENDED = ("norm", "normpost", "descent", "review")

REFUSE = """
CREATE FUNCTION readiness_phases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION readiness_watch_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{armed,ended_at}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{armed,ended_at}'::text[]
        OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'what is watched is not changed: end it and make another'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION readiness_proposal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{decided_at,outcome,reason,by_id,by_name,scaled,callout}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{decided_at,outcome,reason,by_id,by_name,scaled,callout}'::text[]
        OR OLD.decided_at IS NOT NULL THEN
        RAISE EXCEPTION 'a proposal keeps what it rested on, and is decided once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER readiness_watch_stays BEFORE UPDATE ON readiness_watch
    FOR EACH ROW EXECUTE FUNCTION readiness_watch_stays();
CREATE TRIGGER readiness_proposal_stays BEFORE UPDATE ON readiness_proposal
    FOR EACH ROW EXECUTE FUNCTION readiness_proposal_stays();
CREATE TRIGGER readiness_watch_remains BEFORE DELETE OR TRUNCATE ON readiness_watch
    FOR EACH STATEMENT EXECUTE FUNCTION readiness_phases_refuse();
CREATE TRIGGER readiness_proposal_remains BEFORE DELETE OR TRUNCATE ON readiness_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION readiness_phases_refuse();
"""
UNREFUSE = """
DROP TRIGGER readiness_proposal_remains ON readiness_proposal;
DROP TRIGGER readiness_watch_remains ON readiness_watch;
DROP TRIGGER readiness_proposal_stays ON readiness_proposal;
DROP TRIGGER readiness_watch_stays ON readiness_watch;
DROP FUNCTION readiness_proposal_stays();
DROP FUNCTION readiness_watch_stays();
DROP FUNCTION readiness_phases_refuse();
"""


def _guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER readiness_{table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON readiness_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION readiness_phases_refuse();",
        f"DROP TRIGGER readiness_{table}_refuse ON readiness_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0003_contact_points"),
        ("readiness", "0003_callouts_truth"),
    ]

    operations = [
        migrations.CreateModel(
            name="Norm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=knooppunt.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("phase", models.CharField(max_length=10)),
                ("version", models.IntegerField()),
                ("within", models.IntegerField(null=True)),
                ("review_days", models.IntegerField()),
                ("plan", models.UUIDField(null=True)),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "told_organisations",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("made_at", models.DateTimeField()),
                ("by_id", models.CharField(max_length=200)),
                ("by_name", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["phase", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("phase", "version"), name="readiness_norm_version"),
                    models.CheckConstraint(
                        condition=models.Q(("phase__in", ["cold", "lukewarm", "warm"])), name="readiness_norm_phase"
                    ),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="readiness_norm_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("within__isnull", True), ("within__gte", 1), _connector="OR"),
                        name="readiness_norm_within",
                    ),
                    models.CheckConstraint(condition=models.Q(("review_days__gte", 1)), name="readiness_norm_review"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Descent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=knooppunt.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("incident", models.UUIDField()),
                ("old", models.CharField(max_length=10)),
                ("new", models.CharField(max_length=10)),
                ("criteria", models.JSONField()),
                ("check_made", models.JSONField()),
                ("reason", models.TextField()),
                ("despite", models.TextField(blank=True, default="")),
                ("review_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by_id", models.CharField(max_length=200)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "norm",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="readiness.norm"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="NormPost",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=knooppunt.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.IntegerField()),
                ("role", models.CharField(max_length=40)),
                ("number", models.IntegerField()),
                (
                    "norm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="readiness.norm"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["norm", "place"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=knooppunt.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("note", models.TextField()),
                ("next_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by_id", models.CharField(max_length=200)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "descent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="readiness.descent"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=knooppunt.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("phase", models.CharField(max_length=10)),
                ("indicator", models.CharField(max_length=100)),
                ("method", models.CharField(max_length=60)),
                ("area", models.CharField(max_length=10)),
                ("comparison", models.CharField(max_length=10)),
                ("threshold", models.FloatField()),
                ("days", models.IntegerField()),
                ("span", models.IntegerField()),
                ("fresh", models.IntegerField()),
                ("plan", models.UUIDField(null=True)),
                ("armed", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("by_id", models.CharField(max_length=200)),
                ("by_name", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["kind", "phase", "name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["signal", "criterion"])), name="readiness_watch_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phase__in", ["cold", "lukewarm", "warm"])), name="readiness_watch_phase"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("comparison__in", ["above", "at_least", "below", "at_most", "risen", "fallen"])
                        ),
                        name="readiness_watch_comparison",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("fresh__gte", 0), ("span__gte", 0)),
                        name="readiness_watch_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=knooppunt.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.FloatField()),
                ("as_of", models.DateField()),
                ("known_since", models.DateTimeField(null=True)),
                ("version", models.TextField()),
                ("since", models.DateField()),
                ("longer", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("told", models.IntegerField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=10)),
                ("reason", models.TextField(blank=True, default="")),
                ("by_id", models.CharField(blank=True, default="", max_length=200)),
                ("by_name", models.CharField(blank=True, default="", max_length=200)),
                ("scaled", models.BooleanField(default=False)),
                ("callout", models.UUIDField(null=True)),
                (
                    "watch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="readiness.watch"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="descent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("new__in", ["cold", "lukewarm", "warm"]),
                    ("old__in", ["cold", "lukewarm", "warm"]),
                    models.Q(("old", models.F("new")), _negated=True),
                ),
                name="readiness_descent_phases",
            ),
        ),
        migrations.AddConstraint(
            model_name="descent",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="readiness_descent_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="normpost",
            constraint=models.UniqueConstraint(
                fields=("norm", "role", "organisation"), name="readiness_post_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="normpost",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="readiness_post_someone"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="readiness_review_note"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)), fields=("watch",), name="readiness_one_open_proposal"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("outcome__in", ["confirmed", "rejected"]),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="readiness_proposal_decided",
            ),
        ),
        migrations.RunSQL(REFUSE, UNREFUSE),
        *(_guard(table) for table in APPENDED),
    ]
