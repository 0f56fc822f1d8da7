"""Every route says who may enter; this list is written by hand, so that a new route is a decision."""

EVERYBODY = {
    "development.mailbox", "guest.dashboard", "guest.review", "guest.review_document",
    "guest.review_workbook", "public.impact_csv", "public.impact_json", "public.impact_page", "development.message", "health.alive", "health.metrics", "health.ready", "health.root",
    "auth.check_mail", "auth.invitation", "auth.join", "auth.welcome",
    "public.accessibility", "public.call", "public.calls", "public.help_page", "public.home", "public.privacy",
    "public.certificate", "public.event", "public.event_thanks", "public.events", "public.registration",
    "public.registration_calendar", "public.registration_cancel", "public.registration_certificate",
    "public.registration_feedback",
    "public.programme", "public.programmes", "public.reminders", "public.sites",
    "security.confirm_email", "security.forgot_password", "security.login", "security.logout", "security.mf_recovery",
    "security.register", "security.reset_password", "security.send_confirmation", "security.static",
    "security.tf_select", "security.two_factor_rescue", "security.two_factor_setup",
    "security.two_factor_setup_validate", "security.two_factor_token_validation",
}  # fmt: skip
SIGNED_IN = {
    "applicant.ask_decline", "applicant.autosave", "applicant.check", "applicant.confirm", "applicant.copy",
    "applicant.dashboard", "applicant.decline", "applicant.document", "applicant.download", "applicant.events", "applicant.feedback",
    "applicant.figures", "applicant.fit_of", "applicant.members", "applicant.invitation_act",
    "applicant.page", "applicant.recommendation", "applicant.return_autosave", "applicant.return_check",
    "applicant.return_evidence", "applicant.return_evidence_file",
    "applicant.return_page", "applicant.return_reminders", "applicant.return_reopen", "applicant.sent", "applicant.sharing", "applicant.sharing_take_back",
    "applicant.start", "applicant.task_list",
    "applicant.withdraw", "auth.accept_invitation", "auth.accept_join", "auth.account", "auth.sign_out_everywhere",
    "security.change_password", "security.mf_recovery_codes", "security.verify",
}  # fmt: skip
REVIEWER = {
    "reviewer.autosave", "reviewer.conflict", "reviewer.file", "reviewer.queue", "reviewer.review", "reviewer.save",
}  # fmt: skip
TEAM = {
    "staff.application", "staff.application_check", "staff.application_file",
    "staff.assign", "staff.assign_remove", "staff.assign_send", "staff.batch", "staff.decisions", "staff.export",
    "staff.export_columns", "staff.feedback", "staff.feedback_answer",
    "staff.inbox", "staff.message", "staff.message_discard", "staff.message_send", "staff.outbox",
    "staff.outbox_release", "staff.seats",
}  # fmt: skip
TEAM |= {
    "followup.campaign", "followup.campaign_change", "followup.campaign_close", "followup.campaign_discard",
    "followup.campaign_new",
    "followup.campaign_open", "followup.campaign_reopen", "followup.campaigns", "followup.evidence", "followup.figure",
    "followup.funding", "followup.funding_new", "followup.funding_remove", "followup.remind", "followup.reminder_cancel",
    "followup.startup", "followup.startups", "followup.telephone", "followup.telephone_autosave",
    "followup.telephone_check", "followup.telephone_evidence", "followup.telephone_evidence_file",
    "followup.telephone_page", "followup.telephone_reopen", "followup.to_verify",
    "followup.verify", "followup.verify_many",
}  # fmt: skip
TEAM |= {
    "cohorts.admit", "cohorts.admit_without", "cohorts.edition", "cohorts.edition_edit", "cohorts.edition_new",
    "cohorts.editions", "cohorts.ends", "cohorts.ends_cancel", "cohorts.find_startup", "cohorts.hosting",
    "cohorts.hosting_new", "cohorts.hosting_request", "cohorts.occupancy", "cohorts.participation",
    "cohorts.participation_resume", "cohorts.pass_cancel", "cohorts.passes", "cohorts.residence",
    "cohorts.residence_end", "cohorts.residence_new", "cohorts.residence_remove", "cohorts.residences",
}  # fmt: skip
TEAM |= {
    "events.attend", "events.attendance", "events.certificate", "events.event", "events.event_act", "events.event_cancel",
    "events.event_edit", "events.event_new", "events.events", "events.find_code", "events.result_remove",
    "events.results", "events.walk_in",
}  # fmt: skip
PARTNER = {"partner.cohort", "partner.home"}
LEAD = {
    "staff.application_reopen", "staff.batch_prepare", "staff.batch_publish", "staff.decide", "staff.placement",
    "staff.placement_result", "staff.seats_promote",
    "staff.undo",
}  # fmt: skip
ADMIN = {
    "manager.call", "manager.call_act", "manager.call_edit", "manager.call_new", "manager.calls", "manager.job_act",
    "manager.jobs", "manager.people", "manager.people_revoke", "manager.person", "manager.person_act", "manager.programme", "manager.programme_new",
    "manager.programmes", "manager.settings", "manager.site", "manager.site_new", "manager.sites", "manager.trace",
    "matcher.data", "matcher.scores", "matcher.train", "matcher.train_stop", "matcher.version", "matcher.version_act",
    "matcher.version_roll_back", "matcher.version_take_back", "matcher.versions",
}  # fmt: skip
ADMIN |= {
    "matcher.backtest", "matcher.backtest_export", "matcher.backtest_order", "matcher.backtest_stop", "matcher.backtests",
    "matcher.bench", "matcher.bench_order", "matcher.comparison", "matcher.comparison_export", "matcher.comparison_stop",
    "matcher.results", "matcher.drift", "matcher.drift_compute", "matcher.drift_note", "matcher.fairness_note", "matcher.scenarios",
    "matcher.settings", "matcher.settings_try", "matcher.trial_act", "matcher.trial_page",
}  # fmt: skip
ADMIN |= {
    "manager.partner", "manager.partner_invite", "manager.partner_new", "manager.partner_remove", "manager.partners",
}  # fmt: skip
AUDIT = {"matcher.fairness", "matcher.fairness_export"}
BOARD = {
    "board.dashboard", "board.dashboard_count", "board.dashboard_export", "board.indicator", "board.indicator_export",
    "board.indicators", "board.review", "board.review_agree", "board.review_document", "board.review_workbook",
    "board.reviews", "board.targets",
}  # fmt: skip
FREEZERS = {
    "board.indicator_freeze", "board.indicator_restate", "board.plan_set", "board.published", "board.review_freeze",
    "board.review_texts", "board.target_remove", "board.target_set", "board.year_due", "board.year_freeze",
}  # fmt: skip
GIVERS = {"board.link_revoke", "board.link_visits", "board.links"}
MENDERS = {"board.quality", "board.quality_place"}
CAMPAIGNS = {
    "followup.campaign_change", "followup.campaign_close", "followup.campaign_discard", "followup.campaign_new",
    "followup.campaign_open", "followup.campaign_reopen", "followup.reminder_cancel",
}  # fmt: skip
"""A campaign asks startups of every site: a limited role does not run it."""
EXPECTED = {
    **dict.fromkeys(EVERYBODY, "public"),
    **dict.fromkeys(SIGNED_IN, "signed in"),
    **dict.fromkeys(REVIEWER, "reviewer; limited too"),
    **dict.fromkeys(TEAM - CAMPAIGNS, "admin, lead, staff; limited too"),
    **dict.fromkeys(CAMPAIGNS, "admin, lead, staff"),
    **dict.fromkeys(LEAD, "lead; limited too"),
    **dict.fromkeys(PARTNER, "partner"),
    **dict.fromkeys(ADMIN, "admin"),
    **dict.fromkeys(AUDIT, "admin, director"),
    **dict.fromkeys(BOARD, "admin, director, lead; limited too"),
    **dict.fromkeys(FREEZERS, "director, lead"),
    **dict.fromkeys(GIVERS, "admin, director"),
    **dict.fromkeys(MENDERS, "admin, lead, staff; limited too"),
    "board.figure_withdraw": "director",
    "board.indicator_public": "director",
}


