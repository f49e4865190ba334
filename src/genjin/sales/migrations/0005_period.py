"""Answer figures over a period from one index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0004_silent_since"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="interaction",
            name="sales_interaction_day",
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(
                fields=["source", "local_day"],
                include=("actor_id", "is_valid", "recorded_at", "voided_at", "team_then_id", "source_id"),
                name="sales_interaction_period",
            ),
        ),
    ]
