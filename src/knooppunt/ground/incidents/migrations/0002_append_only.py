"""The database keeps the phases an incident went through: they are added, never changed or removed."""

from django.db import migrations

GUARD = """
CREATE FUNCTION incidents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'changes of phase are append-only: % is refused', lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER incidents_phasechange_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON incidents_phasechange
    FOR EACH STATEMENT EXECUTE FUNCTION incidents_refuse();
"""

UNGUARD = """
DROP TRIGGER incidents_phasechange_refuse ON incidents_phasechange;
DROP FUNCTION incidents_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
