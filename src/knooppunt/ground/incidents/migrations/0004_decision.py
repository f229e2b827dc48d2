"""A change of phase that scales down names the decision it rests on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_participants")]
    operations = [
        migrations.AddField(
            model_name="phasechange",
            name="decision",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="decision"),
        )
    ]
