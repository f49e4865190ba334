"""Field types: one small file each; `fieldtypes` is the registry."""
