"""The offline checker of Zhifa's proof bundles: the standard library and `cryptography`, nothing of Zhifa."""
