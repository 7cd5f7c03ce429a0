"""Reported acts per day, by the party that they are attributed to. Needs pandas.

python3 acts_per_day.py http://127.0.0.1:8000/api/v1/ gaza-2014
"""

import sys

import pandas

api, conflict = sys.argv[1:]
fields = "occurred,attributed_to,verification,relation"
acts = pandas.read_csv(
    f"{api}violations/?conflict={conflict}&format=csv&limit=all&fields={fields}",
    keep_default_na=False,  # a party may be called "NA"
)

# Only what is dated to the day has a day; the days are those of the place.
dated = acts[acts["occurred_precision"].isin(["minute", "hour", "day"])]
undated = len(acts) - len(dated)
table = (
    dated.assign(
        day=dated["occurred_local"].str[:10],
        attributed_to=dated["attributed_to_name"].replace("", "nobody named"),
    )
    .groupby(["day", "attributed_to"])
    .size()
    .unstack(fill_value=0)
)
print(f"Acts reported in {conflict}, whenever they happened and however far they were checked:")
print(table.to_string())
print(f"Not dated to the day: {undated}.")
print(acts.groupby(["relation", "verification"]).size().to_string())
