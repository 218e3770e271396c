"""Permissions that belong together, by name: what `roles` are made of."""

SEE_PERSONS = frozenset({"registry.person.search", "registry.person.view", "registry.family.view"})
SEE_IDENTITY = frozenset({"registry.person.view_identity"})
SEE_HEALTH = frozenset({"registry.person.view_health"})
REGISTER = frozenset({"registry.person.register", "registry.family.register", "registry.person.record"})
CORRECT = frozenset({"registry.person.correct"})
ASK_CHANGE = frozenset({"registry.change.ask"})
CHECK_CHANGE = frozenset({"registry.change.check"})
SEE_DOUBLES = frozenset({"registry.pair.view"})
DOUBLES = SEE_DOUBLES | {"registry.pair.decide"}
PROGRAMMES = frozenset(
    {"programmes.catalogue.view", "programmes.screening.run", "programmes.enrolment.view", "programmes.proposal.view"}
)
PROPOSE = frozenset(
    {"programmes.proposal.create", "programmes.proposal.add_line", "programmes.proposal.remove_line"}
    | {"programmes.proposal.submit", "programmes.proposal.withdraw"}
)
UNMET = frozenset({"desk.unmet.view"})
CASES = UNMET | {"desk.case.view", "desk.referral.view", "institutions.directory.view"}
INTAKE = frozenset({"desk.case.register", "desk.case.match", "desk.case.note", "desk.case.report", "desk.case.contact"})
SORT = frozenset({"desk.case.classify", "desk.case.settle"})
SEE_QUEUE = frozenset({"desk.queue.view"})
QUEUE = SEE_QUEUE | {f"desk.queue.{verb}" for verb in ("take", "call", "recall", "skip", "serve", "display")}
HANDLE = frozenset(
    {"desk.case.assign", "desk.case.handle", "desk.case.return", "desk.case.propose", "desk.case.close"}
    | {"desk.referral.send", "desk.referral.answer", "desk.share.give"}
)
CHECK = frozenset({"desk.case.check", "desk.case.receive"})
ASSESS = CHECK | {"desk.case.assess", "desk.case.submit", "desk.task.create"}
CONFIDE = frozenset({"desk.confidential.read", "desk.confidential.write"})
DECIDE = frozenset({"desk.case.decide", "desk.task.create", "organisation.delegation.give"}) | CONFIDE
DECIDE_OFFICE = DECIDE | {"desk.case.decide_office"}
CALENDAR = frozenset({"reference.calendar.change"})
OPEN_SHARED = frozenset({"desk.share.open"})
"""To be given a single case to read, for a reason and until a day: divisions that work on it with the desk (R210)."""
REFERRAL_LINK = frozenset({"desk.referral.link"})
RECEIVE = frozenset({"desk.referral.receive"})
SEE_COMPLAINTS = frozenset({"desk.complaint.view"})
HEAR_COMPLAINTS = SEE_COMPLAINTS | {"desk.complaint.register"}
COMPLAINTS = HEAR_COMPLAINTS | {f"desk.complaint.{verb}" for verb in ("take", "tie", "answer", "contact")}
REVIEW_COMPLAINTS = COMPLAINTS | {"desk.complaint.review", "desk.complaint.name"}
INSPECT_COMPLAINTS = SEE_COMPLAINTS | {
    f"desk.complaint.{verb}" for verb in ("inspect", "take", "answer", "review", "name", "contact")
}
SEE_SURVEY = frozenset({"desk.survey.view"})
TAKE_OUT = frozenset({"registry.export.make"})
FIGURES = UNMET | {"insight.realisation.view"}
COVERAGE = frozenset({"insight.coverage.view"})
SEE_WHATIF = frozenset({"insight.whatif.view", "insight.snapshot.refresh"})
WHATIF = SEE_WHATIF | {"insight.whatif.keep"}
ANNOUNCE = frozenset({"organisation.announcement.write"})
PUBLISH_NEWS = ANNOUNCE | {"organisation.announcement.publish"}
SEE_ACTIVITIES = frozenset({"organisation.office.view", "organisation.activity.view"})
SIGN_CERTIFICATES = SEE_ACTIVITIES | {"organisation.certificate.sign"}
ACTIVITIES = SEE_ACTIVITIES | {"organisation.activity.record"}
SEE_POSTS = frozenset({"organisation.post.view", "organisation.slrt.view", "organisation.rollout.view"})
CHECK_POSTS = SEE_POSTS | {"organisation.post.check", "organisation.report.view"}
RUN_POSTS = (
    CHECK_POSTS
    | {f"organisation.{what}.change" for what in ("post", "slrt", "rollout")}
    | {"organisation.member.appoint"}
)
REPORT_WEEK = frozenset({"organisation.report.send_weekly"})
REPORT_POST = frozenset({"organisation.post.view", "organisation.report.send_daily"})
SEE_HOME = frozenset({"registry.family.view_home"})
MEET_DEVICE = frozenset({"registry.device.meet"})
VALIDATE = frozenset({"registry.disability.validate"})
DELIVERY = frozenset({"delivery.cycle.view"})
HAND_OVER = DELIVERY | {"delivery.handover.record"}
SEE_VERIVALI = frozenset({"verivali.campaign.view"})
VISIT = frozenset({"verivali.subject.submit", "verivali.subject.miss"})
REVIEW = SEE_VERIVALI | {"verivali.subject.approve", "verivali.subject.return", "verivali.subject.revisit"}
PLAN = SEE_VERIVALI | {f"verivali.campaign.{verb}" for verb in ("create", "open", "close", "cancel", "assign")}
ADMIT = frozenset({"institutions.resident.admit", "institutions.request.view", "institutions.request.ask"})
SEE_RESIDENTS = frozenset({"institutions.resident.view", "delivery.meal.view"})
SEE_NEW_HOMES = frozenset({"institutions.application.view", "institutions.partnership.view"})
KEEP_HOMES = (
    ADMIT
    | SEE_RESIDENTS
    | SEE_NEW_HOMES
    | {"institutions.institution.change", "institutions.resident.overfill", "institutions.resident.discharge"}
    | {"institutions.partnership.record", "institutions.request.decide"}
    | {"delivery.meal.record", "delivery.meal.void"}
    | {f"institutions.application.{verb}" for verb in ("apply", "check", "visit", "recommend", "withdraw")}
)
DECIDE_HOMES = SEE_RESIDENTS | SEE_NEW_HOMES | {"institutions.application.register", "institutions.application.refuse"}
SEE_OUTBOX = frozenset({"platform.outbox.view"})
WATCH_OUTBOX = SEE_OUTBOX | {"platform.delivery.retry"}
OUTBOX = WATCH_OUTBOX | {"platform.channel.change"}

