"""What the page cache counts; processes that share a folder count together."""

import os
from pathlib import Path

import psutil
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST
REQUESTS = Counter(
    "ceasefires_page_cache_requests",
    "Anonymous reads of the API, by what the page cache had.",
    ["outcome"],
)
HIT, MISS, STALE, UNWATCHED = map(REQUESTS.labels, ["hit", "miss", "stale", "unwatched"])
EVICTIONS = Counter("ceasefires_page_cache_evictions", "Pages that had to leave for others.")
BYTES = Gauge("ceasefires_page_cache_bytes", "What all pages take.", multiprocess_mode="livesum")
PAGES = Gauge("ceasefires_page_cache_pages", "How many are kept.", multiprocess_mode="livesum")
LOOKS = Histogram(
    "ceasefires_page_cache_look_seconds",
    "How long the database takes to tell what has changed.",
    buckets=(0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.1, 1),
)


def exposed() -> bytes:
    """All of it, as Prometheus reads it."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return generate_latest(_of_all(folder) if folder else REGISTRY)


def _of_all(folder: str) -> CollectorRegistry:
    for file in Path(folder).glob("gauge_live*.db"):
        process = int(file.stem.rpartition("_")[2])
        if not psutil.pid_exists(process):  # what it kept went with it
            file.unlink(missing_ok=True)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return registry
