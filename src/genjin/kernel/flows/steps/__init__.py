"""Steps: small registered verbs that a flow or a watch runs, one file each."""
