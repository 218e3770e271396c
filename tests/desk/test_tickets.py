"""A ticket is short, readable, and never taken for a telephone number."""

from datetime import date

from rangkul.desk import tickets
from rangkul.platform.outbox.messages import template_named


def test_no_ticket_reads_like_a_long_number() -> None:
    template = template_named("desk.ticket.registered")
    for _ in range(3_000):
        ticket = tickets.new_ticket(date(2026, 11, 22))
        assert tickets.tidy(ticket.lower().replace("-", " ")) == ticket
        assert template.check({"ticket": ticket}) == {"ticket": ticket}
