"""How fast Genjin is, beside the same statements run bare: `make bench`."""
