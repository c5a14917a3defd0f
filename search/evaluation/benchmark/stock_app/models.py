from django.db import models


class Item(models.Model):
    """Never stored: made in memory, and indexed."""

    text = models.TextField()
    title = models.TextField()
    year = models.IntegerField()
    month = models.IntegerField()
    category = models.TextField()
    source = models.TextField()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return self.title
