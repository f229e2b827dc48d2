"""What the database itself refuses: figures that come from nowhere, and figures that vanish or change."""

from __future__ import annotations

from django.db import migrations

CHECKS = """
CREATE SEQUENCE figures_delivery_number AS integer;

-- One check for a whole statement: a foreign key per row would cost more than writing the row. The planner knows
-- nothing of the size of a transition table; without these settings it may compare every row with every series.
CREATE FUNCTION figures_from_somewhere() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT series_id, delivery FROM fresh) fresh
          LEFT JOIN figures_series s ON s.id = fresh.series_id
          LEFT JOIN figures_delivery d ON d.number = fresh.delivery
         WHERE s.id IS NULL OR d.number IS NULL
    ) THEN
        RAISE EXCEPTION 'an observation of an unknown series or delivery' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER from_somewhere AFTER INSERT ON figures_observation
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION figures_from_somewhere();
CREATE TRIGGER from_somewhere AFTER INSERT ON figures_superseded
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION figures_from_somewhere();

-- A version leaves the current ones only into the superseded ones.
CREATE FUNCTION figures_never_lost() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM gone g
          LEFT JOIN figures_superseded s ON s.series_id = g.series_id AND s.starts = g.starts
               AND s.ends = g.ends AND s.known_from = g.known_from AND s.delivery = g.delivery
               AND (s.value, s.lower, s.upper, s.n) IS NOT DISTINCT FROM (g.value, g.lower, g.upper, g.n)
         WHERE s.series_id IS NULL
    ) THEN
        RAISE EXCEPTION 'an observation can be superseded, not deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER never_lost AFTER DELETE ON figures_observation
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION figures_never_lost();

CREATE FUNCTION figures_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% does not change: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON figures_observation
    FOR EACH STATEMENT EXECUTE FUNCTION figures_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON figures_superseded
    FOR EACH STATEMENT EXECUTE FUNCTION figures_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON figures_delivery
    FOR EACH STATEMENT EXECUTE FUNCTION figures_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON figures_series
    FOR EACH STATEMENT EXECUTE FUNCTION figures_stands();
CREATE TRIGGER stands BEFORE DELETE ON figures_gap
    FOR EACH STATEMENT EXECUTE FUNCTION figures_stands();
CREATE TRIGGER stands BEFORE DELETE ON figures_flag
    FOR EACH STATEMENT EXECUTE FUNCTION figures_stands();
CREATE TRIGGER stands BEFORE DELETE ON figures_quarantined
    FOR EACH STATEMENT EXECUTE FUNCTION figures_stands();

-- What may be added to a row later, once; all the rest of it stands.
CREATE FUNCTION figures_only_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := TG_ARGV[1]::text[];
BEGIN
    IF to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL
       OR (to_jsonb(OLD) - later) IS DISTINCT FROM (to_jsonb(NEW) - later) THEN
        RAISE EXCEPTION '% does not change: UPDATE refused', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_once BEFORE UPDATE ON figures_gap
    FOR EACH ROW EXECUTE FUNCTION figures_only_once('known_until', '{known_until,gap}');
CREATE TRIGGER only_once BEFORE UPDATE ON figures_flag
    FOR EACH ROW EXECUTE FUNCTION figures_only_once(
        'answered_at', '{answer,answered_by_id,answered_by_name,answered_at}');
CREATE TRIGGER only_once BEFORE UPDATE ON figures_quarantined
    FOR EACH ROW EXECUTE FUNCTION figures_only_once(
        'decided_at', '{state,decided_by_id,decided_by_name,decided_at,note,released_into}');

-- A source is known in the order in which it delivered.
CREATE FUNCTION figures_known_later() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM figures_delivery WHERE source = NEW.source AND known_at >= NEW.known_at) THEN
        RAISE EXCEPTION 'a delivery is known later than the one before it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER known_later BEFORE INSERT ON figures_delivery
    FOR EACH ROW EXECUTE FUNCTION figures_known_later();
"""

BACK = """
DROP TRIGGER known_later ON figures_delivery;
DROP TRIGGER only_once ON figures_quarantined;
DROP TRIGGER only_once ON figures_flag;
DROP TRIGGER only_once ON figures_gap;
DROP TRIGGER stands ON figures_quarantined;
DROP TRIGGER stands ON figures_flag;
DROP TRIGGER stands ON figures_gap;
DROP TRIGGER stands ON figures_series;
DROP TRIGGER stands ON figures_delivery;
DROP TRIGGER stands ON figures_superseded;
DROP TRIGGER stands ON figures_observation;
DROP TRIGGER never_lost ON figures_observation;
DROP TRIGGER from_somewhere ON figures_superseded;
DROP TRIGGER from_somewhere ON figures_observation;
DROP FUNCTION figures_known_later(), figures_only_once(), figures_stands(), figures_never_lost(),
    figures_from_somewhere();
DROP SEQUENCE figures_delivery_number;
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    operations = [migrations.RunSQL(CHECKS, BACK)]
