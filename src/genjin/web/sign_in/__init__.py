"""Signing in and out, invite and reset links."""
