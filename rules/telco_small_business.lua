-- A regional telephone and internet provider: which small businesses to win and to keep.
--
--     sweetspot score -r rules/telco_small_business.lua samples/lines.csv
--     sweetspot test  -r rules/telco_small_business.lua
--
-- One row is one business with all its lines. The billing system writes dates as 20261231.

local industries = include "lib/industries.lua"
local titles = include "lib/titles.lua"

profile "Small business lines" {
	seller       = "Fernline",
	purpose      = "Shops, practices and trades whose telephone is their till.",
	problem      = "Two suppliers, three invoices, and nobody to call when the line is dead.",
	objectives   = "Churn under 9 % a year. Fibre to every business on a connected street.",
	owner        = "Head of business customers",
	reviewed     = "2026-08-20",
	review_every = "6m",
}

fields {
	business  = { "key",     from = "Business ID" },
	name      = { "text",    from = "Business Name" },
	trade     = { "text",    blank = { "Not given" } },
	postcode  = { "text" },
	people    = { "integer", from = { "People", "Employees" }, cost = 0.5 },
	lines     = { "integer", from = "Fixed lines", default = 0 },
	sims      = { "integer", from = "SIM cards", default = 0 },
	internet  = { "text",    blank = "Unknown", doc = "Fibre, Cable, DSL, None" },
	fibre     = { "flag",    from = "Fibre available" },
	bill      = { "money",   unit = "GBP", from = "Monthly bill", default = 0 },
	overdue   = { "money",   unit = "GBP", default = 0 },
	contract  = { "text",    from = "Contract", optional = true },
	ends_on   = { "date",    from = "Contract ends", format = "%Y%m%d" },
	debit     = { "flag",    from = "Direct debit" },
	addons    = { "list",    from = "Add-ons", sep = ",", optional = true },
	tickets   = { "integer", from = "Tickets 12 months", default = 0 },
	outage    = { "number",  from = "Outage hours", optional = true },
	supplier  = { "text",    from = "Other supplier", optional = true },
	joined_on = { "date",    from = "Customer since", format = "%Y%m%d", optional = true },
	left_on   = { "date",    from = "Left", format = "%Y%m%d", optional = true, known = "after" },
	left_for  = { "text",    from = "Left for", optional = true, known = "after" },
}

local p = params {
	few_people   = 2,
	many_people  = 49,
	many_tickets = 12,     -- a year
	long_outage  = 24,     -- hours a year
	behind       = 3,      -- months of bills
	fibre_price  = 45,     -- GBP a month on top
	sim_price    = 14,
	sell_mobile  = true,   -- the mobile product is switched on in our area
}

-- Businesses that lose money in the hour the line is dead.
local by_phone = industries.join("healthcare", "professional", "construction", "hospitality",
	"automotive", "logistics", "real_estate", "beauty", "food")

-- The streets that we serve, by the first two letters of the postcode.
local served = { "BS", "BA", "GL", "SN", "TA", "EX" }

local function has_fibre(a) return one_of(a.internet, "Fibre", "FTTP", "Fiber", "Full fibre") end

local function is_customer(a) return a.bill > 0 and a.left_on == nil end

-- Who they are ------------------------------------------------------------------------------

criterion "Size of business" { weight = 20, group = "Target market",
	why = "Large enough for a business line, small enough to buy without a tender.",
	fit = function(a)
		if a.people < p.few_people then return 0 end
		return ramp(a.people, 3 * p.many_people, p.many_people)
	end }

criterion "Lives by the telephone" { weight = 18, group = "Target market",
	why = "Practices, trades and kitchens pay for a line that is mended within the hour.",
	fit = function(a) return one_of(a.trade, by_phone) end }

criterion "Fibre at the door" { weight = 12, group = "Target market", unknown = 0.4,
	why = "There a customer costs a visit, elsewhere a dig. Four streets in ten are connected.",
	fit = function(a) return a.fibre end }

-- Will they stay ----------------------------------------------------------------------------

