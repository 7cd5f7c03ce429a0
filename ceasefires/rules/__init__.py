"""How a ceasefire's state follows from sourced facts: pure functions, no database, no clock.

Start reading at :func:`ceasefires.rules.derive.derive`.
"""
