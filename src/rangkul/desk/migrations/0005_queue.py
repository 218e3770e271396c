"""Queue tickets and the screen of a waiting room, saved filters; urgency, anonymous reporters, classes of a case."""

import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect

SCREEN = """
CREATE FUNCTION desk_queue_screen(wanted text, today date)
RETURNS TABLE (post_name text, waiting bigint, label text, counter text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH place AS (
        SELECT d.post_id, p.name FROM public.desk_queuedisplay AS d
        JOIN public.organisation_post AS p ON p.id = d.post_id WHERE d.address = wanted
    ), told AS (
        (SELECT t.letter || '-' || lpad(t.number::text, 3, '0') AS label, t.counter, t.state, t.last_called_at
         FROM public.desk_queueticket AS t JOIN place USING (post_id)
         WHERE t.day = today AND t.state = 'CALLED' ORDER BY t.last_called_at DESC LIMIT 6)
        UNION ALL
        (SELECT t.letter || '-' || lpad(t.number::text, 3, '0'), t.counter, t.state, t.last_called_at
         FROM public.desk_queueticket AS t JOIN place USING (post_id)
         WHERE t.day = today AND t.state IN ('SERVED', 'ABSENT') ORDER BY t.last_called_at DESC LIMIT 4)
    )
    SELECT place.name::text,
           (SELECT count(*) FROM public.desk_queueticket AS t
            WHERE t.post_id = place.post_id AND t.day = today AND t.state = 'WAITING'),
           told.label, told.counter::text, told.state::text
    FROM place LEFT JOIN told ON true
    ORDER BY told.last_called_at DESC NULLS LAST
$$;
REVOKE ALL ON FUNCTION desk_queue_screen(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk_queue_screen(text, date) TO rangkul_app;
REVOKE DELETE, TRUNCATE ON desk_queueticket, desk_queuedisplay FROM rangkul_app;
"""
UNDO = """
DROP FUNCTION desk_queue_screen(text, date);
GRANT DELETE ON desk_queueticket, desk_queuedisplay TO rangkul_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("policy", "0001_roles"),
        ("desk", "0004_nothing_deleted"),
        ("organisation", "0002_walls"),
        ("registry", "0011_import_before"),
    ]

    operations = [
        protect("desk_queueticket"),
        protect("desk_queuedisplay"),
        migrations.RunSQL(SCREEN, UNDO),
    ]
