"""Campaigns of returns: prepared, previewed, opened, closed, opened again."""

import uuid
from datetime import datetime, time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectField, SelectMultipleField, StringField

from app.core.clock import MOROCCO, today
from app.core.db import transaction
from app.core.errors import Conflict, DomainError, InvalidInput, NotAllowed
from app.core.i18n import N_, localized, ngettext, translate_count
from app.outcomes import campaigns as queries
from app.outcomes import periods, policy
from app.outcomes.models import Campaign
from app.outcomes.services.edit_campaign import REMINDERS, Plan, change_campaign, create_campaign, discard_campaign
from app.outcomes.services.open_campaign import cancel_reminder, close_campaign, open_campaign, reopen_campaign
from app.outcomes.states import CampaignState
from app.programmes import queries as programmes
from app.reviews.scope import followed
from app.web.access import me, require_role
from app.web.followup import TEAM, bp
from app.web.forms import BaseForm, Needed, OnceForm
from app.web.manager.forms import DayField, TextsField
from app.web.staff.checks import CHOICE

LONGEST_NAME = 120


class CampaignForm(OnceForm):
    name = TextsField(N_("Name"))
    year = StringField(N_("Year"), [Needed(N_("Write a year."))])
    part = SelectField(N_("Part of the year"), invalid_choice_message=CHOICE)
    deadline = DayField(N_("To be sent by (day included)"), [Needed(N_("Write a date like 31/12/2026."))])
    programmes = SelectMultipleField(N_("Programmes (none ticked: all)"), invalid_choice_message=CHOICE)
    sites = SelectMultipleField(N_("Sites (none ticked: all)"), invalid_choice_message=CHOICE)
    reminders = SelectMultipleField(N_("Reminders to those who have not answered"), invalid_choice_message=CHOICE)

    def offer(self) -> None:
        self.part.choices = {key.value: _(name) for key, name in periods.PART_NAMES.items()}
        listed = programmes.programmes(published_only=False)
        self.programmes.choices = {one.key: localized(one.name) for one in listed}
        self.sites.choices = {one.key: localized(one.name) for one in programmes.sites()}
        self.reminders.choices = {
            str(days): translate_count(*ngettext("%(num)s day before", "%(num)s days before", days))
            for days in REMINDERS
        }

    def plan(self) -> Plan:
        year = periods.read_year(self.year.data or "", latest=today().year)
        starts_on, ends_on = periods.days(year, periods.Part(self.part.data))
        return Plan(
            {code: text[:LONGEST_NAME] for code, text in self.name.data.items()},
            starts_on, ends_on, end_of(self.deadline.data),
            {"programmes": list(self.programmes.data or []), "sites": list(self.sites.data or [])},
            [int(days) for days in self.reminders.data or []],
        )  # fmt: skip


class DeadlineForm(BaseForm):
    deadline = DayField(N_("New date to send by (day included)"), [Needed(N_("Write a date like 31/12/2026."))])


def end_of(day: Any) -> datetime:
    """The last minute of a day in Morocco."""
    return datetime.combine(day, time(23, 59), tzinfo=MOROCCO)


@bp.get("/team/returns")
@require_role(*TEAM, limited=True)
def campaigns() -> ResponseReturnValue:
    return render_template(
        "followup/campaigns.html", rows=queries.latest(followed(me())), may_run=policy.can_run_campaigns(me())
    )


@bp.route("/team/returns/new", methods=["GET", "POST"])
@require_role(*TEAM)
def campaign_new() -> ResponseReturnValue:
    if not policy.can_run_campaigns(me()):
        raise NotAllowed
    start = {"year": str(today().year - 1), "part": periods.Part.YEAR.value, "reminders": [str(d) for d in REMINDERS]}
    form = CampaignForm.from_request(data=start)
    form.offer()
    if form.submitted_and_valid():
        try:
            with transaction():
                made = create_campaign(campaign_id=form.made_id(), actor=me(), plan=form.plan())
            return redirect(url_for(".campaign", campaign_id=made.id), 303)
        except (InvalidInput, Conflict) as error:
            form.add_error(error)
    shown = {"title": _("New campaign"), "back": url_for(".campaigns"), "button": _("Save the draft")}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


