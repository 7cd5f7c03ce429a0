"""How objects are written: taken whole, stored in one transaction, answered as they read."""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from drf_orjson_renderer.renderers import ORJSONRenderer
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import BaseThrottle

from ceasefires import actions
from ceasefires.api import idempotency
from ceasefires.api.bodies import Errors, body_of, differing, reason_of, taken
from ceasefires.api.caching import matches, tag
from ceasefires.api.drafts import Draft, Path, draft, objections, path_of, refused
from ceasefires.api.fields.references import own_link
from ceasefires.api.idempotency import Reply
from ceasefires.api.parameters import LONGEST_REASON, Parameter, one_of, text
from ceasefires.api.permissions import RoleAllows
from ceasefires.api.problems import (
    MOST_ERRORS,
    Conflicting,
    PreconditionFailed,
    PreconditionRequired,
    Unacceptable,
)
from ceasefires.api.throttling import ToldThrottle, WriteThrottle
from ceasefires.recording import recorded
from ceasefires.refusals import in_turn, refusal_of
from tracker.clients import request_id

from .base import ReadView

ATTEMPTS = 3
PAUSE = 0.02  # seconds at most
STANDING = 10
DRY_RUN = Parameter(
    "dry_run",
    one_of(["true", "false"]),
    "Check everything, answer as if it were done, and change nothing.",
    {"type": "boolean", "default": False},
)
REASON = Parameter(
    "reason",
    text,
    "Why; public, kept in the history and told in the feed.",
    {"type": "string", "maxLength": LONGEST_REASON},
    longest=LONGEST_REASON,
)


