"""A map file of reported acts, for QGIS or any other GIS. Needs geopandas.

python3 map_of_acts.py http://127.0.0.1:8000/api/v1/ gaza-2014 acts.gpkg
"""

import sys

import geopandas

api, conflict, path = sys.argv[1:]
acts = geopandas.read_file(f"{api}violations/?conflict={conflict}&format=geojson&limit=all")

# An act without a place has no geometry; one that is placed to a district or vaguer is a point
# somewhere in it, and would look exact on a map.
placed = acts[~acts.geometry.is_empty & acts.geometry.notna()]
exact = placed[placed["geo_precision"].isin(["exact", "near"])]
print(f"{len(acts)} acts, {len(placed)} with a place, {len(exact)} of them within about 25 km.")
if len(exact):
    west, south, east, north = exact.total_bounds
    print(f"They lie between {west:.2f} and {east:.2f} east, {south:.2f} and {north:.2f} north.")
    # The format keeps instants in UTC alone.
    exact.drop(columns=["occurred_local", "verified_local"]).to_file(path, driver="GPKG")
    print(f"Written to {path}.")
