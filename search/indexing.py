"""Dirty queue, generations, lock."""


def listen() -> None:
    pass
