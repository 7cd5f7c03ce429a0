"""The API's objects, field by field, in the order in which they are shown."""
