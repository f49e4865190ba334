"""Find and go."""
