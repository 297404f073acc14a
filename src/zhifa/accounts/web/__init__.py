"""The pages of accounts beside the library's own: invitations and demonstration sign-ins."""
