"""What every route of the API shares: who asks, what is read from a request, what an answer looks like."""
