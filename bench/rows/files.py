"""Pages per second through reading and rebuilding, against bare text recognition of the pictures.

Both run the same recognition; ours adds the child process, drawing, the detector, painting, coding
and a second look at what is left.
"""

import io
import resource

from bench.measure import Row, against, report

PAGES = 2
LINES = 26
ROUNDS = 5


def born_digital() -> bytes:
    """A PDF of text pages as an office program exports them."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for page in range(PAGES):
        canvas.setFont("STSong-Light", 12)
        for line in range(LINES):
            place = f"第{page + 1}页第{line + 1}行"
            text = f"{place} 东风村临时救助对象户主王明 每月救助 {line * 10 + 400}元"
            canvas.drawString(60, 780 - line * 26, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pictures(data: bytes) -> list:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=150 / 72).to_pil().convert("RGB") for page in document]


def scanned(drawn: list) -> bytes:
    """The same pages as a scanner saves them."""
    buffer = io.BytesIO()
    first, *rest = [picture.convert("L") for picture in drawn]
    first.save(buffer, "PDF", save_all=True, append_images=rest, resolution=150, quality=60)
    return buffer.getvalue()


def measure() -> list[Row]:
    from privacy.files import ocr, sandbox
    from privacy.files.model import Wanted

    def through(data: bytes):
        def work():
            reading = sandbox.read(data, name="bench.pdf", domain="welfare")
            return sandbox.rebuild(data, name="bench.pdf", reading=reading, wanted=Wanted())

        return work

    digital = born_digital()
    drawn = pictures(digital)
    rows = []
    for name, data in (("PDF, born digital", digital), ("PDF, scanned", scanned(drawn))):
        work = through(data)
        ours, theirs = against(
            work, lambda: [ocr.recognise(picture) for picture in drawn], rounds=ROUNDS
        )
        new = work()
        note = f"A4 at 150 dpi, {len(new.data) / len(data):.1f} times the size, one core"
        rows.append(
            Row(
                f"{name}: read and rebuild",
                PAGES / ours,
                "pages/s",
                "bare OCR",
                PAGES / theirs,
                note,
            )
        )
    return rows


if __name__ == "__main__":
    rows = measure()
    # The work is done in children: theirs is the memory that counts.
    report(rows, peak=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
