"""Settings, root addresses, the command line and the supervisor: the only place that knows every mechanism."""