SEE_LETTERS = frozenset({"desk.letter.view", "documents.register.view"})
READ_LETTERS = SEE_LETTERS | {"desk.letter.read", "desk.letter.copy"}
DRAFT_LETTERS = READ_LETTERS | {"desk.letter.draft", "desk.letter.change"}
WRITE_LETTERS = DRAFT_LETTERS | {"desk.letter.issue", "desk.letter.cancel"}
INITIAL_LETTERS = READ_LETTERS | {f"desk.letter.{verb}" for verb in ("initial", "return", "cancel")}
SIGN_LETTERS = READ_LETTERS | {f"desk.letter.{verb}" for verb in ("sign", "return", "cancel")}
SET_SERIES = frozenset({"documents.series.set"})
GRANT_MANDATES = frozenset({"organisation.mandate.grant", "organisation.mandate.end"})
SEE_COVER = frozenset({"programmes.cover.view"})
COVER = SEE_COVER | {"programmes.cover.propose", "programmes.cover.answer"}
SEE_EWARONG = frozenset({"delivery.ewarong.view"})
BUY = SEE_EWARONG | {"delivery.purchase.record"}
"""Writing down what families buy at e-warongs."""
PROPOSE_EWARONG = BUY | {"delivery.ewarong.propose"}
KEEP_EWARONG = PROPOSE_EWARONG | {"delivery.ewarong.suspend", "delivery.purchase.void", "delivery.purchase.review"}
DECIDE_EWARONG = SEE_EWARONG | {f"delivery.ewarong.{verb}" for verb in ("appoint", "suspend", "resume", "end")}
