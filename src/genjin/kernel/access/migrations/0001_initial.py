"""The first tables of `access`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=30)),
                ("object_key", models.CharField(max_length=60)),
                ("verb", models.CharField(max_length=30)),
                (
                    "scope",
                    models.CharField(
                        choices=[("none", "none"), ("own", "own"), ("team", "team"), ("all", "all")], max_length=4
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("role", "object_key", "verb"), name="access_grant_one")
                ],
            },
        ),
    ]
