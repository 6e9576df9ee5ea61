"""One kind of personal data per module. A rule takes a Document and yields Hits.

The order is the precedence of privacy.yaml: an earlier rule wins the place.
"""

from . import (
    address,
    bank_card,
    birth_date,
    email,
    id_card,
    location,
    papers,
    phone,
    plate,
    secrets,
    situation,
    social,
    split_columns,
)

ALL_RULES = (
    secrets.find,
    id_card.find,
    papers.find,
    social.find,
    bank_card.find,
    phone.find,
    email.find,
    plate.find,
    birth_date.find,
    location.find,
    address.find,
    situation.find,
    split_columns.find,
)
