"""Sign-in and nothing else (登录身份).

Comes in: invitations and credentials. Goes out: an account that is signed in, or not. Refuses: open
sign-up, weak or guessed passwords, demonstration accounts in a real district. What an account may do is
decided by the posts of the person who holds it, in `people`.
"""
