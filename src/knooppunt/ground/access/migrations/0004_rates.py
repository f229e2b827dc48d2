"""Where all web processes count how often a program asks.

Unlogged: after a crash the counting begins anew, and a backup need not hold it.
"""

from django.db import migrations

MAKE = """
CREATE UNLOGGED TABLE access_rate (
    asker text PRIMARY KEY,
    starts bigint NOT NULL,
    taken bigint NOT NULL
);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_tokens")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE access_rate")]