criterion "Under contract" { weight = 15, group = "Success potential",
	why = "The months that are left are the months nobody can call them away.",
	fit = function(a) return ramp(a.ends_on - as_of, 0, 365) end }

criterion "Pays by direct debit" { weight = 10, group = "Success potential", unknown = "skip",
	why = "Three in four who leave paid by hand. Not asked of prospects, so left out for them.",
	fit = function(a) return a.debit end }

criterion "Everything from one hand" { weight = 13, group = "Success potential",
	why = "With telephone, mobile and internet here, one supplier is one invoice.",
	fit = function(a)
		local n = 0
		if a.lines > 0 then n = n + 1 end
		if a.sims > 0 then n = n + 1 end
		if not one_of(a.internet, "None") then n = n + 1 end
		return n / 3
	end }

-- What they cost us -------------------------------------------------------------------------

group "Cost to serve" { floor = -16, doc = "Penalties only: nobody earns points for being quiet." }

criterion "Calls all the time" { weight = -12, group = "Cost to serve",
	why = "A ticket costs 19 pounds, half a month's margin.",
	fit = function(a) return ramp(a.tickets, 4, p.many_tickets) end }

criterion "Long outages" { weight = -8, group = "Cost to serve",
	why = "A day without a line is remembered until the contract ends.",
	fit = function(a) return (a.outage or 0) > p.long_outage end }

-- Will they grow ----------------------------------------------------------------------------

