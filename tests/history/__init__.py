"""What the database keeps of every change."""
