"""The past of rows: what kept tables looked like before each change, so that a report can be made anew as at a signed head."""

from django.db import migrations, models

TRANSACTION = """
CREATE SEQUENCE ledger_txn_seq;
CREATE FUNCTION ledger_txn() RETURNS bigint LANGUAGE plpgsql AS $$
-- A number for the running transaction. PostgreSQL's own would begin anew on a restored server.
DECLARE
    told text := nullif(current_setting('zhifa.txn', true), '');
BEGIN
    IF told IS NULL THEN
        told := nextval('ledger_txn_seq')::text;
        PERFORM set_config('zhifa.txn', told, true);
    END IF;
    RETURN told::bigint;
END $$;
"""
NO_TRANSACTION = "DROP FUNCTION ledger_txn(); DROP SEQUENCE ledger_txn_seq;"

KEEPING = """
CREATE FUNCTION ledger_keep_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_pastrow (txn, at, tab, kind, born)
    SELECT ledger_txn(), clock_timestamp(), TG_TABLE_NAME, 'I', keys::text
    FROM (SELECT range_agg(int8range(id, id, '[]')) AS keys FROM fresh) AS one WHERE keys IS NOT NULL;
    RETURN NULL;
END $$;
CREATE FUNCTION ledger_keep_former() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_pastrow (txn, at, tab, kind, born, was)
    SELECT ledger_txn(), clock_timestamp(), TG_TABLE_NAME, left(TG_OP, 1), '', to_jsonb(former) FROM former;
    RETURN NULL;
END $$;
CREATE FUNCTION ledger_keep(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
-- From now on the past of this table is kept. A table that holds rows already has no past before today.
DECLARE
    filled boolean;
BEGIN
    EXECUTE format('CREATE TRIGGER keep_born AFTER INSERT ON %s REFERENCING NEW TABLE AS fresh'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep_born()', kept);
    EXECUTE format('CREATE TRIGGER keep_changed AFTER UPDATE ON %s REFERENCING OLD TABLE AS former'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep_former()', kept);
    EXECUTE format('CREATE TRIGGER keep_gone AFTER DELETE ON %s REFERENCING OLD TABLE AS former'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep_former()', kept);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', kept) INTO filled;
    IF filled THEN
        INSERT INTO ledger_pastrow (txn, at, tab, kind, born)
        VALUES (ledger_txn(), clock_timestamp(), kept::text, 'S', '');
    END IF;
END $$;
CREATE FUNCTION ledger_unkeep(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP TRIGGER keep_born ON %s', kept);
    EXECUTE format('DROP TRIGGER keep_changed ON %s', kept);
    EXECUTE format('DROP TRIGGER keep_gone ON %s', kept);
END $$;
"""
NO_KEEPING = (
    "DROP FUNCTION ledger_unkeep(regclass); DROP FUNCTION ledger_keep(regclass);"
    " DROP FUNCTION ledger_keep_former(); DROP FUNCTION ledger_keep_born();"
)

REWINDING = """
CREATE FUNCTION ledger_rewind(size bigint, signed timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
-- Undo in the running transaction, the newest first, every kept change of a transaction with an entry that the head of
-- this size does not cover, and of one without entries after the head was signed. Answers how many.
DECLARE
    step record;
    undone bigint := 0;
BEGIN
    FOR step IN
        SELECT p.* FROM ledger_pastrow p
        WHERE p.kind <> 'S' AND (
            p.txn IN (SELECT e.txn FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry_id WHERE l.index >= size)
            OR p.txn IN (SELECT e.txn FROM ledger_unsealed u JOIN ledger_entry e ON e.id = u.entry_id)
            OR (p.at > signed AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.txn = p.txn))
        )
        ORDER BY p.id DESC
    LOOP
        IF step.kind = 'I' THEN
            EXECUTE format('DELETE FROM %I AS t USING unnest($1::int8multirange) AS r'
                           ' WHERE t.id >= lower(r) AND t.id < upper(r)', step.tab) USING step.born;
        ELSE
            EXECUTE format('DELETE FROM %I WHERE id = ($1 ->> ''id'')::bigint', step.tab) USING step.was;
            EXECUTE format('INSERT INTO %I OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(NULL::%I, $1)).*',
                           step.tab, step.tab) USING step.was;
        END IF;
        undone := undone + 1;
    END LOOP;
    RETURN undone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_sheet_rows")]
    operations = [
        migrations.RunSQL(TRANSACTION, NO_TRANSACTION),
        # Entries of before have number 0: they have no past. Only new ones ask for their transaction's.
        migrations.AddField("entry", "txn", models.BigIntegerField(db_default=0)),
        migrations.AlterField(
            "entry",
            "txn",
            models.BigIntegerField(
                db_default=models.Func(function="ledger_txn", output_field=models.BigIntegerField())
            ),
        ),
        migrations.AddIndex("entry", models.Index(fields=["txn"], name="ledger_entry_txn")),
        migrations.CreateModel(
            name="PastRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("txn", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("tab", models.CharField(max_length=63)),
                ("kind", models.CharField(max_length=1)),
                ("born", models.TextField(blank=True)),
                ("was", models.JSONField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["txn"], name="ledger_past_txn"),
                    models.Index(fields=["at"], name="ledger_past_at"),
                ],
            },
        ),
        migrations.RunSQL(KEEPING, NO_KEEPING),
        migrations.RunSQL(REWINDING, "DROP FUNCTION ledger_rewind(bigint, timestamptz);"),
    ]
