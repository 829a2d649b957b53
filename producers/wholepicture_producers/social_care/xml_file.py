"""A census file as a stream of its children: hardened, and one child in memory at a time.

Nothing outside the file is read and no entity is put in place: a file with a document type is
refused before anything of it is used. Elements are known by their names, whatever namespace the
root stands in; those of another namespace are none of the census.
"""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from wholepicture_producers.drafts import NotReadable

Element = etree._Element  # noqa: SLF001 - the type of an element has no other name
ROOT, HEADER, CHILD = "Message", "Header", "Child"
_WATCHED = tuple(f"{{*}}{name}" for name in (ROOT, HEADER, CHILD))
_ENCODINGS = {
    etree.ErrorTypes.ERR_INVALID_ENCODING,
    etree.ErrorTypes.ERR_INVALID_CHAR,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.I18N_CONV_FAILED,
    etree.ErrorTypes.I18N_NO_HANDLER,
    etree.ErrorTypes.ERR_ENCODING_NAME,
}
_CUT = {
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED,
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY,
    etree.ErrorTypes.ERR_GT_REQUIRED,
}
_ENTITIES = {
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY,
    etree.ErrorTypes.WAR_UNDECLARED_ENTITY,
    etree.ErrorTypes.ERR_ENTITYREF_SEMICOL_MISSING,
    etree.ErrorTypes.ERR_NAME_REQUIRED,
}
_AGAIN = "Nothing of the file was sent. Export it again, and publish that."


def parts(stream: BinaryIO, name: str) -> Iterator[Element]:
    """The header and each child of a file, in order; each is gone once the next is asked for.

    Raises:
        NotReadable: where it is no well-formed XML, or has a document type; with the line.
    """
    reading = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=_WATCHED,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from _parts(reading, name)
    except etree.XMLSyntaxError as error:
        raise NotReadable(f"{name} {_why(error, reading)}") from None


def _parts(reading: "etree.iterparse[tuple[str, Element]]", name: str) -> Iterator[Element]:
    within = 0
    for event, element in reading:
        own = local_name(element)
        if event == "start":
            within += own == CHILD
            if element.getparent() is None:
                _refuse_a_document_type(element, name)
            continue
        within -= own == CHILD
        if own == ROOT or within:
            continue
        yield element
        _forget(element)


def local_name(element: Element) -> str:
    """The name of an element without its namespace; with it where that is not its root's."""
    name = etree.QName(element)
    root = element.getroottree().getroot()
    return name.localname if name.namespace == etree.QName(root).namespace else name.text


def namespace_of(element: Element) -> str | None:
    """The namespace that the root of an element's file stands in."""
    return etree.QName(element.getroottree().getroot()).namespace


def _forget(element: Element) -> None:
    """Free an element that was read, and those before it."""
    element.clear()
    around = element.getparent()
    while around is not None and element.getprevious() is not None:
        del around[0]


def _refuse_a_document_type(root: Element, name: str) -> None:
    """Refuse what could bring entities: the census has none.

    Raises:
        NotReadable: where the file has a document type.
    """
    told = root.getroottree().docinfo
    if told.doctype or told.internalDTD is not None:
        raise NotReadable(
            f"{name} has a document type (<!DOCTYPE ...>), which no census has and which may hide "
            "entities: it is not read. Take that part out, or export it again."
        )


def _why(error: etree.XMLSyntaxError, reading: "etree.iterparse[tuple[str, Element]]") -> str:
    """What is wrong with a file that is no XML, and what to do; never what stands there."""
    code, line = error.code, error.lineno or 1
    if code == etree.ErrorTypes.ERR_INTERNAL_ERROR and len(
        reading.error_log
    ):  # where reading stopped before the parser did
        code, line = reading.error_log[0].type, reading.error_log[0].line
    if code in _CUT:
        return f"ends before it is complete, at line {line}: it was cut off. {_AGAIN}"
    if code in _ENCODINGS:
        return (
            f"is not in the encoding that its first line says, or UTF-8 where that says none: look "
            f"at line {line}. Save it as UTF-8. {_AGAIN}"
        )
    if code in _ENTITIES:
        return (
            f"has an & at line {line} that begins no character of XML: write it as &amp;. {_AGAIN}"
        )
    if code == etree.ErrorTypes.ERR_DOCUMENT_END:
        return (
            f"goes on behind its end, at line {line}: it holds more than one document. Publish "
            "each as a file of its own. Nothing of the file was sent."
        )
    return f"is not well-formed XML: look at line {line}. {_AGAIN}"
