-- Mid-market SaaS: who Acme Analytics sells to, whom it leaves alone, and where it can grow.
--
--     sweetspot score -r rules/saas_midmarket.lua samples/accounts.csv \
--         --with deals=samples/deals.csv
--     sweetspot test  -r rules/saas_midmarket.lua
--
-- To move a threshold, change its number under "params". To make a rule count more, change its
-- weight. Then run the tests at the end of this file: they say what you have changed for whom.

local industries = include "lib/industries.lua"
local countries = include "lib/countries.lua"
local titles = include "lib/titles.lua"

profile "Mid-market SaaS" {
	seller       = "Acme Analytics",
	purpose      = "Revenue teams that outgrew spreadsheets and have somebody to own the tool.",
	problem      = "Forecasts are wrong because the figures sit in five systems.",
	objectives   = "Net retention over 110 %. Half of new bookings from tier A.",
	owner        = "RevOps",
	reviewed     = "2026-11-01",
	review_every = "90d",
	notes        = "Reviewed with Sales, Success and Finance; the weights are the group's vote.",
}

fields {
	id         = { "key",     from = { "Account ID", "Id" } },
	name       = { "text",    from = "Account Name" },
	industry   = { "text",    blank = { "N/A", "Unknown", "Other" } },
	country    = { "text",    from = { "Billing Country", "Country" }, blank = "N/A" },
	employees  = { "integer", from = { "# Employees", "Employees" }, cost = 0.4 },
	arr        = { "money",   unit = "USD", default = 0, doc = "blank: not a customer" },
	cost       = { "money",   unit = "USD", from = "Cost to serve", default = 0 },
	hiring     = { "percent", from = "Headcount growth", doc = "last 12 months", cost = 0.8 },
	tech       = { "list",    from = "Tech Stack", sep = ";" },
	seats      = { "integer", optional = true },
	revops     = { "flag",    from = "RevOps team", blank = "?", cost = 2 },
	nps        = { "integer", optional = true, known = "after", doc = "0 to 10, latest answer" },
	signed_on  = { "date",    from = "Signup Date", optional = true, known = "after" },
	churned_on = { "date",    optional = true, known = "after" },
}

local p = params {
	min_size       = 50,     -- people; below, nobody owns the tool
	max_size       = 1000,   -- people; above, procurement takes a year
	full_hiring    = 0.30,   -- headcount growth that earns all points
	seats_per_head = 0.4,    -- share of the people who end up with a seat
	seat_price     = 1200,   -- USD a year
	healthy_arr    = 20000,  -- USD a year
	lost_deals     = 3,      -- lost this often without a win: stop
}

local served = industries.join("software", "fintech", "media", "ecommerce", "marketing")
local regions = countries.join("NA", "EEA", "UKI", "CH", "ANZ")

-- 1 inside the range, half the points up to half as small or half as large again: a company of 48
-- people is not a different animal from one of 50.
local function near(x, low, high)
	if between(x, low, high) then return 1 end
	if between(x, low / 2, high * 1.5) then return 0.5 end
	return 0
end

-- Deals come from a second file: sweetspot … --with deals=FILE
rollup "deals" { key = "Account ID",
	fields = {
		stage   = "text",
		amount  = { "money", unit = "USD" },
		created = { "date", from = "Created" },
		closed  = { "date", from = "Close Date", doc = "blank while the deal is open" },
	},
	won      = count { when = function(r) return one_of(r.stage, "Closed Won", "Won") end },
	lost     = count { when = function(r) return one_of(r.stage, "Closed Lost", "Lost") end },
	open     = count { when = function(r) return not like(r.stage, "Closed *", "Won", "Lost") end },
	won_sum  = sum { "amount", when = function(r) return one_of(r.stage, "Closed Won", "Won") end },
	last_won = max { "closed", when = function(r) return one_of(r.stage, "Closed Won", "Won") end },
}

-- Who they are ------------------------------------------------------------------------------

group "Target market" { doc = "Is it the kind of company that the product was made for?" }

criterion "Company size" { weight = 25, group = "Target market",
	why = "Large enough that somebody owns the tool, small enough to decide in a quarter.",
	fit = function(a) return near(a.employees, p.min_size, p.max_size) end }

criterion "Industry" { weight = 15, group = "Target market",
	why = "References and ready-made connectors exist for digital business.",
	fit = function(a) return one_of(a.industry, served) end }

criterion "Region" { weight = 10, group = "Target market",
	why = "Support speaks their language in their working hours.",
	fit = function(a) return one_of(a.country, regions) end }

-- Will they succeed with it -----------------------------------------------------------------

group "Success potential" { cap = 25, floor = -5,
	doc = "Can they get value without a consultant? Capped: no stack mends the wrong market." }

