"""The notification carries the audience of the event, so that no listener has to ask for it.

A notification holds at most 8000 bytes. Where the audience does not fit a question mark stands for it: who listens
looks it up, once.
"""

from django.db import migrations

APPEND = """
CREATE OR REPLACE FUNCTION journal_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text := NEW.id || ' ' || NEW.event;
    audience text := NEW.payload ->> 'audience';
BEGIN
    NEW.digest := journal_digest(NEW);
    IF audience IS NOT NULL THEN
        told := told || ' ' || CASE WHEN octet_length(told) + octet_length(audience) < 7900 THEN audience ELSE '?' END;
    END IF;
    PERFORM pg_notify('knooppunt_journal', told);
    RETURN NEW;
END $$;
"""

BEFORE = """
CREATE OR REPLACE FUNCTION journal_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.digest := journal_digest(NEW);
    PERFORM pg_notify('knooppunt_journal', NEW.id || ' ' || NEW.event);
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [migrations.RunSQL(APPEND, BEFORE)]
