"""Borders as they were imported. A later import adds a set; nothing is changed or removed."""

from __future__ import annotations

from django.db import models

from knooppunt.kit.ids import new_id


class BorderSet(models.Model):
    """The borders of all areas of one kind on one day; of sets with equal kind and vintage the newest counts.

    ``derived`` sets were put together from the municipalities in the same file; a set that a file held as such goes
    before them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.TextField()
    vintage = models.DateField()
    derived = models.BooleanField()
    original = models.ForeignKey("files.Original", on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "geography_border_set"
        indexes = [models.Index(fields=["kind", "vintage"], name="geography_border_set_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.vintage}"


class Border(models.Model):
    """The border of one area: a GeoJSON geometry in WGS 84 whose outer rings run clockwise, as d3 wants them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    border_set = models.ForeignKey(BorderSet, on_delete=models.PROTECT, related_name="borders")
    code = models.TextField()
    geometry = models.JSONField()

    class Meta:
        db_table = "geography_border"
        constraints = [models.UniqueConstraint(fields=["border_set", "code"], name="geography_border_once")]

    def __str__(self) -> str:
        return self.code
