"""What the database holds to: the moves of an edition, approvals of exact bytes, and that what was said stays."""

from django.db import migrations

MOVES = (
    ("draft", "review"),
    ("draft", "scheduled"),
    ("draft", "published"),
    ("draft", "discarded"),
    ("review", "draft"),
    ("review", "approval"),
    ("review", "scheduled"),
    ("review", "published"),
    ("review", "discarded"),
    ("approval", "draft"),
    ("approval", "review"),
    ("approval", "scheduled"),
    ("approval", "published"),
    ("approval", "discarded"),
    ("scheduled", "draft"),
    ("scheduled", "published"),
    ("published", "withdrawn"),
)
SAID = ("picture_review", "picture_turn", "picture_approval", "picture_fall")

GUARD = (
    """
CREATE OR REPLACE FUNCTION picture_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text[] := ARRAY['state', 'withdrawn_at', 'withdrawn_by_id', 'withdrawn_by_name', 'withdrawn_why'];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'withdrawn'
            AND to_jsonb(OLD) - told = to_jsonb(NEW) - told THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'edition % of % is published: % is refused', OLD.number, OLD.product, lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER picture_edition_stays ON picture_edition;
CREATE TRIGGER picture_edition_stays BEFORE UPDATE OR DELETE ON picture_edition
    FOR EACH ROW WHEN (OLD.state IN ('published', 'withdrawn')) EXECUTE FUNCTION picture_published_stays();

CREATE FUNCTION picture_standing(which uuid, bytes text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('organisation', a.organisation, 'function', a.function)), '[]')
      FROM picture_approval a
     WHERE a.edition_id = which AND a.sha256 = bytes
       AND NOT EXISTS (SELECT FROM picture_fall f WHERE f.approval_id = a.id)
$$;

CREATE FUNCTION picture_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state || ' ' || NEW.state) NOT IN ({moves}) THEN
        RAISE EXCEPTION 'an edition does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'published' AND NOT NEW.unapproved
            AND NOT picture_standing(NEW.id, NEW.content_sha256) @> NEW.commissioners THEN
        RAISE EXCEPTION 'edition % of % has no approval of these bytes by each commissioner', NEW.number, NEW.product
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER picture_edition_steps BEFORE UPDATE ON picture_edition
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION picture_moves();

CREATE FUNCTION picture_approves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seat jsonb := jsonb_build_object('organisation', NEW.organisation, 'function', NEW.function);
    stands text;
    needed jsonb;
BEGIN
    SELECT state, commissioners INTO stands, needed FROM picture_edition WHERE id = NEW.edition_id FOR UPDATE;
    IF stands <> 'approval' OR NOT needed @> jsonb_build_array(seat)
            OR picture_standing(NEW.edition_id, NEW.sha256) @> jsonb_build_array(seat) THEN
        RAISE EXCEPTION 'this approval is not asked' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER picture_approval_asked BEFORE INSERT ON picture_approval
    FOR EACH ROW EXECUTE FUNCTION picture_approves();

CREATE FUNCTION picture_said_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said of an edition stays: % is refused', lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""".replace("{moves}", ", ".join(f"'{before} {after}'" for before, after in MOVES))
    + "".join(
        f"""
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION picture_said_stays();
CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION picture_never_emptied();
"""
        for table in SAID
    )
)

UNGUARD = (
    "".join(
        f"DROP TRIGGER {table}_stays ON {table}; DROP TRIGGER {table}_never_emptied ON {table};\n" for table in SAID
    )
    + """
DROP FUNCTION picture_said_stays();
DROP TRIGGER picture_approval_asked ON picture_approval;
DROP FUNCTION picture_approves();
DROP TRIGGER picture_edition_steps ON picture_edition;
DROP FUNCTION picture_moves();
DROP FUNCTION picture_standing(uuid, text);
DROP TRIGGER picture_edition_stays ON picture_edition;
CREATE TRIGGER picture_edition_stays BEFORE UPDATE OR DELETE ON picture_edition
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION picture_published_stays();
"""
)


class Migration(migrations.Migration):
    dependencies = [("picture", "0003_approval")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
