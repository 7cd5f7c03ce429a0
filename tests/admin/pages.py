"""The admin as one uses it: pages are read, their forms filled in and sent."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.messages import get_messages
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


class FormReader(HTMLParser):
    """What a browser would send for the form of a page as it was served."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.values: dict[str, Any] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == self.form
        elif self.inside:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, Any]) -> None:
        name = given.get("name", "")
        if tag == "select":
            self.select, self.multiple = name, "multiple" in given
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""
        elif tag == "option" and self.select and "selected" in given:
            self._chosen(given["value"])
        elif tag == "input" and given.get("type") in {"checkbox", "radio"}:
            if "checked" in given:
                self.values.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "input" and name and given.get("type") != "submit":
            self.values[name] = given.get("value", "")

    def _chosen(self, value: str) -> None:
        if self.multiple:
            self.values.setdefault(self.select, []).append(value)
        else:
            self.values[self.select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.values[self.area] = self.values[self.area].removeprefix("\n")
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data


def values_of(response: Any, form: str) -> dict[str, Any]:
    reader = FormReader(form)
    reader.feed(response.content.decode())
    return reader.values


class Pages:
    def __init__(self, client: Client) -> None:
        self.client = client

    def url(self, model: type[models.Model], page: str, *args: Any) -> str:
        return reverse(f"admin:ceasefires_{model._meta.model_name}_{page}", args=args)

    def listed(self, model: type[models.Model], **parameters: Any) -> Any:
        return self.client.get(self.url(model, "changelist"), parameters)

    def rows(self, model: type[models.Model], **parameters: Any) -> set[Any]:
        """What a list shows; it must accept its parameters."""
        response = self.listed(model, **parameters)
        assert response.status_code == 200, response
        return set(response.context["cl"].result_list)

    def add(self, model: type[models.Model], query: str = "", **values: Any) -> Any:
        return self._send(self.url(model, "add") + query, model, values)

    def change(self, record: models.Model, **values: Any) -> Any:
        return self._send(self.url(type(record), "change", record.pk), type(record), values)

    def do(self, verb: str, record: models.Model, **values: Any) -> Any:
        return self._send(self.url(type(record), verb, record.pk), type(record), values)

    def _send(self, url: str, model: type[models.Model], values: dict[str, Any]) -> Any:
        """Serve the form, fill in the values given, and send it."""
        served = values_of(self.client.get(url), f"{model._meta.model_name}_form")
        return self.client.post(url, served | values, follow=True)

    def act(self, action: str, *records: models.Model, **more: Any) -> Any:
        url = self.url(type(records[0]), "changelist")
        chosen = [record.pk for record in records]
        data = {"action": action, "_selected_action": chosen} | more
        return self.client.post(url, data, follow=True)

    def queries(self, url: str) -> int:
        """How many a page takes; the first visit only fills what the process keeps."""
        self.client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(url)
        assert response.status_code == 200
        return len(queries)


def said(response: Any) -> str:
    """The messages on a page."""
    return "\n".join(str(message) for message in get_messages(response.wsgi_request)) or "\n".join(
        str(message) for message in response.context["messages"]
    )


def errors(response: Any) -> dict[str, list[str]]:
    """The errors of the form that came back, those of its inlines by prefix and name."""
    assert response.status_code == 200
    assert "adminform" in response.context, said(response)
    found = {name: list(each) for name, each in response.context["adminform"].form.errors.items()}
    for inline in response.context.get("inline_admin_formsets", []):
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): list(each) for name, each in form.errors.items()}
    return found
