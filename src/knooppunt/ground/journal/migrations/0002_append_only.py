"""The database keeps the journal: rows get their digest here, are never changed, and are announced when committed."""

from django.db import migrations

GUARD = """
CREATE FUNCTION journal_digest(entry journal_entry) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        entry.id, entry.key, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.event, entry.action,
        entry.actor_id, entry.actor_name, entry.organisation, entry.subject, entry.payload
    )::text, 'UTF8'))
$$;

CREATE FUNCTION journal_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.digest := journal_digest(NEW);
    PERFORM pg_notify('knooppunt_journal', NEW.id || ' ' || NEW.event);
    RETURN NEW;
END $$;

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % of % is refused', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER journal_entry_append BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_append();
CREATE TRIGGER journal_entry_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_seal_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""

UNGUARD = """
DROP TRIGGER journal_seal_refuse ON journal_seal;
DROP TRIGGER journal_entry_refuse ON journal_entry;
DROP TRIGGER journal_entry_append ON journal_entry;
DROP FUNCTION journal_refuse();
DROP FUNCTION journal_append();
DROP FUNCTION journal_digest(journal_entry);
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("procrastinate", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
