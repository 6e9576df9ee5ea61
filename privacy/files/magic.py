"""Signatures of file formats: the first bytes of what we publish and of what we refuse."""

ARCHIVE = "这是压缩包，里面的文件不能逐个审查。请解压后把每个文件单独上传。"
PROGRAM = "这是程序或脚本，不能公开。请把要公开的内容另存为 PDF 或 DOCX 后再上传。"
MEDIA = "这里不处理音频和视频。请整理成文字稿，另存为 DOCX 或 PDF 后再上传。"
RICH = "RTF 里可能藏有对象。请在 WPS 或 Word 里另存为 DOCX 后再上传。"
PHOTO = "这种图片格式不能处理。请另存为 JPG 或 PNG 后再上传。"
PRINT = "这是打印机或排版格式。请导出为 PDF 后再上传。"
DATABASE = "这是数据库文件。请把要公开的表导出为 XLSX 或 CSV 后再上传。"
MAIL = "这是邮件文件。请把要公开的内容另存为 PDF 或 DOCX 后再上传。"

REFUSED = {
    "archive": ARCHIVE,
    "program": PROGRAM,
    "media": MEDIA,
    "rtf": RICH,
    "photo": PHOTO,
    "print": PRINT,
    "database": DATABASE,
}
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"PK\x05\x06", "archive"),
    (b"PK\x07\x08", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x1f\x9d", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MSCF", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xfe\xed\xfa", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"\0asm", "program"),
    (b"dex\n", "program"),
    (b"L\0\0\0\x01\x14\x02\0", "program"),
    (b"#!", "program"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"fLaC", "media"),
    (b"FLV\x01", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"0&\xb2u\x8ef\xcf\x11", "media"),
    (b"MThd", "media"),
    (b"\0\0\x01\xba", "media"),
    (b"\0\0\x01\xb3", "media"),
    (b"FWS", "media"),
    (b"CWS", "media"),
    (b"{\\rtf", "rtf"),
    (b"8BPS", "photo"),
    (b"\0\0\x01\0", "photo"),
    (b"\xd7\xcd\xc6\x9a", "photo"),
    (b"%!PS", "print"),
    (b"\xc5\xd0\xd3\xc6", "print"),
    (b"AT&TFORM", "print"),
    (b"SQLite format 3\0", "database"),
    (b"\0\x01\0\0Standard ", "database"),
)
_HEIC = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc", b"heim", b"heis")
_AVIF = (b"avif", b"avis")


def signature(data: bytes) -> str:
    """pdf, image, or a key of REFUSED; "" when no signature fits."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if (
        data[:2] == b"BM"
        and int.from_bytes(data[2:6], "little") <= len(data)
        and data[6:10] == b"\0" * 4
    ):
        return "image"
    if data[:4] == b"RIFF":
        return "image" if data[8:12] == b"WEBP" else "media"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "image" if brand in _HEIC else "photo" if brand in _AVIF else "media"
    if data[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9"):
        return "media"
    if data[257:262] == b"ustar" or data[2:7] in (b"-lh5-", b"-lh0-", b"-lh6-", b"-lh7-"):
        return "archive"
    if data[32769:32774] == b"CD001":
        return "archive"
    # Readers look for the mark within the first kilobyte; some scanners put blanks before it.
    return "pdf" if data[:1024].lstrip(b"\xef\xbb\xbf\0 \r\n\t").startswith(b"%PDF-") else ""
