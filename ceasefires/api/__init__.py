"""The public read API, version 1; ``docs/openapi.yaml`` is its contract."""
