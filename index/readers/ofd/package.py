"""The archive of an OFD: parts that point at each other."""

import posixpath
import zlib
from zipfile import BadZipFile, ZipFile

from lxml import etree

from index.errors import UnreadableFile


class Package:
    """The parts of an archive.

    Raises:
        UnreadableFile: if they are encrypted.
    """

    def __init__(self, archive: ZipFile, name: str) -> None:
        self._name = name
        self._archive = archive
        self._entries = {
            entry.filename.replace("\\", "/").lstrip("/"): entry for entry in archive.infolist()
        }
        if "Encryptions.xml" in self._entries:
            raise UnreadableFile(
                f"{name}：OFD 已加密", hint="请用原软件打开后另存为未加密的 OFD，再导入。"
            )

    def content(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            UnreadableFile: if it is missing or damaged.
        """
        try:
            return self._archive.read(self._entries[part])
        except (KeyError, BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise self._damaged(part) from error

    def xml(self, part: str) -> etree._Element:
        """The root element of a part; nothing outside of it is read, no entity made use of.

        Raises:
            UnreadableFile: if it is missing, no XML, or declares entities of its own.
        """
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self.content(part), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(part) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._damaged(part)
        return root

    def _damaged(self, part: str) -> UnreadableFile:
        return UnreadableFile(
            f"{self._name}：不是 OFD，或已损坏（{part}）",
            hint="请检查文件是否完整，能否用 OFD 阅读器打开。",
        )


def located(part: str, location: str | None) -> str:
    """Where a location (ST_Loc) in `part` points: from the archive's root, or from its folder."""
    path = posixpath.join("/", posixpath.dirname(part), (location or "").strip())
    return posixpath.normpath(path).lstrip("/")
