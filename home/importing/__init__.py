"""Import of items a department already has: read, map to a unit, draft, and release if clean."""
