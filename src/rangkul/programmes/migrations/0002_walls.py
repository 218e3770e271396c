"""Row-level security on the tables that name recipients."""

from django.db import migrations

from rangkul.platform.policy.walls import protect, protect_through, protect_through_any


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("registry", "0002_walls")]
    operations = [
        protect("programmes_screeningresult"),
        protect_through_any(
            "programmes_screening",
            parents={
                "person_id": "registry_person",
                "family_id": "registry_family",
                "institution_id": "institutions_institution",
            },
        ),
        protect("programmes_proposalbatch"),
        protect_through("programmes_proposalline", parent="programmes_proposalbatch", key="batch_id"),
        protect("programmes_decree"),
        protect("programmes_enrolment"),
    ]
