"""A client of the API whose every answer is held to the OpenAPI document."""

from typing import Any
from urllib.parse import urljoin

from django.test import Client

from .contract import BASE, hold


class ApiClient(Client):
    """Takes paths below /api/v1/, or whole addresses."""

    def generic(self, method: str, path: str, *args: Any, **extra: Any) -> Any:
        local = path.removeprefix("http://testserver")
        return super().generic(method, urljoin(BASE, local), *args, **extra)

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        path, query = request["PATH_INFO"], request.get("QUERY_STRING", "")
        hold(response, request["REQUEST_METHOD"], path, query)
        return response

    def body(self, path: str, **parameters: Any) -> Any:
        """What is answered, which has to be 200."""
        response = self.get(path, parameters)
        assert response.status_code == 200, response.content
        return response.json()

    def rows(self, path: str, **parameters: Any) -> list[Any]:
        rows: list[Any] = self.body(path, **parameters)["results"]
        return rows

    def refused(self, path: str, query: Any = None, **headers: str) -> list[dict[str, str]]:
        """The errors of an answer that has to be 400."""
        response = self.get(path, query or {}, headers=headers)
        assert response.status_code == 400, response.content
        errors: list[dict[str, str]] = response.json().get("errors", [])
        return errors
