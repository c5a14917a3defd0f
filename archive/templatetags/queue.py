"""{% queue_counts as counts %}: how much waits for whoever looks at the page (archive.services.queue)."""

from django import template
from django.template import Context

from archive.services import queue

register = template.Library()


@register.simple_tag(takes_context=True, name="queue_counts")
def queue_counts_tag(context: Context) -> list[queue.QueueCount]:
    return queue.queue_counts(context["request"].user)
