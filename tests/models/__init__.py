"""What the database itself keeps: derived rows, defaults, stamps and constraints."""