criterion "Modern stack" { weight = 12, group = "Success potential",
	why = "They can connect us without a consultant.",
	fit = function(a) return has(a.tech, "Snowflake", "BigQuery", "Databricks", "Redshift") end }

criterion "Somebody owns it" { weight = 10, group = "Success potential", unknown = 0.5,
	why = "With a RevOps team they renew twice as often. Half the points while we do not know.",
	fit = function(a) return a.revops end }

criterion "Has bought from us" { weight = 5, group = "Success potential",
	why = "A company that bought once has the contract, the budget line and the habit.",
	fit = function(a) return a.won > 0 end }

criterion "Legacy stack" { weight = -8, group = "Success potential",
	why = "On-premise warehouses need a project first; two of three such trials died in it.",
	fit = function(a) return has(a.tech, "SAP BW", "Oracle EBS", "Cognos", "AS/400") end }

criterion "Shops around" { weight = -6, group = "Success potential",
	why = "Three lost deals and never a win: we are their price check.",
	fit = function(a) return a.lost >= p.lost_deals and a.won == 0 end }

-- Will they grow ----------------------------------------------------------------------------

group "Growth potential" { doc = "How much larger can the account become?" }

criterion "Hiring" { weight = 13, group = "Growth potential", unknown = "skip",
	why = "Teams that hire buy seats. Left out of the score where headcount is not tracked.",
	fit = function(a) return ramp(a.hiring, 0, p.full_hiring) end }

criterion "Room for seats" { weight = 10, group = "Growth potential",
	why = "Growth is cheapest where most people have no seat yet.",
	fit = function(a)
		if a.employees < 1 then return false end
		return ramp((a.seats or 0) / a.employees, p.seats_per_head, 0.1)
	end }

-- Bad fits: whatever the score --------------------------------------------------------------

disqualify "Costs more than it pays" { why = "We lose money on it, and support loses heart.",
	when = function(a) return a.arr > 0 and a.cost > a.arr end }

disqualify "Embargoed country" { why = "Export control. Legal has the current list.",
	when = function(a) return one_of(a.country, countries.Embargoed) end }

disqualify "Test account" { why = "Sandboxes and demo tenants are nobody's customer.",
	when = function(a) return regex(a.name, "(?i)\\b(test|demo|sandbox)\\b") end }

-- What it could become ----------------------------------------------------------------------

growth "Seat expansion" { unit = "USD/year", why = "Seats they lack, dearer where they hire.",
	value = function(a)
		local missing = math.max(a.employees * p.seats_per_head - (a.seats or 0), 0)
		if a.hiring > 0.2 then return missing * p.seat_price * 1.5 end
		return missing * p.seat_price
	end }

growth "Forecast module" { unit = "USD/year", why = "Sold to healthy accounts at 15 % of ARR.",
	value = function(a)
		if a.arr >= p.healthy_arr then return a.arr * 0.15 end
		return 0
	end }

tiers { A = 80, B = 65, C = 45, D = 0 }
target_share { 0.05, 0.35 }

exception "Brightwater" { account = "ACC-1042", tier = "B", by = "CRO", expires = "2028-03-31",
	why = "Strategic logo. If the pilot in two plants works, it is the largest account we have." }

exception "Old friends" { account = "ACC-1104", tier = "C", by = "Head of Success",
	expires = "2028-06-30",
	why = "Speaks for us at every conference; worth the care although it will not grow." }

-- Cohorts and money -------------------------------------------------------------------------

cohort "healthy" { doc = "Pays, stays, and would recommend us.",
	when = function(a)
		return a.churned_on == nil and a.arr >= p.healthy_arr and (a.nps or 0) >= 7
	end }

cohort "churned" { doc = "Left within the last half year.",
	when = function(a) return a.churned_on ~= nil and days_since(a.churned_on) <= 183 end }

cohort "won" { doc = "Bought within a year.",
	when = function(a) return a.won > 0 and days_since(a.last_won) <= 365 end }

cohort "lost" { doc = "Has turned us down, and never bought.",
	when = function(a) return a.lost > 0 and a.won == 0 end }

economics {
	ltv           = function(a) return (a.arr - a.cost) * 4 end,
	cac           = function(a) return 6000 + a.employees * 12 end,
	cost_to_serve = function(a) return a.cost end,
	deals = "deals",
	won   = function(r) return one_of(r.stage, "Closed Won", "Won") end,
	lost  = function(r) return one_of(r.stage, "Closed Lost", "Lost") end,
	days  = function(r) return r.closed - r.created end,
}

