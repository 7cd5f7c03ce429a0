"""The truces that begin or are to end, and the talks, of the seven days from a day on.

Needs icalendar.

python3 deadlines.py http://127.0.0.1:8000/api/v1/ 2014-08-05
"""

import sys
from datetime import UTC, date, datetime, timedelta
from urllib.request import urlopen

from icalendar import Calendar

api, first = sys.argv[1], date.fromisoformat(sys.argv[2])
last = first + timedelta(days=6)

with urlopen(f"{api}calendar.ics") as answer:
    events = Calendar.from_ical(answer.read()).walk("VEVENT")


def day(when: date | datetime) -> date:
    """An instant is in UTC; what is known only to the day is a day of the place."""
    return when.astimezone(UTC).date() if isinstance(when, datetime) else when


for event in sorted(events, key=lambda each: (day(each.start), str(each["summary"]))):
    if first <= day(event.start) <= last:
        clock = f"{event.start:%H:%M} UTC" if isinstance(event.start, datetime) else "day alone"
        print(f"{day(event.start)} {clock:>9}  {event['summary']}  ({event['status'].lower()})")
