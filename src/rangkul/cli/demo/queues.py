"""The queue of the home Puskesos today: some served, one at the counter, some waiting, and the waiting-room screen."""

from datetime import datetime, time, timedelta

from rangkul.cli.demo.life import Progress, Story
from rangkul.desk import actions
from rangkul.desk.enums import QueuePriority, QueuePurpose
from rangkul.kernel.ids import new_id
from rangkul.organisation import queries as organisation_queries

_CAME = (
    (QueuePurpose.NEED, QueuePriority.NONE),
    (QueuePurpose.PAPERS, QueuePriority.NONE),
    (QueuePurpose.NEED, QueuePriority.ELDERLY),
    (QueuePurpose.QUESTION, QueuePriority.NONE),
    (QueuePurpose.NEED, QueuePriority.PREGNANT),
    (QueuePurpose.NEED, QueuePriority.NONE),
    (QueuePurpose.PAPERS, QueuePriority.DISABLED),
    (QueuePurpose.NEED, QueuePriority.NONE),
)
SERVED = 3


def line_up(story: Story, progress: Progress) -> None:
    """Eight people came this hour; three have been served, one is at the counter, four wait."""
    post = organisation_queries.find_post(story.cast.home)
    if post is None:
        return
    front, back, now = story.cast.actors["fo"], story.cast.actors["bo"], story.calendar.now
    midnight = datetime.combine(story.calendar.today, time(), story.calendar.zone)
    span = min(timedelta(minutes=50), now - midnight)
    for number, (purpose, priority) in enumerate(_CAME):
        actions.take_number(
            post_id=post.pk, form_key=new_id(), purpose=purpose, priority=priority, by=front,
            at=now - span * (10 - number) / 10,
        )  # fmt: skip
    for number in range(SERVED):
        at = now - span * (30 - 8 * number) / 100
        ticket = actions.call_next(post_id=post.pk, counter="Loket 1", by=front, at=at)
        actions.serve_ticket(ticket_id=ticket.pk, by=front, at=at + span * 6 / 100)
    actions.call_next(post_id=post.pk, counter="Loket 2", by=back, at=now - span / 50)
    actions.open_display(post_id=post.pk, by=back, at=now)
    progress("antrean hari ini", len(_CAME), len(_CAME))
