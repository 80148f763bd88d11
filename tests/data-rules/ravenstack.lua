-- RavenStack, the messy variant: byte order marks, CRLF, dates as 16-10-2024. 500 accounts, 5,000
-- subscriptions, 600 churn events, 2,000 tickets.
--
--     D=../shared/data/ravenstack/variants/bom-crlf-ddmmyyyy
--     score -r tests/data-rules/ravenstack.lua $D/ravenstack_accounts.csv --as-of 2025-01-01
--         --with subscriptions=$D/ravenstack_subscriptions.csv
--         --with churn=$D/ravenstack_churn_events.csv
--         --with tickets=$D/ravenstack_supports_ticket.csv
--
-- What must come out: 500 rows, nothing unreadable, every record of the three tables belongs to an
-- account. `subs` sums to 5,000, `running` to 4,514 (no end date), `churns` to 600 over 352
-- accounts, `tickets_n` to 2,000 over 492 accounts. 825 of 2,000 satisfaction scores are blank.
-- Tiers: A 80, B 129, C 130, D 64, bad fit 97. Scores (as printed) add to 21,037.80,
-- growth to 37,632.00.
-- "Content" is unknown in 34 rows (no score given). `mrr` adds to 10,159,608, `refunds` to
-- 8,652.25, `upgrades` to 529, `urgent` to 514, `plans` to 1,433;
-- `last_reason` is blank in 179 rows.

profile "RavenStack" {}

fields {
	account_id = "key",
	name       = { "text",    from = "account_name" },
	industry   = "text",
	country    = "text",
	signed_on  = { "date",    from = "signup_date", format = "%d-%m-%Y" },
	source     = { "text",    from = "referral_source" },
	plan       = { "text",    from = "plan_tier" },
	seats      = "integer",
	trial      = { "flag",    from = "is_trial" },
	churned    = { "flag",    from = "churn_flag", known = "after" },
}

rollup "subscriptions" { key = "account_id",
	fields = {
		started = { "date",  from = "start_date", format = "%d-%m-%Y" },
		ended   = { "date",  from = "end_date", format = "%d-%m-%Y", optional = true },
		mrr     = { "money", from = "mrr_amount", unit = "USD" },
		plan    = { "text",  from = "plan_tier" },
		upgrade = { "flag",  from = "upgrade_flag" },
	},
	subs       = count {},
	running    = count { when = function(r) return r.ended == nil end },
	mrr        = sum { "mrr", when = function(r) return r.ended == nil end },
	first_day  = min { "started" },
	last_start = max { "started" },
	last_plan  = last { "plan", by = "started" },
	plans      = distinct { "plan" },
	upgrades   = count { when = function(r) return r.upgrade end },
}

rollup "churn" { key = "account_id",
	fields = {
		day    = { "date",  from = "churn_date", format = "%d-%m-%Y" },
		reason = { "text",  from = "reason_code", blank = "unknown" },
		refund = { "money", from = "refund_amount_usd", unit = "USD" },
	},
	churns      = count {},
	refunds     = sum { "refund" },
	last_reason = last { "reason", by = "day" },
}

rollup "tickets" { key = "account_id",
	fields = {
		opened   = { "date",    from = "submitted_at", format = "%d-%m-%Y" },
		closed   = { "date",    from = "closed_at", format = "%d-%m-%Y %H:%M" },
		hours    = { "number",  from = "resolution_time_hours" },
		priority = "text",
		smile    = { "integer", from = "satisfaction_score" },
	},
	tickets_n    = count {},
	urgent       = count { when = function(r) return r.priority == "urgent" end },
	satisfaction = mean { "smile" },
	slowest      = max { "hours" },
}

criterion "Pays" { weight = 40, why = "Monthly revenue of running subscriptions, to 30,000.",
	fit = function(a) return ramp(a.mrr, 0, 30000) end }

criterion "Content" { weight = 25, unknown = "skip", why = "Mean satisfaction, 3 to 5.",
	fit = function(a) return ramp(a.satisfaction, 3, 5) end }

criterion "Settled" { weight = 20, why = "A year and more.",
	fit = function(a) return years_since(a.signed_on) >= 1 end }

criterion "Upgrades" { weight = 15, why = "Upgraded twice.",
	fit = function(a) return a.upgrades >= 2 end }

criterion "Came and went" { weight = -15, why = "Each churn event counts a third.",
	fit = function(a) return math.min(a.churns / 3, 1) end }

criterion "Urgent tickets" { weight = -10, why = "Three and more.",
	fit = function(a) return a.urgent >= 3 end }

disqualify "Trial" { why = "Never paid.", when = function(a) return a.trial end }

growth "Up to list" { unit = "USD/year",
	value = function(a) return math.max(a.seats * 100 - a.mrr, 0) * 12 end }

cohort "healthy" { when = function(a) return not a.churned end }
cohort "churned" { when = function(a) return a.churned end }

tiers { A = 60, B = 40, C = 20, D = 0 }
