"""A grid of fact sets, stored and derived from twice: by the rules and by the database."""
