"""The duty register: catalogue × unit × region × period, planned purely and kept as rows.

`facts`, `owing`, `slots`, `plan`, `matching` and `states` are pure; `register` reads and writes.
"""
