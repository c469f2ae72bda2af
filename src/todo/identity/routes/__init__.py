"""The routes of the sign-in: one module per page or endpoint, each adding itself to the blueprint."""
