"""Recording visits and reading them."""
