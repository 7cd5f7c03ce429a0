"""What the forms of all records share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import Model
from django.http import HttpResponse

from ceasefires.actions import Refused
from ceasefires.choices import Vocabulary
from ceasefires.refusals import Refusal, by_field, field_named, refusal_of


def is_key(model: type[Model], value: Any) -> bool:
    """Whether a value could be the key of some record."""
    try:
        model._meta.pk.to_python(value)
    except ValidationError:
        return False
    return True


def defined(vocabulary: type[Vocabulary]) -> list[tuple[str, str]]:
    """A vocabulary's values to choose from, each with what it means."""
    return [(each.value, f"{each.label}: {each.definition}") for each in vocabulary]


REFUSALS = (DatabaseError, Refused)


def told(
    view: Callable[..., HttpResponse], request: Any, *args: Any, **kwargs: Any
) -> HttpResponse:
    """What a view of forms answers; what it could not store comes back as an error of its form.

    Who stores a part of the record gives the error the ``prefix`` of that part's form.
    """
    try:
        return view(request, *args, **kwargs)
    except REFUSALS as error:
        refusal = _why(error)
        if refusal is None:
            raise
        request.refusals = {getattr(error, "prefix", None): refusal}
        return view(request, *args, **kwargs)


def _why(error: Exception) -> Refusal | None:
    if isinstance(error, Refused):
        return Refusal(error.table, f"{error.field}: {error}")
    return refusal_of(error)


class Forgiving:
    """Shows a form that came back with something that is no key at all."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> list[Any]:
        remote = self.field.remote_field.model
        return super().optgroups(name, [each for each in value if is_key(remote, each)], attr)


class AutocompleteMultiple(Forgiving, AutocompleteSelectMultiple):
    pass


class Autocomplete(Forgiving, AutocompleteSelect):
    """Asks the database for the chosen record only where the form does not hold it already."""

    held: tuple[str, str] | None = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> list[Any]:
        if self.held is None or [str(each) for each in value] != [self.held[0]]:
            return super().optgroups(name, value, attr)
        option = self.create_option(name, *self.held, selected=True, index=1)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*blank, option], 0)]


class RecordForm(forms.ModelForm):
    """Puts what the constraints refuse at the field that it concerns."""

    refusals: dict[str | None, Refusal] = {}  # of what was sent, by the prefix of its form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self._hold(name)

    def _hold(self, name: str) -> None:
        """Let the widget of a foreign key show what was fetched with the record."""
        widget = getattr(self.fields[name].widget, "widget", self.fields[name].widget)
        if isinstance(widget, Autocomplete):
            chosen = self.instance._state.fields_cache.get(name)
            widget.held = (str(chosen.pk), str(chosen)) if chosen else None

    def _post_clean(self) -> None:
        super()._post_clean()
        refusal = self.refusals.get(self.prefix)
        if refusal and not self.errors:
            self.refuse(refusal)

    def refuse(self, refusal: Refusal) -> None:
        own = refusal.table in self._tables()
        self.add_error(field_named(refusal.message, self.fields) if own else None, refusal.message)

    def _tables(self) -> set[str]:
        """Its record's, and those of what the record is linked to."""
        options = self.instance._meta
        links = {each.remote_field.through._meta.db_table for each in options.many_to_many}
        return {options.db_table} | links

    def _update_errors(self, errors: ValidationError) -> None:
        super()._update_errors(by_field(errors, self.fields))


class ZonedForm(RecordForm):
    """Of a record whose empty time zone is that of its conflict."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        conflict = self.cleaned_data.get("conflict")
        if conflict and self.cleaned_data.get("time_zone") == "":
            self.cleaned_data["time_zone"] = conflict.time_zone
        return cleaned


class ClaimForm(RecordForm):
    """Of a claim, which was public from its source's publication where nothing else is said."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        source = self.cleaned_data.get("source")
        if source and self.cleaned_data.get("known_from", ...) is None:
            self.cleaned_data["known_from"] = source.published_at or source.accessed
            if self.cleaned_data["known_from"] is None:
                self.add_error(
                    "known_from", "The source has no date: say from when this was public."
                )
        return cleaned
