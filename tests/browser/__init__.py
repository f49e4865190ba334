"""The product in a browser: real server, real worker, real database."""
