"""One visit per form: the key a phone gave its form is unique per author."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("sales", "0002_lean_history"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("client_key", ""), _negated=True),
                fields=("author", "client_key"),
                name="sales_visit_client_key",
            ),
        ),
    ]
