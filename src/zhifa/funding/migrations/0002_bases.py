"""The populations under each year's money as a view: those of people while the year is open, those of its closing afterwards."""

from django.db import migrations

NAME = """CASE basis WHEN 'census' THEN '人口普查常住人口' WHEN 'resident' THEN '年末常住人口' ELSE '年末户籍人口' END
           || ' ' || as_of || '（' || source || '）'"""
BASES = f"""
CREATE VIEW funding_base AS
SELECT year_number::bigint * 10000000 + population_id AS id, year_id, population_id, {NAME} AS name,
       basis, as_of, published_on, source, value, greatest(published_on, make_date(year_number, 1, 1)) AS day
FROM (
    SELECT y.id AS year_id, y.year AS year_number, p.id AS population_id, p.basis, p.as_of, p.published_on, p.source, p.value
    FROM funding_year y
    JOIN people_population p ON p.published_on <= make_date(y.year, 12, 31)
    JOIN people_area a ON a.id = p.area_id AND a.kind = 'district'
    WHERE y.closed_on IS NULL
    UNION ALL
    SELECT y.id, y.year, f.population_id, f.basis, f.as_of, f.published_on, f.source, f.value
    FROM funding_year y JOIN funding_frozenbase f ON f.year_id = y.id
    WHERE y.closed_on IS NOT NULL
) AS known
"""  # noqa: S608 - words of this file only


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial"), ("people", "0005_erased")]

    operations = [migrations.RunSQL(BASES, "DROP VIEW funding_base")]
