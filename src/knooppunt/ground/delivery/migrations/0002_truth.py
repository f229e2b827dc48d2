"""What the database itself refuses: changes of state that are not in the table, and attempts that change or vanish."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE FUNCTION delivery_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('waiting', 'attempting'), ('waiting', 'failed'),
        ('attempting', 'sent'), ('attempting', 'refused'), ('attempting', 'uncertain'), ('attempting', 'waiting'),
        ('attempting', 'failed'),
        ('refused', 'waiting'), ('uncertain', 'waiting'), ('failed', 'waiting')
    ) THEN
        RAISE EXCEPTION 'a dispatch that was % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.channel, NEW.addressee, NEW.key, NEW.about, NEW.subject, NEW.text, NEW.link, NEW.made_at)
       IS DISTINCT FROM
       (OLD.channel, OLD.addressee, OLD.key, OLD.about, OLD.subject, OLD.text, OLD.link, OLD.made_at) THEN
        RAISE EXCEPTION 'what is sent does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER changes BEFORE UPDATE ON delivery_dispatch FOR EACH ROW EXECUTE FUNCTION delivery_change();

CREATE FUNCTION delivery_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% stays: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stands BEFORE DELETE ON delivery_dispatch FOR EACH STATEMENT EXECUTE FUNCTION delivery_stands();
CREATE TRIGGER stands BEFORE DELETE ON delivery_attempt FOR EACH STATEMENT EXECUTE FUNCTION delivery_stands();
CREATE TRIGGER ended BEFORE UPDATE ON delivery_attempt
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION delivery_stands();
"""

UNGUARD = """
DROP TRIGGER ended ON delivery_attempt;
DROP TRIGGER stands ON delivery_attempt;
DROP TRIGGER stands ON delivery_dispatch;
DROP TRIGGER changes ON delivery_dispatch;
DROP FUNCTION delivery_stands();
DROP FUNCTION delivery_change();
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