segment "Size band" { by = function(a)
	return bands(a.employees, {
		{ 0, "under 50" }, { 50, "50 to 199" }, { 200, "200 to 999" }, { 1000, "1,000 and more" } })
end }

segment "Spent with us" { by = function(a)
	return bands(a.won_sum, {
		{ 0, "nothing yet" }, { 1, "under 50,000" }, { 50000, "50,000 and more" } })
end }

segment "Part of the world" { by = function(a) return countries.region(a.country) end }

segment "Line of business" { by = function(a) return industries.group(a.industry) or "other" end }

-- People ------------------------------------------------------------------------------------

contacts { key = "Account ID", id = "Contact ID",
	fields = {
		title     = { "text", from = "Job Title" },
		opted_out = { "flag", from = "Opted out", default = false },
	},
}

events { key = "Account ID", contact = "Contact ID", at = "day",
	fields = {
		day    = { "date", from = "Date" },
		kind   = { "text", from = "Event" },
		detail = { "text", optional = true },
	},
}

role "Decision maker" { needed = true,
	match       = function(c)
		return titles.is_leader(c.title)
		    and (titles.is_sales(c.title) or titles.is_finance(c.title) or titles.is_chief(c.title))
	end,
	cares_about = "A forecast that holds, and no surprise in the last week of the quarter.",
	found_at    = "Revenue leaders' breakfasts; their board pack.",
	groups      = "Revenue Circle",
	events      = "RevCon spring" }

role "Influencer" { needed = true,
	match       = function(c)
		return titles.is_operations(c.title) or titles.is_data(c.title) or like(c.title, "*RevOps*")
	end,
	cares_about = "Less copying between systems; being the one who fixed the numbers.",
	found_at    = "RevOps forums, the warehouse vendors' user groups.",
	groups      = "RevOps Collective",
	events      = "Data Stack Days" }

role "User" {
	match       = function(c) return titles.is_sales(c.title) or titles.is_marketing(c.title) end,
	cares_about = "Fewer fields to fill in.",
	found_at    = "In the product." }

engagement "Asked for a demo" { points = 40, half_life = "60d",
	when = function(e) return one_of(e.kind, "demo request", "pricing request") end }

engagement "Came to a webinar" { points = 15, half_life = "45d", cap = 45,
	when = function(e) return e.kind == "webinar" end }

engagement "Decision maker took a meeting" { points = 30, half_life = "90d",
	role = "Decision maker",
	when = function(e) return e.kind == "meeting" end }

engagement "Uses the product" { points = 2, half_life = "14d", cap = 40,
	when = function(e) return e.kind == "login" end }

engagement "Reads what we send" { points = 3, half_life = "30d", cap = 15,
	when = function(e) return one_of(e.kind, "email click", "download") end }

engagement "Unsubscribed" { points = -20, half_life = "180d",
	when = function(e) return e.kind == "unsubscribe" end }

levels { hot = 60, warm = 25, cold = 0 }

-- What to send and do -----------------------------------------------------------------------

stage {
	{ "Lost customer", when = function(a) return a.churned_on ~= nil end },
	{ "New customer", when = function(a)
		return a.arr > 0 and a.signed_on ~= nil and days_since(a.signed_on) < 90
	end },
	{ "Customer", when = function(a) return a.arr > 0 end },
	{ "Evaluating", when = function(a) return a.open > 0 end },
	{ "Prospect", when = function(a) return true end },
}

content "The cost of a wrong forecast" { role = "Decision maker", stage = "Prospect",
	kind = "content", url = "https://example.com/cost-of-a-wrong-forecast",
	why = "Puts a number on the problem before we talk about us." }

content "Return calculator" { role = "Decision maker", stage = "Evaluating",
	kind = "sales tool", url = "https://example.com/return-calculator",
	why = "Finance asks for it in every deal." }

content "Five systems, one model" { role = "Influencer", stage = "Prospect",
	kind = "content", url = "https://example.com/five-systems",
	why = "Shows the people who do the copying that it can end." }

content "Connector check-list" { role = "Influencer", stage = "Evaluating",
	kind = "sales tool", url = "https://example.com/connectors",
	why = "Deals stall on one missing connector; better to know on day one." }

content "Ten minutes a day" { role = "User", stage = "Customer",
	kind = "content", url = "https://example.com/ten-minutes",
	why = "Seats that are used are renewed." }

step "Kick-off with the owner" { owner = "Success manager", within = "14d",
	why  = "Accounts that start within two weeks renew at 94 %.",
	when = function(a) return a.arr > 0 and a.churned_on == nil end,
	done = function(a) return (a.seats or 0) > 0 end }

step "First forecast call on our numbers" { owner = "Success manager", within = "60d",
	why  = "The moment the tool becomes theirs.",
	when = function(a) return a.arr > 0 and a.churned_on == nil end,
	done = function(a) return (a.nps or 0) >= 7 end }

