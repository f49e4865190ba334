"""No tables yet: figures are computed from what is there; snapshots come with the nightly job."""
