"""When recipients are there: the school days of settings and areas, and when anybody opens next."""

import datetime as dt

from wholepicture_schemas.identifiers import AuthorityCode, RecipientId

from wholepicture_agreement.by_when.due_times import Opening
from wholepicture_agreement.by_when.school_days import HANDS_OVER, SchoolDays
from wholepicture_agreement.written.files import Authority
from wholepicture_agreement.written.model import Agreement


def school_days(agreement: Agreement, recipient: RecipientId) -> SchoolDays:
    """The school days of a setting, or of the area of any other recipient."""
    return agreement.once(_school_days, recipient)


def _school_days(agreement: Agreement, recipient: RecipientId) -> SchoolDays:
    current = agreement.recipient(recipient)
    area = _area_of(agreement, recipient)
    terms = current.terms or (area.terms if area else ())
    return SchoolDays(terms, current.hands_over or HANDS_OVER)


def school_days_in(agreement: Agreement, code: AuthorityCode) -> SchoolDays | None:
    """The school days of an area; none where its terms are not known."""
    area = agreement.area(code)
    return agreement.once(_school_days_of, area.code) if area and area.terms else None


def _school_days_of(agreement: Agreement, code: AuthorityCode) -> SchoolDays:
    return SchoolDays(agreement.authorities[code].terms)


def holiday_contact(agreement: Agreement, setting: RecipientId) -> RecipientId | None:
    """Who acts in the holidays on what a setting is told; none where nobody is named."""
    area = _area_of(agreement, setting)
    own = agreement.recipient(setting).holiday_contact
    return own or (area.holiday_contact if area else None)


def opening(agreement: Agreement, recipient: RecipientId, moment: dt.datetime) -> Opening:
    """From when and until when a recipient answers next; a setting answers on school days."""
    current = agreement.recipient(recipient)
    hours = agreement.hours_of(current)
    if current.kind != "setting":
        return hours.opening(moment)
    return hours.opening(moment, school_days(agreement, recipient).is_school_day)


def _area_of(agreement: Agreement, recipient: RecipientId) -> Authority | None:
    home = agreement.agencies[agreement.recipient(recipient).agency].home_authority
    return agreement.area(home or agreement.partnership.home_authority)
