"""The filters of each list, and how they take their values."""
