"""The database keeps what was typed: updates, snapshots and who typed them are added, never changed or removed."""

from django.db import migrations

TABLES = ("update", "snapshot", "contributor")

FUNCTION = """
CREATE FUNCTION writing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was typed is append-only: % of % is refused', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER writing_{table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON writing_{table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION writing_refuse();\n"
    for table in TABLES
)
UNGUARD = "".join(f"DROP TRIGGER writing_{table}_refuse ON writing_{table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("writing", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTION + TRIGGERS, UNGUARD + "DROP FUNCTION writing_refuse();")]