criterion "Likes add-ons" { weight = 7, group = "Growth potential",
	why = "Static address, call recording, second line: three are as good as a contract.",
	fit = function(a)
		if a.addons == nil then return 0 end
		return math.min(#a.addons, 3) / 3
	end }

criterion "Two suppliers today" { weight = 5, group = "Growth potential",
	why = "The other half of the bill can come to us.",
	fit = function(a) return a.supplier ~= nil end }

-- Bad fits ----------------------------------------------------------------------------------

disqualify "Outside our streets" { unknown = "disqualify",
	why = "We own no ducts there. Without a postcode nobody can be connected.",
	when = function(a) return not one_of(a.postcode:sub(1, 2), served) end }

disqualify "Three bills behind" { why = "Dunning costs more than the line earns.",
	when = function(a) return a.bill > 0 and a.overdue > p.behind * a.bill end }

disqualify "Not a business" { why = "Private lines have their own tariff, and their own law.",
	when = function(a) return like(a.trade, "Private*", "Residential*", "Household*") end }

-- What it could become ----------------------------------------------------------------------

growth "Move to fibre" { unit = "GBP/year", why = "The dearer tariff where the fibre lies.",
	value = function(a)
		if a.fibre and not has_fibre(a) then return p.fibre_price * 12 end
		return 0
	end }

growth "SIM cards" { unit = "GBP/year",
	why = "One card for every second head, in trades two of three.",
	value = function(a)
		if not p.sell_mobile then return 0 end
		local wanted = a.people * 0.5
		if one_of(a.trade, industries.construction) then wanted = a.people * 2 / 3 end
		return math.max(wanted - a.sims, 0) * p.sim_price * 12
	end }

tiers { Gold = 75, Silver = 60, Bronze = 40, Basic = 0 }
target_share { 0.10, 0.35 }

exception "Cattle market" { account = "B-20077", tier = "Silver", by = "Head of business customers",
	expires = "2028-12-31",
		why = "Two market days a week on our network; everybody sees who brings it." }

cohort "healthy" { doc = "Pays on time, is under contract, rarely calls.",
	when = function(a)
		return is_customer(a) and a.overdue == 0 and a.tickets <= 4 and a.ends_on > as_of
	end }
cohort "churned" { doc = "Left within six months.",
	when = function(a) return a.left_on ~= nil and months_since(a.left_on) < 6 end }
cohort "won" { doc = "Joined within a year.",
	when = function(a) return a.joined_on ~= nil and days_since(a.joined_on) <= 365 end }
cohort "lost" { doc = "Left for a named competitor.",
	when = function(a) return a.left_for ~= nil end }

economics {
	ltv           = function(a) return a.bill * 12 * 0.38 * 6 end,
	cac           = function(a)
		if a.fibre then return 240 end
		return 900
	end,
	cost_to_serve = function(a) return a.tickets * 19 + a.lines * 22 end,
}

segment "Trade group" { by = function(a) return industries.group(a.trade) or "other" end }
segment "Area" { by = function(a) return a.postcode:sub(1, 2):upper() end }
segment "Contract kind" { by = function(a) return a.contract or "none" end }

-- People ------------------------------------------------------------------------------------

contacts { key = "Business ID", id = "Phone",
	fields = { title = { "text", from = "Function" }, language = { "text", optional = true } } }

events { key = "Business ID", contact = "Phone", at = "day",
	fields = {
		day     = { "date", from = "On", format = "%Y%m%d" },
		kind    = { "text", from = "Type" },
		minutes = { "integer", optional = true },
	} }

role "Signs" { needed = true,
	match = function(c) return titles.is_owner(c.title) or titles.is_chief(c.title) end,
	cares_about = "One invoice, one number to call.",
	found_at = "The high-street association", groups = "Traders' guild" }
role "Runs the office" { needed = true,
	match = function(c)
		return like(c.title, "Office *", "* Office", "Reception*", "Practice Manager*", "Secretar*")
	end,
	cares_about = "That the telephone rings where she sits." }
role "Looks after the computers" {
	match = function(c) return titles.is_it(c.title) or like(c.title, "*Computer*") end,
	cares_about = "A static address, and a router he may touch." }

engagement "Asked about fibre" { points = 30, half_life = "30d",
	when = function(e) return like(e.kind, "fibre*", "speed test") end }
engagement "Visited the shop" { points = 20, half_life = "60d", cap = 40,
	when = function(e) return e.kind == "visit" end }
engagement "Owner called back" { points = 15, half_life = "45d", role = "Signs",
	when = function(e) return e.kind == "call" and (e.minutes or 0) > 2 end }
engagement "Asked to be left alone" { points = -40, half_life = "1y",
	when = function(e) return like(e.kind, "*do not call*") end }

levels { hot = 45, warm = 15, cold = 0 }

stage { by = function(a)
	if a.left_on ~= nil then return "Gone" end
	if a.bill == 0 then return "Prospect" end
	if a.ends_on - as_of < 90 then return "Renewal" end
	return "Running"
end }

content "When the line is dead" { role = "Signs", stage = "Prospect", kind = "content",
	url = "https://example.com/dead-line",
		why = "What an hour without a telephone costs a practice." }
content "Renewal offer" { role = "Signs", stage = "Renewal", kind = "sales tool",
	url = "https://example.com/renewal", why = "Two years, same price, fibre where it lies." }
content "Call-plan sheet" { role = "Runs the office", stage = "Running", kind = "content",
	url = "https://example.com/call-plans",
		why = "Who rings when; the sheet hangs by the telephone." }
content "Router hand-over" { role = "Looks after the computers", stage = "Running",
	kind = "sales tool", url = "https://example.com/router",
	why = "Answers the five questions of every IT helper." }

step "Test call" { owner = "Hotline", within = "3d", why = "Most early leavers never got a call.",
	when = function(a) return a.bill > 0 and a.left_on == nil end,
	done = function(a) return a.tickets > 0 end }
step "Direct debit" { owner = "Billing", within = "30d",
	why = "Paying by hand is the first step out.",
	when = is_customer, done = function(a) return a.debit end }
step "Renew early" { owner = "Shop", within = "90d", why = "Ninety days before the end, not after.",
	when = function(a) return is_customer(a) and between(a.ends_on - as_of, 0, 120) end }

acceptance "Address is connected" { why = "No order before the duct is confirmed.",
	when = function(a) return a.fibre or has(a.addons, "Copper line") end }
acceptance "Nothing overdue" { why = "Old debts first.",
	when = function(a) return a.overdue == 0 end }

hypothesis "Larger businesses" { why = "Fibre makes us fit for up to 150 people.",
	params = { many_people = 150 } }
hypothesis "No mobile" { why = "The mobile contract with the network ends in June.",
	params = { sell_mobile = false } }
hypothesis "Tickets are our fault" { why = "Half of them are outages that we caused.",
	disable = { "Calls all the time" }, weights = { ["Long outages"] = -16 } }

-- Tests -------------------------------------------------------------------------------------

test "a dental practice with everything from us is Gold" {
	as_of = "2026-11-21",
	account = { name = "Harbourside Dental", trade = "Dentist", postcode = "BS1 4QA", people = 14,
		lines = 6, sims = 7, internet = "DSL", fibre = "yes", bill = "£240.50", overdue = "£0.00",
		contract = "2 years", ends_on = "20280131", debit = "yes",
		addons = "Static IP, Call recording, Second line", tickets = 2, supplier = "Vexa" },
	expect = { tier = "Gold", score = 100, growth = 540, disqualified = false, unknown = {} },
}

test "a tired one-man band is Basic" {
	as_of = "2026-11-21",
	account = { name = "P. Sparrow", trade = "Other trade", postcode = "EX4 1AA", people = 1,
		lines = 1,
		internet = "None", fibre = "no", bill = "£18", ends_on = "20261101", debit = "n",
		tickets = 14, outage = "30.5" },
	expect = { tier = "Basic", score = -11.67, growth = 84, disqualified = false },
}

test "a shop that takes nothing from us yet is Bronze" {
	as_of = "2026-11-21",
	account = { name = "Corner Books", trade = "Retail", postcode = "GL50 2AB", people = 4,
		internet = "None", fibre = "yes", ends_on = "20270521", debit = "yes" },
	expect = { tier = "Bronze", score = 49.44 },
}

test "blanks: skipped, valued or zero, as each rule says" {
	as_of = "2026-11-21",
	account = { name = "Somewhere", postcode = "BA1 1AA" },
	expect = { tier = "Basic", score = 5.33, growth = "unknown", disqualified = false,
		unknown = { "Size of business", "Lives by the telephone", "Fibre at the door",
			"Under contract", "Pays by direct debit", "Everything from one hand",
			"Not a business", "Move to fibre", "SIM cards" } },
}

test "size has a slope above and a step below" {
	account = { postcode = "BS1" },
	rows = {
		{ account = { people = 1 }, expect = { score_low = 0 } },
		{ account = { people = 2 }, expect = { score_low = 20 } },
		{ account = { people = 49 }, expect = { score_low = 20 } },
		{ account = { people = 98 }, expect = { score_low = 10 } },
		{ account = { people = 147 }, expect = { score_low = 0 } },
	},
}

test "who is not for us" {
	rows = {
		{ account = { postcode = "bs3 2bb", trade = "Bakery" }, expect = { disqualified = false } },
		{ account = { postcode = "SW1A 1AA", trade = "Bakery" },
		  expect = { tier = "bad fit", disqualified = { "Outside our streets" } } },
		{ account = { postcode = "", trade = "Bakery" },
		  expect = { disqualified = { "Outside our streets" } } },
		{ account = { postcode = "BS3 2BB", trade = "Private household" },
		  expect = { disqualified = { "Not a business" } } },
		{ account = { postcode = "BS3 2BB", bill = "£50", overdue = "£150" },
		  expect = { disqualified = false } },
		{ account = { postcode = "BS3 2BB", bill = "£50", overdue = "£150.01" },
		  expect = { disqualified = { "Three bills behind" } } },
	},
}

test "trades carry more telephones" {
	account = { postcode = "TA1", people = 12, sims = 2, fibre = "yes", internet = "Fibre" },
	rows = {
		{ account = { trade = "Plumber" }, expect = { growth = 1008 } },
		{ account = { trade = "Accountant" }, expect = { growth = 672 } },
		{ account = { trade = "Accountant", sims = 9, internet = "DSL" },
			expect = { growth = 540 } },
	},
}
