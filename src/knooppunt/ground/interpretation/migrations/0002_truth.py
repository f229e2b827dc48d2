"""What the database itself refuses: that something was said otherwise than it was."""

from __future__ import annotations

from django.db import migrations

STANDS = """
CREATE FUNCTION interpretation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% does not change: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON interpretation_statement
    FOR EACH STATEMENT EXECUTE FUNCTION interpretation_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON interpretation_version
    FOR EACH STATEMENT EXECUTE FUNCTION interpretation_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON interpretation_ground
    FOR EACH STATEMENT EXECUTE FUNCTION interpretation_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON interpretation_told_stale
    FOR EACH STATEMENT EXECUTE FUNCTION interpretation_stands();
"""
BACK = """
DROP TRIGGER stands ON interpretation_told_stale;
DROP TRIGGER stands ON interpretation_ground;
DROP TRIGGER stands ON interpretation_version;
DROP TRIGGER stands ON interpretation_statement;
DROP FUNCTION interpretation_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("interpretation", "0001_initial")]

    operations = [migrations.RunSQL(STANDS, BACK)]
