"""What every mechanism stands on, without a noun of the domain.

Comes in: nothing. Goes out: refusals, typed quantities, civil days, the Actor, the registry of
offers, the working calendar, the page shell and its components. Refuses: to know any mechanism.

Unlike a mechanism, the kernel is entered by its named modules (`errors`, `quantities`, `clock`,
`calendar`, `actor`, `registry`, `web`), each of which is a door.
"""
