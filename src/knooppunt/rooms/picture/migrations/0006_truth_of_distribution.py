"""What was told and read stays so; what was due stays so, whoever asks."""

from django.db import migrations

GUARD = """
CREATE FUNCTION picture_told_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
            AND to_jsonb(OLD) - ARRAY['first_at', 'last_at', 'reminded_at'] = to_jsonb(NEW) - ARRAY['first_at', 'last_at', 'reminded_at']
            AND (OLD.first_at IS NULL OR OLD.first_at = NEW.first_at)
            AND (OLD.reminded_at IS NULL OR OLD.reminded_at = NEW.reminded_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was told and read stays: % is refused', lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER picture_receipt_stays BEFORE UPDATE OR DELETE ON picture_receipt
    FOR EACH ROW EXECUTE FUNCTION picture_told_stays();

CREATE FUNCTION picture_rhythm_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND to_jsonb(OLD) - 'ended_at' = to_jsonb(NEW) - 'ended_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was due stays: % is refused', lower(TG_OP) USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER picture_rhythm_stays BEFORE UPDATE OR DELETE ON picture_rhythm
    FOR EACH ROW EXECUTE FUNCTION picture_rhythm_stays();
"""

UNGUARD = """
DROP TRIGGER picture_rhythm_stays ON picture_rhythm;
DROP FUNCTION picture_rhythm_stays();
DROP TRIGGER picture_receipt_stays ON picture_receipt;
DROP FUNCTION picture_told_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("picture", "0005_distribution")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
