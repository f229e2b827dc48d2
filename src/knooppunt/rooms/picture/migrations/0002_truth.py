"""Published means that the row can no longer be changed or removed, whoever asks."""

from django.db import migrations

GUARD = """
CREATE FUNCTION picture_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'edition % of % is published: % is refused', OLD.number, OLD.product, lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION picture_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'editions are never removed together' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER picture_edition_stays BEFORE UPDATE OR DELETE ON picture_edition
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION picture_published_stays();
CREATE TRIGGER picture_edition_never_emptied BEFORE TRUNCATE ON picture_edition
    FOR EACH STATEMENT EXECUTE FUNCTION picture_never_emptied();
"""

UNGUARD = """
DROP TRIGGER picture_edition_never_emptied ON picture_edition;
DROP TRIGGER picture_edition_stays ON picture_edition;
DROP FUNCTION picture_never_emptied();
DROP FUNCTION picture_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("picture", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
