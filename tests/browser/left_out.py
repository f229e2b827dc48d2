"""The addresses at which there is nothing to look at, and those to which nobody comes here; each with why."""

from __future__ import annotations

FOR_MACHINES = "for machines"
WRITTEN_TO = "only written to; the answer is another page, or that page again with what is wrong"
FOR_SCRIPT = "answered for the script of a page"
FILE = "a file"

NOT_A_PAGE = {
    **dict.fromkeys(
        ("health", "metrics", "picture:ical", "duty_calendar:duty_ical", "picture:open_feed", "picture:robots"),
        FOR_MACHINES,
    ),
    **dict.fromkeys(("ogc:landing", "ogc:landing_slash", "ogc:ogc_openapi", "ogc:conformance"), FOR_MACHINES),
    **dict.fromkeys(("ogc:collections", "ogc:collection", "ogc:items", "ogc:item"), FOR_MACHINES),
    **dict.fromkeys(("web:language", "demo_sign_in", "revoke_token", "end_deputy"), WRITTEN_TO),
    "gateway": "for gateways, signed; no page",
    **dict.fromkeys(("network_leave", "network_contact_end", "network_contact_prefer"), WRITTEN_TO),
    **dict.fromkeys(("network_import_confirm", "readiness:contact_code", "readiness:contact_end"), WRITTEN_TO),
    **dict.fromkeys(("readiness:contact_prefer", "readiness:contact_prove"), WRITTEN_TO),
    **dict.fromkeys(("incident_open", "incident_phase", "incident_close", "figures:confirm"), WRITTEN_TO),
    **dict.fromkeys(("writing:suggest", "writing:comment", "writing:resolve", "writing:decide"), WRITTEN_TO),
    **dict.fromkeys(("delivery:again", "delivery:webhook_pause", "delivery:webhook_resume"), WRITTEN_TO),
    **dict.fromkeys(("delivery:webhook_end", "delivery:webhook_replay"), WRITTEN_TO),
    **dict.fromkeys(("interpretation:confirm", "interpretation:withdraw"), WRITTEN_TO),
    **dict.fromkeys(("reporting:open_round", "reporting:end_series", "reporting:close_round"), WRITTEN_TO),
    **dict.fromkeys(("reporting:time", "reporting:ask", "reporting:reply", "reporting:sheet_submit"), WRITTEN_TO),
    **dict.fromkeys(("picture:text", "picture:step", "picture:publish", "picture:discard"), WRITTEN_TO),
    **dict.fromkeys(("picture:rhythm", "picture:end_rhythm"), WRITTEN_TO),
    **dict.fromkeys(("picture:renew_calendar", "picture:revoke_calendar"), WRITTEN_TO),
    **dict.fromkeys(("readiness:confirm", "readiness:reject", "readiness:end_watch", "readiness:review"), WRITTEN_TO),
    **dict.fromkeys(("readiness:stand_down", "readiness:end_plan"), WRITTEN_TO),
    **dict.fromkeys(("readiness:propose", "readiness:unqualify", "readiness:cancel_duty"), WRITTEN_TO),
    **dict.fromkeys(
        ("readiness:adopt_draft", "readiness:renew_duties", "readiness:decide_leave", "readiness:revoke_duties"),
        WRITTEN_TO,
    ),
    **dict.fromkeys(("readiness:accept_swap", "readiness:decline_swap", "readiness:withdraw_swap"), WRITTEN_TO),
    "readiness:roster_import_confirm": WRITTEN_TO,
    **dict.fromkeys(("picture:references", "reporting:draft"), FOR_SCRIPT),
    "network_cards": FILE,
    "push_worker": "the script that a browser keeps to show messages",
    "readiness:contact_push": WRITTEN_TO,
    **dict.fromkeys(("picture:document", "picture:open_document", "mfa_download_recovery_codes"), FILE),
    **dict.fromkeys(("figures:original", "figures:quarantine_csv", "reporting:original"), FILE),
    **dict.fromkeys(("reporting:sheet_download", "reporting:sheet_marked"), FILE),
}
"""Names of addresses that give no page of their own (those under ``/api/`` are left out by their beginning)."""

NOT_FROM_HERE = {
    "account_inactive": "only for an account that was closed while its owner was signing in",
    "mfa_authenticate": "only between password and second factor",
    "mfa_reauthenticate": "only with a second factor",
    "mfa_reauthenticate_webauthn": "only with a security key",
    "mfa_deactivate_totp": "only with a second factor",
    "mfa_view_recovery_codes": "only with a second factor",
    "mfa_generate_recovery_codes": "only with a second factor",
    "mfa_edit_webauthn": "only with a security key",
    "mfa_remove_webauthn": "only with a security key",
}
"""Names of addresses to which someone without a second factor does not come, and why."""
