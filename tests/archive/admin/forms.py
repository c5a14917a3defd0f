"""Fills in a page of the admin as a browser would: what the form shows is sent, save what the test changes."""

from typing import Any

from django.forms import CheckboxInput, CheckboxSelectMultiple
from django.test import Client


def submit(client: Client, address: str, **changes: Any) -> Any:
    """Open the form, change fields, save; returns the answer."""
    return client.post(address, filled(client, address, **changes))


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the form at an address."""
    context = client.get(address).context
    data: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            boxes = isinstance(bound.field.widget, CheckboxInput | CheckboxSelectMultiple)
            data[bound.html_name] = "" if value is None and not boxes else value
    unknown = [name for name in changes if name not in data and "-" not in name]
    assert not unknown, f"the form has no {unknown}"
    data |= changes
    # A browser sends nothing for a box that is not ticked.
    return {name: value for name, value in data.items() if value is not None and value is not False}