@bp.route("/team/returns/<uuid:campaign_id>/change", methods=["GET", "POST"])
@require_role(*TEAM)
def campaign_change(campaign_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.get(campaign_id)
    if not policy.can_run_campaigns(me()):
        raise NotAllowed
    if found.state is not CampaignState.DRAFT:
        flash(_("This campaign is open: its period and its startups no longer change."))
        return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
    form = CampaignForm.from_request(data=_as_typed(found))
    form.offer()
    if form.submitted_and_valid():
        try:
            with transaction():
                change_campaign(campaign_id=campaign_id, actor=me(), plan=form.plan())
            return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
        except (InvalidInput, Conflict) as error:
            form.add_error(error)
    back = url_for(".campaign", campaign_id=campaign_id)
    shown = {"title": localized(found.name), "back": back, "button": _("Save the draft"), "row": found}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


def _as_typed(campaign: Campaign) -> dict[str, Any]:
    part = periods.part_of(campaign.starts_on, campaign.ends_on) or periods.Part.YEAR
    return {
        "name": campaign.name, "year": str(campaign.ends_on.year), "part": part.value,
        "deadline": campaign.deadline_at.astimezone(MOROCCO).date(),
        "programmes": campaign.audience.get("programmes", []), "sites": campaign.audience.get("sites", []),
        "reminders": [str(days) for days in campaign.reminder_days],
    }  # fmt: skip


@bp.post("/team/returns/<uuid:campaign_id>/discard")
@require_role(*TEAM)
def campaign_discard(campaign_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        discard_campaign(campaign_id=campaign_id, actor=me())
    flash(_("The draft is gone. Nobody was told about it."))
    return redirect(url_for(".campaigns"), 303)


@bp.post("/team/returns/<uuid:campaign_id>/open")
@require_role(*TEAM)
def campaign_open(campaign_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        asked = open_campaign(campaign_id=campaign_id, actor=me())
    flash(translate_count(*ngettext("%(num)s startup is asked now.", "%(num)s startups are asked now.", asked)))
    return redirect(url_for(".campaign", campaign_id=campaign_id), 303)


@bp.post("/team/returns/<uuid:campaign_id>/close")
@require_role(*TEAM)
def campaign_close(campaign_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        close_campaign(campaign_id=campaign_id, actor=me())
    flash(_("The campaign is closed. Planned reminders are cancelled."))
    return redirect(url_for(".campaign", campaign_id=campaign_id), 303)


@bp.route("/team/returns/<uuid:campaign_id>/reopen", methods=["GET", "POST"])
@require_role(*TEAM)
def campaign_reopen(campaign_id: uuid.UUID) -> ResponseReturnValue:
    found, form = queries.get(campaign_id), DeadlineForm.from_request()
    if found.state is not CampaignState.CLOSED:
        return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
    if form.submitted_and_valid():
        try:
            with transaction():
                reopen_campaign(campaign_id=campaign_id, actor=me(), deadline_at=end_of(form.deadline.data))
            flash(_("The campaign is open again."))
            return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
        except (InvalidInput, Conflict) as error:
            form.add_error(error)
    back = url_for(".campaign", campaign_id=campaign_id)
    shown = {"title": localized(found.name), "back": back, "button": _("Open the campaign again"), "row": found}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


@bp.post("/team/returns/<uuid:campaign_id>/reminders/cancel")
@require_role(*TEAM)
def reminder_cancel(campaign_id: uuid.UUID) -> ResponseReturnValue:
    try:
        job_id = uuid.UUID(request.form.get("job", ""))
        with transaction():
            cancel_reminder(campaign_id=campaign_id, job_id=job_id, actor=me())
        flash(_("This reminder is cancelled."))
    except (ValueError, DomainError) as error:
        if isinstance(error, NotAllowed):
            raise
        flash(_("This reminder is no longer planned."))
    return redirect(url_for(".campaign", campaign_id=campaign_id), 303)
