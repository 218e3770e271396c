"""Tables of accounts: users and the duties that give them a role in areas for a time."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from rangkul.accounts.roles import ROLES
from rangkul.kernel.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Makes users; passwords are hashed with Argon2id."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. Rights come from duties only; there are no superusers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()
    all_duties: "list[Duty]"
    """Only on the user of a session, as they were when the request began."""

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """A role that a user has in some areas, from a day until a day: the source of every right."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duties")
    role = models.CharField(max_length=30, choices=[(role.code, role.label) for role in ROLES])
    office = models.ForeignKey("organisation.Office", on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey("organisation.Division", on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    institution_id = models.UUIDField(null=True)
    area_codes = ArrayField(models.CharField(max_length=13), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({', '.join(self.area_codes)})"
