"""Fills in a page of the admin as a browser would: what the form shows is sent, save what the test changes."""

import re
from typing import Any

from django.forms import CheckboxInput, CheckboxSelectMultiple, MultiWidget
from django.test import Client


def opened(client: Client, address: str) -> dict[str, Any]:
    """What a browser sends for the form at `address` if nobody changes anything: every field, line ends as CRLF."""
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
            if isinstance(bound.field.widget, MultiWidget):  # a day and a time of day
                del data[bound.html_name]
                names = (
                    [bound.html_name, bound.html_initial_name] if bound.field.show_hidden_initial else [bound.html_name]
                )
                parts = list(enumerate(bound.field.widget.decompress(value)))
                data |= {f"{name}_{n}": str(part or "") for name in names for n, part in parts}
    return data


def send(client: Client, address: str, data: dict[str, Any], **changes: Any) -> Any:
    """Send a form that was opened before, with changes; returns the answer."""
    unknown = [name for name in changes if name not in data and "-" not in name and not name.startswith("_")]
    assert not unknown, f"the form has no {unknown}"
    return client.post(address, as_browser(data | changes))


def as_browser(data: dict[str, Any]) -> dict[str, Any]:
    """The fields as a browser sends them: none for a box that is not ticked, line ends as CRLF."""
    ticked = {name: value for name, value in data.items() if value is not None and value is not False}
    return {name: as_sent(value) for name, value in ticked.items()}


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the form at an address."""
    return as_browser(opened(client, address) | changes)


def as_sent(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\n", "\r\n") if isinstance(value, str) else value


def submit(client: Client, address: str, **changes: Any) -> Any:
    """Open the form, change fields, save; returns the answer."""
    return send(client, address, opened(client, address), **changes)


def comparing_data(answer: Any, sides: dict[str, str]) -> dict[str, Any]:
    """What a browser sends of the page that compares, with these sides chosen where the page has not chosen."""
    context = answer.context
    sent: dict[str, Any] = {}
    for name, value in [*context["typed"], *context["versions"], ("compared", "1")]:
        sent.setdefault(name, []).append(value)
    for each in context["conflicts"]:
        sent[each.choice] = sides.get(each.name) or each.chosen
        assert sent[each.choice], f"the editor must choose {each.name}"
    return sent


def seen_in(plan: Any) -> dict[str, str]:
    """What the page of a plan carries of the articles as they were."""
    return dict(re.findall(r'name="(seen|newest|count)" value="([^"]*)"', plan.content.decode()))
