"""Sort customers by how long they have been silent, the never visited by when they were given."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("sales", "0003_client_key"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="customer",
            name="sales_customer_owner_valid",
        ),
        migrations.RemoveIndex(
            model_name="customer",
            name="sales_customer_team_valid",
        ),
        migrations.RemoveIndex(
            model_name="customer",
            name="sales_customer_valid",
        ),
        migrations.AddField(
            model_name="customer",
            name="silent_since",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce("last_valid_at", "assigned_at", "created_at"),
                output_field=models.DateTimeField(),
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["owner", "silent_since", "id"],
                name="sales_customer_owner_silent",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["team", "silent_since", "id"],
                name="sales_customer_team_silent",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["silent_since", "id"], name="sales_customer_silent"
            ),
        ),
    ]
