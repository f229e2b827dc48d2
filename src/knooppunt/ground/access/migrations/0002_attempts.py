"""Where all processes count attempts to sign in: the table of Django's database cache (see ``createcachetable``).

Unlogged: after a crash the counting begins anew, and a backup need not hold it.
"""

from django.db import migrations

MAKE = """
CREATE UNLOGGED TABLE access_attempt (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX access_attempt_expires ON access_attempt (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE access_attempt")]
