"""The email address of whoever is known already becomes a contact point."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id


def add(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    point = apps.get_model("network", "ContactPoint")
    reached = point.objects.filter(means="email", ended_at__isnull=True).values("person")
    people = apps.get_model("network", "Person").objects.exclude(email="").exclude(pk__in=reached)
    at = now()
    point.objects.bulk_create(
        point(id=new_id(), person_id=key, means="email", address=email.lower(), rank=0, made_at=at)
        for key, email in people.values_list("id", "email")
    )


class Migration(migrations.Migration):
    dependencies = [("network", "0004_directory")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