def _declared(app):
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return {rule.endpoint: getattr(app.view_functions[rule.endpoint], "access", None) for rule in rules}


def test_every_route_declares_its_audience(app):
    assert _declared(app) == EXPECTED


def test_a_planted_route_without_an_audience_is_caught():
    from flask import Flask

    planted = Flask("planted")
    planted.add_url_rule("/door", "door", lambda: "open")

    assert _declared(planted) == {"door": None}


def test_a_forgotten_decorator_closes_the_door(app):
    """The blueprints of signed-in audiences ask before the view does."""
    audiences = {
        "applicant",
        "reviewer",
        "staff",
        "manager",
        "matcher",
        "cohorts",
        "partner",
        "followup",
        "board",
        "events",
    }

    assert {name for name in audiences if app.before_request_funcs.get(name)} == audiences


def test_a_view_that_only_reads_opens_no_transaction(app):
    """GET-only views do not write (confirming a mail address by its link is the sign-in library's)."""
    import inspect

    guilty = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}
        and rule.endpoint != "static"
        and "transaction()" in inspect.getsource(inspect.unwrap(app.view_functions[rule.endpoint]))
    ]

    exports = ["matcher.backtest_export", "matcher.comparison_export", "matcher.fairness_export"]
    assert sorted(guilty) == [
        "board.dashboard_export",
        "board.indicator_export",
        *exports,
        "staff.export",
    ]  # an export leaves a trace
