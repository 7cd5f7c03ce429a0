"""What changed lately, day by day, and why. Needs feedparser.

python3 whats_new.py http://127.0.0.1:8000/api/v1/ violations,reports,ceasefires
"""

import sys
from itertools import groupby

import feedparser

api, resources = sys.argv[1:]
feed = feedparser.parse(f"{api}changes.atom?resource={resources}&limit=1000")
if feed.bozo:
    sys.exit(f"This is no feed: {feed.bozo_exception}")

for day, entries in groupby(feed.entries, key=lambda each: each.updated[:10]):
    print(day)
    for entry in entries:
        reason = f" — {entry.summary}" if entry.get("summary") else ""
        print(f"  {entry.title}{reason}\n    {entry.link}")