step "Plan more seats" { owner = "Account manager", within = "6m",
	why  = "Ask while they are hiring.",
	when = function(a) return a.arr > 0 and a.hiring > 0.1 end }

acceptance "Somebody owns the tool" { why = "Without an owner the first renewal is a coin toss.",
	when = function(a) return a.revops end }

acceptance "Can be connected" { why = "At least one system that we read today.",
	when = function(a) return #a.tech > 0 and not has(a.tech, "AS/400") end }

-- What we are not sure about: trial tells ---------------------------------------------------

hypothesis "Smaller companies too" { why = "A third of last quarter's wins had under 50 people.",
	params = { min_size = 20 } }

hypothesis "Stack does not matter" { why = "New connectors cover the old systems.",
	weights = { ["Modern stack"] = 0, ["Legacy stack"] = 0 } }

hypothesis "Stricter top" { why = "Two reps less: can we live from fewer accounts?",
	tiers = { A = 88 }, disable = { "Has bought from us" } }

-- Tests -------------------------------------------------------------------------------------

test "a textbook fit is an A" {
	account = { name = "Harbour Software", industry = "SaaS", country = "Germany", employees = 200,
		hiring = "30%", tech = "Snowflake;dbt", revops = "yes", seats = 20,
		arr = "$50,000", cost = "$8,000", won = 1, lost = 0, open = 0 },
	expect = { tier = "A", score = 100, coverage = 100, disqualified = false, unknown = {},
		growth = 115500 },
}

test "a bakery in another market is a D" {
	account = { name = "Crumb & Co", industry = "Bakery", country = "Japan", employees = 8,
		hiring = "-5 %", tech = "Excel", revops = "no", won = 0, lost = 0, open = 0 },
	expect = { tier = "D", score = 10.2, growth = 3840, disqualified = false },
}

test "blanks are unknown, not zero" {
	account = { name = "Who knows", won = 0, lost = 0, open = 0 },
	expect = { tier = "D", score = 5.88, score_low = -5.1, score_high = 96.94, growth = "unknown",
		disqualified = false,
		unknown = { "Company size", "Industry", "Region", "Modern stack", "Somebody owns it",
			"Legacy stack", "Hiring", "Room for seats", "Embargoed country", "Seat expansion" } },
}

test "penalties stop at the floor" {
	account = { name = "Steady Freight", industry = "Logistics", country = "US", employees = 300,
		hiring = "0%", tech = "AS/400; Cognos", revops = "no", seats = 120,
		won = 0, lost = 4, open = 0 },
	expect = { tier = "D", score = 30.61 },
}

test "old stacks cost points" {
	account = { name = "Half and Half", industry = "Fintech", country = "UK", employees = 300,
		hiring = "15%", tech = "Snowflake; SAP BW", revops = "yes", seats = 30,
		won = 1, lost = 0, open = 1 },
	expect = { tier = "A", score = 87.24 },
}

test "a good market without the means is a B" {
	account = { name = "Paper Trail Media", industry = "Publishing", country = "CA",
		employees = 120,
		hiring = "12%", tech = "Excel", revops = "no", seats = 10, won = 1, lost = 1, open = 0 },
	expect = { tier = "B", score = 71.63 },
}

test "costs are only held against customers" {
	rows = {
		{ account = { name = "Prospect", arr = "", cost = "$900" },
		  expect = { disqualified = false } },
		{ account = { name = "Even", arr = "$10,000", cost = "$10,000.00" },
		  expect = { disqualified = false } },
		{ account = { name = "Dear", arr = "$10,000", cost = "$10,000.01" },
		  expect = { tier = "bad fit", disqualified = { "Costs more than it pays" } } },
	},
}

test "size has soft edges" {
	rows = {
		{ account = { employees = 24 }, expect = { score_low = 5.1 } },
		{ account = { employees = 25 }, expect = { score_low = 17.86 } },
		{ account = { employees = 50 }, expect = { score_low = 30.61 } },
		{ account = { employees = 1000 }, expect = { score_low = 30.61 } },
		{ account = { employees = 1001 }, expect = { score_low = 17.86 } },
		{ account = { employees = 1501 }, expect = { score_low = 5.1 } },
	},
}

test "some accounts are nobody's customer" {
	rows = {
		{ account = { name = "Acme Demo Tenant" }, expect = { disqualified = { "Test account" } } },
		{ account = { name = "Attestation Ltd" }, expect = { disqualified = false } },
		{ account = { name = "Pars Data", country = "Iran" },
		  expect = { disqualified = { "Embargoed country" } } },
	},
}
