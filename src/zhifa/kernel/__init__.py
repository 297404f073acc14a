"""What every mechanism stands on, without a noun of the domain.

Comes in: nothing. Goes out: refusals, typed quantities, civil days, the Actor, the registry of
offers, the signature's facts, the page shell and its components. Refuses: to know any mechanism.

Unlike a mechanism, the kernel is entered by its named modules (`errors`, `quantities`, `clock`,
`workdays`, `actor`, `registry`, `signature`, `web`), each of which is a door.
"""
