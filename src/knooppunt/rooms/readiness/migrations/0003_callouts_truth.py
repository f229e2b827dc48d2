"""What was planned, sent and logged is added to, never changed; a call changes by the one table of allowed changes."""

from django.db import migrations

APPENDED = ("planversion", "sent", "logline")

REFUSE = """
CREATE FUNCTION readiness_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION readiness_call_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state || '>' || NEW.state NOT IN (
    'asked>coming', 'asked>declined', 'asked>delegated', 'asked>later', 'asked>released', 'asked>stood_down',
    'asked>unreachable', 'coming>declined', 'coming>delegated', 'coming>later', 'coming>stood_down',
    'declined>coming', 'declined>delegated', 'declined>later', 'declined>stood_down', 'delegated>coming',
    'delegated>declined', 'delegated>later', 'delegated>stood_down', 'later>asked', 'later>coming',
    'later>declined', 'later>delegated', 'later>later', 'later>released', 'later>stood_down', 'released>asked',
    'released>coming', 'released>declined', 'released>delegated', 'released>later', 'released>stood_down',
    'unreachable>asked', 'unreachable>coming', 'unreachable>declined', 'unreachable>delegated', 'unreachable>later',
    'unreachable>released', 'unreachable>stood_down', 'waiting>asked', 'waiting>coming', 'waiting>declined',
    'waiting>delegated', 'waiting>later', 'waiting>unreachable'
    ) THEN
        RAISE EXCEPTION 'a call that was % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER readiness_call_changes BEFORE UPDATE ON readiness_call
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION readiness_call_changes();
CREATE FUNCTION readiness_callout_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.version_id, NEW.purpose, NEW.reason, NEW.proposal, NEW.started_at)
        IS DISTINCT FROM (OLD.version_id, OLD.purpose, OLD.reason, OLD.proposal, OLD.started_at)
        OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'a call-out keeps its plan and ends once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER readiness_callout_stays BEFORE UPDATE ON readiness_callout
    FOR EACH ROW EXECUTE FUNCTION readiness_callout_stays();
"""
UNREFUSE = """
DROP TRIGGER readiness_callout_stays ON readiness_callout;
DROP FUNCTION readiness_callout_stays();
DROP TRIGGER readiness_call_changes ON readiness_call;
DROP FUNCTION readiness_call_changes();
DROP FUNCTION readiness_refuse();
"""


def _guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER readiness_{table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON readiness_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION readiness_refuse();",
        f"DROP TRIGGER readiness_{table}_refuse ON readiness_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("readiness", "0002_callouts")]
    operations = [migrations.RunSQL(REFUSE, UNREFUSE), *(_guard(table) for table in APPENDED)]
