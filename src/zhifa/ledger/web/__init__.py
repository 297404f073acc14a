"""The log for those who may follow it: C2SP tlog-tiles, on the internal network only."""
