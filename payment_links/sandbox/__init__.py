"""The sandbox: a stand-in for the outside world, in its own process and with its own tables."""
