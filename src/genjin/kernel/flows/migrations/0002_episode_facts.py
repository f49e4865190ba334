"""What an episode's reason was made of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("flows", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="episode",
            name="facts",
            field=models.JSONField(default=dict, db_default=models.Value({}, models.JSONField())),
        ),
    ]