class WriteView(ReadView):
    """POST, PUT, PATCH and DELETE of a resource. Subclasses complete, allow and keep drafts."""

    permission_classes = [RoleAllows]
    resource: ClassVar[str]
    queryset: Any
    verb: str | None = None  # what an action does to the object, where its method does not say it
    detail_serializer_class: ClassVar[Any] = None
    create_serializer_class: ClassVar[Any] = None

    def create(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.write(self._create)

    def update(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.write(lambda: self._update(whole=True))

    def partial_update(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.write(lambda: self._update(whole=False))

    def destroy(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.write(self._withdraw)

    # What resources do differently

    def prepare(self, rows: list[Any]) -> None:
        """Complete rows before they are shown."""

    def complete(self, record: Any, values: dict[str, Any]) -> dict[str, Any]:
        """The values taken for a record, with what follows from them."""
        return values

    def allow(self, made: Draft) -> None:
        """Refuse what the user's role does not allow of a draft."""

    def keep(self, made: Draft) -> None:
        """Store a draft, of a new record or of one that is held."""
        made.save()

    # How a write runs

    def write(self, change: Callable[[], Reply]) -> HttpResponse:
        """Run a change in a transaction, and again where others were in the way; answer it."""
        request: Any = self.request
        self.body, asked = body_of(request), idempotency.asked(request)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._run(change, asked).response()
            except DatabaseError as error:
                if in_turn(error) and attempt < ATTEMPTS:
                    time.sleep(random.uniform(0, PAUSE))  # those who met do not meet again
                    continue
                if conflict := _conflict(error):
                    raise conflict from error
                raise
        raise AssertionError("the last attempt returns or raises")

    def _run(self, change: Callable[[], Reply], asked: idempotency.Asked | None) -> Reply:
        request: Any = self.request
        reason = reason_of(self.body) if request.method == "DELETE" else self.given("reason", "")
        with recorded(editor=request.user.pk, reason=reason, request_id=self.request_id):
            if self.dry_run:
                return _undone(change)
            return idempotency.once(asked, change) if asked else change()

    @property
    def dry_run(self) -> bool:
        return bool(self.given("dry_run") == "true")

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.request_id = request_id(request)
        super().initial(request, *args, **kwargs)

    def get_throttles(self) -> list[BaseThrottle]:
        self.throttle: ToldThrottle = WriteThrottle()
        return [self.throttle]

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What is left is told; whatever a write is answered, nobody keeps it."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if not hasattr(self, "throttle"):
            return response
        told = self.throttle.headers()
        if request.method not in SAFE_METHODS:
            told |= {"X-Request-ID": self.request_id, "Cache-Control": "no-store"}
        for name, value in told.items():
            response[name] = value
        return response

    # The four changes

    def _create(self) -> Reply:
        made = self.take(self._serializer(self.created_class), self.body, self.queryset.model())
        self.store([made])
        return self.reply(made.record.pk, 200 if self.dry_run else 201)

    def _update(self, whole: bool) -> Reply:
        record = self._held()
        shown = self._matching(record)
        serializer = self._serializer(self.detail_class)
        serializer.partial = True
        wrong, body = differing(self.body, json.loads(shown), serializer, whole)
        made = self.take(serializer, body, record, wrong=wrong)
        if made.changed or made.parts or made.links:
            self.store([made])
        return self.reply(record.pk, 200)

    def _withdraw(self) -> Reply:
        record = self._held()
        self._matching(record)
        try:
            actions.withdraw(record)
        except ProtectedError as error:
            standing = ", ".join(
                sorted(str(each) for each in [*error.protected_objects][:STANDING])
            )
            raise Conflicting(f"Withdraw first what rests on it: {standing}.") from error
        return Reply(204)

    # Their parts

    def take(
        self, serializer: Any, body: Any, record: Any, path: Path = (), wrong: Errors = ()
    ) -> Draft:
        """A body as a draft. All that cannot be taken of it is told at once, with what is ``wrong``
        already."""
        values, told, failed = taken(serializer, body, path)
        made = draft(record, self.complete(record, values), path)
        if told or wrong:
            # Of a row among many only what costs no queries.
            alone = isinstance(body, dict) and not path
            beside = objections(made, failed) if alone else ()
            raise Unacceptable([*wrong, *told, *beside][:MOST_ERRORS])
        self.allow(made)
        return made

    def store(self, drafts: Sequence[Draft]) -> None:
        """Keep drafts, or tell everything that stands against them."""
        with self.refusing(drafts):
            self.keep_all(drafts)

    @contextmanager
    def refusing(self, drafts: Sequence[Draft], named_by: Any = None) -> Iterator[None]:
        """What the database, or the domain, refuses inside is told of the drafts.

        ``named_by``: a body that names other things than the drafts' fields.
        """
        try:
            with transaction.atomic():
                yield
                _settle()
        except DatabaseError as error:
            if told := refused(error, drafts, MOST_ERRORS):
                raise (told.within(named_by) if named_by else told) from error
            raise  # as it came: by its cause it is known whether to try again
        except actions.Refused as error:
            place = (*path_of(error.record, drafts), error.field)
            told = Unacceptable.at(place, "refused", str(error))
            raise (told.within(named_by) if named_by else told) from None

    def keep_all(self, drafts: Sequence[Draft]) -> None:
        for each in drafts:
            self.keep(each)

    @property
    def created_class(self) -> Any:
        return self.create_serializer_class or self.detail_class

    @property
    def detail_class(self) -> Any:
        return self.detail_serializer_class or self.serializer_class

    def _serializer(self, serializer_class: Any) -> Any:
        return serializer_class(context=self.get_serializer_context())

    def _held(self) -> Any:
        """The object that is asked for, as it reads, kept from others' changes."""
        key = {self.lookup_field: self.kwargs[self.lookup_field]}
        record = self.queryset.model.objects.filter(**key).first()
        if record is None:
            raise Http404
        actions.hold(record)
        record = self._read(record.pk)
        self.check_object_permissions(self.request, record)
        return record

    def _read(self, pk: Any) -> Any:
        self.action = "retrieve"
        record = self.get_queryset().filter(pk=pk).first()
        if record is None:
            raise Http404
        self.prepare([record])
        return record

    def _shown(self, record: Any) -> bytes:
        data = self._serializer(self.detail_class).to_representation(record)
        rendered: bytes = ORJSONRenderer().render(data)
        return rendered

    def _matching(self, record: Any) -> bytes:
        """The object as it is answered now, which If-Match has to name."""
        shown, given = self._shown(record), self.request.headers.get("If-Match")
        if given is None:
            raise PreconditionRequired
        if not matches(given, tag(shown)):
            raise PreconditionFailed
        return shown

    def reply(self, pk: Any, status: int) -> Reply:
        """An object as it reads after it was written."""
        record = self._read(pk)
        body = self._shown(record)
        headers = {"ETag": tag(body)}
        if status == 201:
            headers["Location"] = own_link(self.get_serializer_context(), self.resource, record)
        return Reply(status, body, headers)


def _undone(change: Callable[[], Reply]) -> Reply:
    """What a change would answer; not even the constraints that wait for the end refuse it."""
    with transaction.atomic():
        reply = change()
        _settle()
        transaction.set_rollback(True)
    return reply


def _settle() -> None:
    """Check now, and at once from here on, what would be checked at the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _conflict(error: DatabaseError) -> Conflicting | None:
    refusal = refusal_of(error)
    return Conflicting(refusal.message) if refusal and refusal.table else None
