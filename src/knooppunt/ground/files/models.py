"""What is known of each original. The bytes lie in ``KNOOPPUNT_HOME/originals``."""

from __future__ import annotations

from django.db import models


class Original(models.Model):
    """A file as it came in; ``name`` is the name it came in under the first time."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    name = models.TextField()
    kept_at = models.DateTimeField()
    kept_by = models.TextField()

    class Meta:
        db_table = "files_original"

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"
