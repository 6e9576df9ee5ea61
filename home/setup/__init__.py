"""What a new site must know before anybody logs in: seeded from files, kept by staff afterwards.

Rows that exist are left alone unless a refresh is asked for, because law and names are data that
staff maintain (design.md, Shape).
"""
