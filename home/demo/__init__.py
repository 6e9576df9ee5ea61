"""Content of the demo: real documents, invented notices, accounts and work in progress.

Persons in it are invented; identity numbers are invalid by checksum.
"""
