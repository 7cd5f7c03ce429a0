"""What objects of the API are made of: each field shows a value, and takes what it has shown."""
