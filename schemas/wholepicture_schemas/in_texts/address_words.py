"""The words that addresses are made of, squashed: kinds of streets and houses, towns, counties."""

from collections.abc import Mapping

from wholepicture_schemas.in_texts.traces import squashed


def word_set(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(map(squashed, text.split(",")))


SHORT: Mapping[str, tuple[str, ...]] = {
    "avenue": ("ave", "av"), "close": ("cl",), "cottage": ("cott",), "cottages": ("cotts",),
    "court": ("ct", "crt"), "crescent": ("cres", "cresc"), "drive": ("dr", "drv"),
    "gardens": ("gdns", "gdn"), "grove": ("gr", "gve"), "house": ("hse",), "lane": ("ln",),
    "mount": ("mt",), "park": ("pk",), "place": ("pl",), "road": ("rd",), "square": ("sq",),
    "street": ("st", "str"), "terrace": ("ter", "terr"), "walk": ("wk",),
}  # fmt: skip
"""How the last word of a street or house is shortened."""
LONG: Mapping[str, str] = {short: long for long, shorts in SHORT.items() for short in shorts}

STREETS = word_set("""
    avenue bank close court crescent drive end fields garth gardens gate green grove hill lane mead
    mews mount parade park path place quay rise road row square street terrace vale view walk way
    wharf yard
""")
_DWELLINGS = word_set("""
    barn barns bungalow chapel cottage cottages croft farm farmhouse flats grange hall hostel house
    lodge manor mansions mill rectory refuge stables tower towers vicarage villa
""")
KINDS = STREETS | _DWELLINGS | LONG.keys()
"""What the name of a street or a house ends with."""

WITHIN = word_set("apartment apt at block co flat floor near no number nr plot room suite unit")
"""What stands before the number of a house, or of a part of it."""

ARTICLES = word_set("a and at near of the")

COMMON = (
    STREETS
    | WITHIN
    | LONG.keys()
    | word_set("""
    a abode above address and annexe applicable as at back basement care co declined disclosed
    family first fixed front given ground her his home hospital house known left lower mother
    mothers na near none not of offered parents rear referred refused right same second sent
    specified the third to top unknown upper with withheld yes
""")
)
"""Words that lead to nobody where they stand among themselves, as "ground floor" does."""

WIDE = _names("""
    Avon, Bath, Bath and North East Somerset, Bedfordshire, Berkshire, Birmingham, Bradford,
    Brighton, Bristol, City of Bristol, Buckinghamshire, Cambridge, Cambridgeshire, Canterbury,
    Cardiff, Carlisle, Chelmsford, Cheshire, Chester, Chichester, Cornwall, County Durham, Coventry,
    Cumbria, Derby, Derbyshire, Devon, Doncaster, Dorset, Durham, East Sussex, East Yorkshire,
    England, Essex, Exeter, Gloucester, Gloucestershire, Great Britain, Greater London,
    Greater Manchester, Hampshire, Hereford, Herefordshire, Hertfordshire, Hull, Isle of Wight,
    Kent, Lancashire, Lancaster, Leeds, Leicester, Leicestershire, Lincoln, Lincolnshire, Liverpool,
    London, Manchester, Merseyside, Middlesex, Milton Keynes, Newcastle, Newcastle upon Tyne,
    Newport, Norfolk, North Somerset, North Yorkshire, Northampton, Northamptonshire,
    Northern Ireland, Northumberland, Norwich, Nottingham, Nottinghamshire, Oxford, Oxfordshire,
    Peterborough, Plymouth, Portsmouth, Preston, Ripon, Rutland, Salford, Salisbury, Scotland,
    Sheffield, Shropshire, Somerset, South Gloucestershire, South Yorkshire, Southampton, Southend,
    St Albans, Staffordshire, Stoke on Trent, Suffolk, Sunderland, Surrey, Swansea, Swindon, Truro,
    Tyne and Wear, UK, United Kingdom, Wakefield, Wales, Warwickshire, Wells, West Midlands,
    West Sussex, West Yorkshire, Westminster, Weston super Mare, Wiltshire, Winchester,
    Wolverhampton, Worcester, Worcestershire, York
""")
"""Counties, cities and countries: never the name of a house."""
