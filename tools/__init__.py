"""What builds and checks the house; nothing of it is installed with the product."""
