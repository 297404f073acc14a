"""门户: the public home, the signed-in home and the pages that belong to no single mechanism.

What comes in are the blocks and menu lines that mechanisms offer; what goes out are pages that join them.
The portal owns no fact and refuses nothing of its own.
"""
