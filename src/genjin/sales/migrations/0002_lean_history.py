"""History is read by record only: drop the indexes that Django gives every foreign key of its tables."""

from django.db import migrations

DROP = """
do $$
declare i record;
begin
  for i in
    select c.relname from pg_index x join pg_class c on c.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where t.relkind = 'p' and t.relname like 'sales\\_%\\_history' and c.relname not like '%\\_obj'
  loop
    execute format('drop index if exists %I', i.relname);
  end loop;
end $$
"""


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial")]
    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop)]
