"""The live feed, in a process of its own as its clients meet it."""
