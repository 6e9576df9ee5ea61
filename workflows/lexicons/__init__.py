"""The words the detector reads by, kept by privacy reviewers."""
