"""The whole public dataset as files: tables as CSV and as lines of JSON, which can be read back."""
