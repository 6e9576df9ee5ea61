from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0009_carried_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="queuesummary",
            name="file_ids",
            field=models.JSONField(default=list),
        ),
    ]
