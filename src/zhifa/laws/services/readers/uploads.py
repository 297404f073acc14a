"""Files that came by a form: laid in a folder of their own, and read as any folder is."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from zhifa.laws.errors import UploadUnreadable
from zhifa.laws.rules.documents import LawDocument
from zhifa.laws.services.readers.paths import SUFFIXES, read_path
from zhifa.laws.terms import LARGEST_FILE

PACKED = ".zip"
MOST_FILES = 500
LARGEST_UNPACKED = 3 * LARGEST_FILE  # bytes of all files of one upload
SAID_BESIDE = (".json", ".sqlite3")  # what the folder layouts keep beside their texts


def uploaded_documents(files: Sequence[UploadedFile[bytes]]) -> list[LawDocument]:
    """The documents of uploaded files, packed folders unpacked; what cannot be read is a document with a remark.

    Refuses (`UploadUnreadable`) a damaged or locked packing, more than 500 files or 60 MB of them, and an upload without a text.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        total = 0
        written: list[Path] = []
        for name, content in _contents(files):
            total += len(content)
            if len(written) >= MOST_FILES or total > LARGEST_UNPACKED:
                raise UploadUnreadable(
                    _("文件太多或太大"), next_step=_("请分几次上传，或用命令 zhifa laws import 导入。")
                )
            path = _free(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written.append(path)
        texts = [path for path in written if path.suffix.lower() in SUFFIXES]
        if not texts:
            raise UploadUnreadable(
                _("里面没有可读的文本"), next_step=_("请放入 docx、html、md 或 xml 文件。")
            )
        return list(read_path(texts[0] if len(written) == 1 else root))


def _contents(files: Sequence[UploadedFile[bytes]]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        name = Path(file.name or "x.md").name
        content = file.read()
        if Path(name).suffix.lower() != PACKED:
            yield name, content
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                yield from _unpacked(packed)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
        ) as problem:
            raise UploadUnreadable(
                _("%(name)s 打不开") % {"name": name}, next_step=_("请重新打包成不加密的 zip。")
            ) from problem


def _unpacked(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The texts of a packing; at most one byte more than may come is ever inflated of a part, whatever size it claims."""
    for part in packed.infolist():
        name = part.filename
        if not part.flag_bits & 0x800:  # not marked as UTF-8: names of Chinese Windows
            name = name.encode("cp437", "replace").decode("gb18030", "replace")
        if part.is_dir() or Path(name).suffix.lower() not in (*SUFFIXES, *SAID_BESIDE):
            continue
        with packed.open(part) as stream:
            yield name, stream.read(LARGEST_UNPACKED + 1)


def _free(root: Path, name: str) -> Path:
    """A path inside the folder that is not taken, whatever the name says: no part of it leads out."""
    parts = [
        re.sub(r"[\\\x00:]", "_", part) for part in PurePosixPath(name).parts if part not in ("/", "..", ".")
    ]
    path = root.joinpath(*(parts or ["x.md"]))
    number = 2
    while path.exists():
        path = path.with_name(f"{path.stem} {number}{path.suffix}")
        number += 1
    return path
