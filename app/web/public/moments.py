"""Deadlines and names inside sentences, for every page."""

import re
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.core import i18n
from app.core.clock import MOROCCO, today, utcnow
from app.core.i18n import localized, ngettext, translate_count
from app.programmes.models import Opening, Site
from app.programmes.states import SiteState
from app.web.public import bp

DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def last_minute(moment: datetime) -> datetime:
    """Midnight ends a day: people read it as 23:59 of the day it ends."""
    local = moment.astimezone(MOROCCO)
    return local - timedelta(minutes=1) if (local.hour, local.minute) == (0, 0) else local


@bp.app_template_global()
def deadline(moment: datetime) -> str:
    """“9 December 2026 at 23:59 (Morocco time, GMT)”."""
    local = last_minute(moment)
    return str(_("%(date)s at %(time)s (Morocco time, GMT)", date=i18n.long_date(local), time=i18n.clock_time(local)))


@bp.app_template_global()
def moment_words(moment: datetime) -> str:
    """“9 December 2026 at 14:32”."""
    return str(_("%(date)s at %(time)s", date=i18n.long_date(moment), time=i18n.clock_time(moment)))


@bp.app_template_global()
def time_left(moment: datetime | date) -> str:
    """“in 16 days”, “today”; “this date is past” once it is."""
    if isinstance(moment, datetime):
        if moment < utcnow():
            return str(_("this date is past"))
        moment = last_minute(moment).date()
    days = (moment - today()).days
    if days < 0:
        return str(_("this date is past"))
    if days == 0:
        return str(_("today"))
    return str(_("tomorrow") if days == 1 else translate_count(*ngettext("in %(num)s day", "in %(num)s days", days)))


@bp.app_template_global()
def saved_words(moment: datetime) -> str:
    """“Saved at 14 h 32”, with the day when it was another one."""
    if moment.astimezone(MOROCCO).date() == today():
        return str(_("Saved at %(time)s", time=i18n.clock_time(moment)))
    return str(_("Saved on %(date)s at %(time)s", date=i18n.long_date(moment), time=i18n.clock_time(moment)))


@bp.app_template_filter()
def apart(value: object) -> str:
    """A name inside a sentence, kept in its own direction (first strong isolate)."""
    return f"\u2068{value}\u2069"


@bp.app_template_global()
def place_name(opening: Opening) -> str:
    """“Start, Rabat”: each name in its own direction."""
    programme, city = localized(opening.programme.name), localized(opening.site.name)
    return str(_("%(programme)s, %(city)s", programme=apart(programme), city=apart(city)))


@bp.app_template_global()
def opens_words(site: Site) -> str:
    """“opens in March 2027” for a planned site as far as its date is known, “paused” for a paused one, else nothing."""
    if site.status is SiteState.PAUSED:
        return str(_("paused for now"))
    if site.status is not SiteState.PLANNED:
        return ""
    found = DATE.fullmatch(site.opened_on or "")
    if not found:
        return str(_("opening date not yet known"))
    year, month, day = found.groups()
    try:
        if day:
            return str(_("opens on %(date)s", date=i18n.long_date(date(int(year), int(month), int(day)))))
        if month:
            return str(_("opens in %(month)s", month=i18n.month_year(date(int(year), int(month), 1))))
    except ValueError:
        return str(_("opening date not yet known"))
    return str(_("opens in %(month)s", month=year))


def place_label(opening: Opening) -> str:
    """“Start, Rabat”, and for a site that is not open what is known of its opening."""
    words = opens_words(opening.site)
    return f"{place_name(opening)} – {words}" if words else place_name(opening)
