"""The live feed: an ASGI application, served by a process of its own (docs/adr/0011)."""
