"""The `todo` command as a client: it talks to a laptop's server and to one on AWS alike, over the API."""
