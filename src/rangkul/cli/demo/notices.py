"""Messages in the bells of the demo's officials; no channel to the outside is set up, so nothing leaves the machine."""

from rangkul.cli.demo.life import Story
from rangkul.desk import queries as desk_queries
from rangkul.kernel.clock import format_date
from rangkul.platform.outbox.actions import put_message
from rangkul.platform.outbox.messages import Recipient


def tell(story: Story) -> None:
    """Tasks for the back office, late cases for those above, a referral without an answer."""
    officers = story.cast.actors
    open_cases = desk_queries.list_cases(officers["bo"], "team", limit=6).rows
    for number, case in enumerate(open_cases):
        about, at = ("case", case.id), story.calendar.ago(number)
        if case.due_on and not case.is_late:
            values: dict[str, object] = {"ticket": case.ticket, "due": format_date(case.due_on)}
            put_message(template="desk.task.assigned", to=Recipient(user_id=officers["bo"].user_id), values=values,
                        about=about, key=f"demo:task:{case.id}", at=at)  # fmt: skip
        if case.is_late:
            for officer in ("supervisor", "manajer"):
                values = {"ticket": case.ticket, "days": 2 + number}
                put_message(template="desk.case.escalated", to=Recipient(user_id=officers[officer].user_id),
                            values=values, about=about, key=f"demo:late:{case.id}", at=at)  # fmt: skip
        if case.state == "REFERRED":
            values = {"ticket": case.ticket, "days": 6}
            put_message(template="desk.referral.reminder", to=Recipient(user_id=officers["bo"].user_id),
                        values=values, about=about, key=f"demo:referral:{case.id}", at=at)  # fmt: skip
