from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0004_not_sent"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="language",
            field=models.CharField(default="nl", max_length=2, verbose_name="language"),
        ),
    ]
