"""What a person owes."""
