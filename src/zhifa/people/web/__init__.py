"""The pages of people, and the middleware that turns an account into an Actor."""
