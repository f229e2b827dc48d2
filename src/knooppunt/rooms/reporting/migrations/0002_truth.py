"""What was asked, reported, given and sent is added to; it is never changed or removed, whoever asks."""

from django.db import migrations

APPENDED = ("questionnaireversion", "report", "extension", "reminder", "inquiry", "reply")

REFUSE = """
CREATE FUNCTION reporting_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION reporting_round_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.series_id, NEW.number, NEW.version_id, NEW.starts, NEW.ends, NEW.opens_at, NEW.deadline,
        NEW.closes_at) IS DISTINCT FROM (OLD.id, OLD.series_id, OLD.number, OLD.version_id, OLD.starts, OLD.ends,
        OLD.opens_at, OLD.deadline, OLD.closes_at) OR OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a round keeps its version and its moments' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_round_stays BEFORE UPDATE ON reporting_round
    FOR EACH ROW EXECUTE FUNCTION reporting_round_stays();
"""
UNREFUSE = """
DROP TRIGGER reporting_round_stays ON reporting_round;
DROP FUNCTION reporting_round_stays();
DROP FUNCTION reporting_refuse();
"""


def _guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER reporting_{table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON reporting_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION reporting_refuse();",
        f"DROP TRIGGER reporting_{table}_refuse ON reporting_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNREFUSE), *(_guard(table) for table in APPENDED)]
