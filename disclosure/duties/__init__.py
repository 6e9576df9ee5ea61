"""The duty register: catalogue × unit × region × period, planned purely and kept as rows."""
