"""The table of changes, and what is sent, as the database keeps them: with withdrawing and what carriers say later."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION delivery_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('waiting', 'attempting'), ('waiting', 'failed'), ('waiting', 'withdrawn'),
        ('attempting', 'sent'), ('attempting', 'refused'), ('attempting', 'uncertain'), ('attempting', 'waiting'),
        ('attempting', 'failed'), ('attempting', 'withdrawn'),
        ('sent', 'failed'), ('uncertain', 'sent'), ('uncertain', 'failed'),
        ('refused', 'waiting'), ('uncertain', 'waiting'), ('failed', 'waiting')
    ) THEN
        RAISE EXCEPTION 'a dispatch that was % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.channel, NEW.addressee, NEW.key, NEW.about, NEW.subject, NEW.text, NEW.link, NEW.purpose, NEW.contact,
        NEW.exercise, NEW.incident, NEW.made_at)
       IS DISTINCT FROM
       (OLD.channel, OLD.addressee, OLD.key, OLD.about, OLD.subject, OLD.text, OLD.link, OLD.purpose, OLD.contact,
        OLD.exercise, OLD.incident, OLD.made_at) THEN
        RAISE EXCEPTION 'what is sent does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0006_channels")]
    operations = [migrations.RunSQL(GUARD, migrations.RunSQL.noop)]
