"""Tables of the queue at a counter: numbers and nothing about persons."""

from django.db import models

from rangkul.desk.enums import QueuePriority, QueuePurpose
from rangkul.desk.models.cases import Case
from rangkul.desk.workflow import QUEUE
from rangkul.kernel.ids import new_id


class QueueTicket(models.Model):
    """A number of one day at one post ("A-012"); `case` is the intake it led to. It says nothing of who holds it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form_key = models.UUIDField(unique=True)
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=10, choices=QueuePurpose.choices, default=QueuePurpose.NEED)
    priority = models.CharField(max_length=8, choices=QueuePriority.choices, default=QueuePriority.NONE)
    rank = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=8, choices=QUEUE.choices(), default=QUEUE.initial)
    counter = models.CharField(max_length=20, blank=True)
    called_by = models.UUIDField(null=True)
    called_by_name = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    call_count = models.PositiveSmallIntegerField(default=0)
    last_called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "day", "letter", "number"], name="desk_queue_number"),
            models.UniqueConstraint(
                fields=["post", "day", "called_by"],
                name="desk_queue_one_call_each",
                condition=models.Q(state="CALLED"),
            ),
        ]
        indexes = [models.Index(fields=["post", "day", "state", "rank", "taken_at"], name="desk_queue_next")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is called out: "A-012"."""
        return f"{self.letter}-{self.number:03d}"


class QueueDisplay(models.Model):
    """The address of a post's screen in the waiting room: who knows it sees the numbers being called, nothing else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.OneToOneField("organisation.Post", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    address = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.area_code} {self.made_at:%Y-%m-%d}"
