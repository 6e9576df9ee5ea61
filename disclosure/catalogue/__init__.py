"""The catalogue as a whole: versions, import and export in the State's columns, differences.

`words`, `deadline_words`, `element_words`, `grid`, `headings`, `importing`, `differences` and
`state_columns` are pure; `versions`, `drafts` and `force` are the rim that stores.
"""
