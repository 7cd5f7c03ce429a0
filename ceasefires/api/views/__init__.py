"""The views, which declare; what they share is in ``base``."""
