"""The demo's rollout, SLRT chart, a bimtek with what it left behind, readiness of two posts, and reports sent and not sent."""

from datetime import date, timedelta

from rangkul.cli.demo.life import Progress, Story, area
from rangkul.cli.demo.office import SINCE
from rangkul.organisation import actions, queries
from rangkul.organisation.actions import NewActivity, NewStatus
from rangkul.organisation.enums import ReadinessItem
from rangkul.reference import queries as reference_queries

PLANNED, TRIALS = 6, 2
SUPERVISORS = 3
ROLES = ("kepala desa", "kesra", "operator desa", "fasilitator", "fasilitator", "kepala desa")


def spread(story: Story, progress: Progress) -> None:
    """A programme with targets, planned and trial posts, the people of SLRT, a training, two checks, two reports."""
    progress("Puskesos dan SLRT", 0, 5)
    _roll_out(story)
    progress("Puskesos dan SLRT", 1, 5)
    _appoint(story)
    progress("Puskesos dan SLRT", 2, 5)
    _check(story)
    progress("Puskesos dan SLRT", 3, 5)
    _train(story)
    progress("Puskesos dan SLRT", 4, 5)
    _report(story)
    progress("Puskesos dan SLRT", 5, 5)


def _roll_out(story: Story) -> None:
    manager, calendar = story.cast.actors["manajer"], story.calendar
    at = calendar.ago(120)
    actions.describe_rollout(
        name="SLRT dan Puskesos", owner="Kementerian Sosial", started_on=date(2024, 1, 2), by=manager, at=at
    )
    served = queries.count_posts(manager)["OPERATING"]
    total = len(reference_queries.list_villages(story.cast.shape.area))
    for year, villages in (
        (calendar.today.year, min(served + 6, total)),
        (calendar.today.year + 1, min(served + 18, total)),
    ):
        actions.set_target(due_on=date(year, 12, 31), villages=villages, basis="Renstra contoh", by=manager, at=at)
    have = queries.villages_with_post(manager)
    fresh = [code for code in story.cast.villages if code not in have][:PLANNED]
    posts = actions.plan_posts(
        lines="\n".join(fresh), since=calendar.today - timedelta(days=100), by=manager, at=calendar.ago(95)
    )
    actions.change_post_status(
        seen={post.pk: "PLANNED" for post in posts[:TRIALS]},
        change=NewStatus(
            status="TRIAL", on=calendar.today - timedelta(days=60), reason="sarana pendukung dan sinyal internet bagus"
        ),
        by=manager,
        at=calendar.ago(60),
    )


def _appoint(story: Story) -> None:
    """One manager, three supervisors, a facilitator for every four villages of the first kecamatan and the home village."""
    cast, manager = story.cast, story.cast.actors["manajer"]
    own = sorted({code[:8] for code in cast.villages})
    guides = [cast.names["supervisor"], *(next(cast.invented) for _more in range(SUPERVISORS - 1))]
    lines = [f"{cast.names['manajer']}; manajer"]
    lines += [f"{name}; supervisor; {' / '.join(own[place::SUPERVISORS])}" for place, name in enumerate(guides)]
    villages = sorted(cast.villages)
    near = [code for code in villages if code[:8] == cast.home[:8] and code != cast.home][:3]
    lines.append(f"{cast.names['fasilitator']}; fasilitator; {' / '.join([cast.home, *near])}; {guides[0]}")
    rest = [code for code in villages if code not in (cast.home, *near)]
    for number in range(min(11, len(rest) // 4)):
        some = rest[4 * number : 4 * number + 4]
        lines.append(f"{next(cast.invented)}; fasilitator; {' / '.join(some)}; {guides[number % SUPERVISORS]}")
    accounts = {
        cast.names[name].lower(): user
        for name in ("manajer", "supervisor", "fasilitator")
        if (user := cast.actors[name].user_id) is not None
    }
    at = story.calendar.ago(110)
    actions.set_formation(
        seats={"MANAGER": 1, "SUPERVISOR": SUPERVISORS, "FACILITATOR": 16},
        since=SINCE,
        basis="SK contoh",
        by=manager,
        at=at,
    )
    actions.appoint_officers(
        lines="\n".join(lines), since=SINCE, decree_number="000/CONTOH/2024", accounts=accounts, by=manager, at=at
    )


def _check(story: Story) -> None:
    """The home post is ready; the next door has a weak signal and works offline."""
    manager, calendar = story.cast.actors["manajer"], story.calendar
    found = queries.villages_with_post(manager)
    good = {str(item): "YES" for item in ReadinessItem}
    weak = good | {"SIGNAL": "NO", "OFFLINE": "YES", "PRIVACY": "NO", "COMPUTER": "PARTLY"}
    for village, answers, remark in (
        (story.cast.home, good, ""),
        (story.cast.next_door, weak, "Sinyal hanya di bukit."),
    ):
        actions.check_post(
            post_id=found[village].pk,
            answers=answers,
            checked_on=calendar.today - timedelta(days=20),
            remark=remark,
            by=manager,
            at=calendar.ago(20),
        )


def _train(story: Story) -> None:
    """A bimtek a month ago: twelve people, ten of them there, one thing agreed that is late and one that is done."""
    cast, calendar, manager = story.cast, story.calendar, story.cast.actors["manajer"]
    held = calendar.today - timedelta(days=35)
    activity = actions.record_activity(
        activity=NewActivity(
            kind="BIMTEK",
            name="Bimtek Puskesos dan SLRT",
            held_on=held,
            venue="Aula Dinas Sosial",
            area=area(cast.shape.area),
            topic="Alur layanan, rujukan, dan pencatatan di Puskesos",
        ),
        by=manager,
        at=calendar.on(held, 7),
    )
    people = [f"{next(cast.invented)}; {role}; {village}" for village in (cast.home, cast.next_door) for role in ROLES]
    actions.add_participants(activity_id=activity.pk, lines="\n".join(people), by=manager, at=calendar.on(held, 8))
    listed = queries.get_activity(manager, activity.pk).participants
    there = [each.participant.pk for each in listed][:10]
    actions.mark_attendance(activity_id=activity.pk, present=there, by=manager, at=calendar.on(held, 16))
    items = [
        actions.add_item(
            activity_id=activity.pk, text=text, owner_name=owner, due_on=due, by=manager, at=calendar.on(held, 17)
        )
        for text, owner, due in (
            ("Pasang papan nama dan jam layanan Puskesos", cast.names["koordinator"], held + timedelta(days=21)),
            ("Bagikan buku saku pelaksana Puskesos", cast.names["manajer"], held + timedelta(days=14)),
        )
    ]
    done = held + timedelta(days=12)
    actions.finish_item(
        item_id=items[1].pk, done_on=done, note="dibagikan ke semua desa", by=manager, at=calendar.on(done)
    )


def _report(story: Story) -> None:
    """Last week's report of the facilitator and yesterday's of the home post; the others have not sent."""
    cast, calendar = story.cast, story.calendar
    facilitator, front = cast.actors["fasilitator"], cast.actors["fo"]
    officer = queries.find_facilitator(facilitator.user_id, on=calendar.today)
    post = queries.find_post(cast.home)
    if officer is not None:
        last = calendar.today - timedelta(days=7)
        actions.send_weekly(
            officer_id=officer.pk,
            day=last,
            remark="Jembatan ke dusun atas rusak.",
            by=facilitator,
            at=calendar.ago(0, 8),
        )
    if post is not None:
        yesterday = calendar.today - timedelta(days=1)
        actions.send_daily(post_id=post.pk, day=yesterday, remark="", by=front, at=calendar.ago(0, 8))
