"""Finding and masking personal data."""

import os

# Before numpy is first imported: a second thread gains nothing on the small matrices used here, and
# waiting for it on a busy machine costs a factor of five (measured with the OpenBLAS of numpy's wheels).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
