"""The pages of figures: the list, and the door of each."""
