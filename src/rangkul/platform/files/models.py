"""The table of kept files: what each is, whose it is, where it lies by digest."""

from django.db import models

from rangkul.kernel.ids import new_id


class StoredFile(models.Model):
    """A file somebody handed in. This row says what it is; encrypted bytes lie under the files folder by `sealed_sha256`.

    `sha256` is that of the plain bytes. `sealed_sha256` is empty for files kept before files were encrypted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64)
    sealed_sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20)
    owner_kind = models.CharField(max_length=30)
    owner_id = models.UUIDField()
    area_code = models.CharField(max_length=13, db_collation="C")
    kept_by = models.UUIDField(null=True)
    kept_by_name = models.CharField(max_length=200)
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="files_file_owner"),
            models.Index(fields=["sha256"], name="files_file_digest"),
        ]

    def __str__(self) -> str:
        return self.name
