"""Sections of a playbook, one file each: how each is read, held to what is registered, and applied."""
