"""The database itself refuses to change a look, or to remove one before its time."""

from django.db import migrations

CHANGE = """
CREATE FUNCTION lookups_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.root_id IS NULL AND NEW.root_id IS NOT NULL
       AND to_jsonb(OLD) - 'root_id' = to_jsonb(NEW) - 'root_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the access log is append-only: % on %', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER lookups_append_only BEFORE UPDATE ON lookups_lookup
    FOR EACH ROW EXECUTE FUNCTION lookups_refuse_change();
"""
REMOVAL = """
CREATE FUNCTION lookups_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.root_id IS NOT NULL AND OLD.at < now() - interval '6 months' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the access log is kept six months at least: % on %', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER lookups_kept BEFORE DELETE ON lookups_lookup
    FOR EACH ROW EXECUTE FUNCTION lookups_refuse_removal();
"""
ROOTS = """
CREATE FUNCTION lookups_refuse_root_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the access log is append-only: % on %', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER lookups_roots_append_only BEFORE UPDATE OR DELETE ON lookups_dayroot
    FOR EACH ROW EXECUTE FUNCTION lookups_refuse_root_change();
"""


class Migration(migrations.Migration):
    dependencies = [("lookups", "0001_initial")]
    operations = [
        migrations.RunSQL(CHANGE, "DROP FUNCTION lookups_refuse_change() CASCADE;"),
        migrations.RunSQL(REMOVAL, "DROP FUNCTION lookups_refuse_removal() CASCADE;"),
        migrations.RunSQL(ROOTS, "DROP FUNCTION lookups_refuse_root_change() CASCADE;"),
    ]
