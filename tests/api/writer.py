"""A client that writes: as a user of some role, in JSON, with the ETag of what it has read."""

import json
from typing import Any

from tests.people import bearing, make_token

from .client import ApiClient


class Writer(ApiClient):
    """Takes bodies as Python values; every answer is held to the document."""

    def __init__(self, role: str = "editor", **user: Any) -> None:
        self.token = make_token(role, **user)
        super().__init__(headers=bearing(self.token))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        text = body if isinstance(body, bytes) else json.dumps(body)
        return self.generic(method, path, text, "application/json", headers=given)

    def create(self, path: str, body: Any, **headers: str) -> Any:
        """What was made, as it was answered."""
        response = self.send("POST", path, body, **headers)
        assert response.status_code == 201, response.content
        return response.json()

    def tag(self, path: str) -> str:
        response = self.get(path)
        assert response.status_code == 200, response.content
        etag: str = response["ETag"]
        return etag

    def change(self, method: str, path: str, body: Any, **headers: str) -> Any:
        """Change what stands at a path as it is now."""
        return self.send(method, path, body, If_Match=self.tag(path.partition("?")[0]), **headers)

    def amend(self, path: str, body: Any) -> Any:
        response = self.change("PATCH", path, body)
        assert response.status_code == 200, response.content
        return response.json()

    def withdraw(self, path: str, reason: str = "A duplicate.") -> Any:
        return self.change("DELETE", path, {"reason": reason})

    def objections(self, method: str, path: str, body: Any, **headers: str) -> set[tuple[str, str]]:
        """The pointers and codes of an answer that has to be 422."""
        send = self.send if method == "POST" else self.change
        response = send(method, path, body, **headers)
        assert response.status_code == 422, response.content
        return {(each["pointer"], each["code"]) for each in response.json()["errors"]}
