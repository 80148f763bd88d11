-- A brand and digital agency on retainers: which clients to win, keep, and leave to others.
--
--     sweetspot score -r rules/services_agency.lua samples/agency_clients.csv
--     sweetspot test  -r rules/services_agency.lua
--
-- The export comes from a German office: semicolons, decimal commas, dates as 31.12.2026. The
-- fields below say so once (format = …), and the rules need not care.

local industries = include "lib/industries.lua"
local countries = include "lib/countries.lua"
local titles = include "lib/titles.lua"

profile "Retainer clients" {
	seller       = "Northlight Studio",
	purpose      = "Consumer brands with a marketing team too small to do it all, and a budget.",
	problem      = "They brief five freelancers and get five brands.",
	objectives   = "Two thirds of revenue on retainer; no client over 15 % of revenue.",
	owner        = "Managing partner",
	reviewed     = "2026-09-15",
	review_every = "6m",
}

fields {
	client_no = { "key",     from = "Client No" },
	name      = { "text",    from = "Client" },
	sector    = { "text",    blank = { "tbd", "?" } },
	country   = { "text",    doc = "where the marketing team sits" },
	budget    = { "money",   unit = "EUR", format = "1.234,5", from = "Marketing budget",
		cost = 3 },
	billed    = { "money",   unit = "EUR", format = "1.234,5", from = "Billed 12 months",
		default = 0 },
	hours     = { "number",  format = "1.234,5", from = "Hours 12 months", default = 0 },
	margin    = { "percent", format = "hundredths", doc = "our margin on them, last 12 months" },
	pays_in   = { "integer", from = "Days to pay", blank = "new" },
	team      = { "integer", from = "Marketing team", doc = "people", cost = 1 },
	studio    = { "flag",    from = "In-house design", default = false },
	channels  = { "list",    sep = ",", optional = true, doc = "ours, or asked for; blank: none" },
	contract  = { "text",    optional = true },
	since     = { "date",    format = "%d.%m.%Y", from = "Client since", optional = true },
	pitch     = { "date",    format = "%d.%m.%Y", from = "Next pitch", optional = true },
	rfps      = { "integer", from = "RFPs 3 years", default = 0 },
	buyer     = { "text",    from = "Contact title" },
	credit    = { "text",    from = "Credit check", doc = "A (best) to E" },
	left_on   = { "date",    format = "%d.%m.%Y", optional = true, known = "after" },
	reason    = { "text",    from = "Left because", optional = true, known = "after" },
}

local p = params {
	enough_budget = 100000,  -- EUR a year; below, a freelancer serves them better
	full_budget   = 500000,
	our_share     = 0.30,    -- of the budget can become ours
	good_margin   = 0.35,
	slow_pay      = 60,      -- days
	rate          = 105,     -- EUR an hour
}

-- Consumer brands and the places they are sold.
local brands = industries.join("food", "retail", "ecommerce", "hospitality", "travel", "beauty",
	"healthcare", "education")
local refused = industries.join("gambling", "tobacco", "defence", "adult", "mining")

-- 1 where we can be for lunch, 0.6 where a train goes, 0.2 for a flight.
local function nearness(country)
	if one_of(country, countries.DACH) then return 1 end
	if one_of(country, countries.Benelux) or one_of(country, "Denmark", "DK", "France", "FR") then
		return 0.6
	end
	if one_of(country, countries.EEA) or one_of(country, countries.UKI) then return 0.2 end
	return 0
end

local function on_retainer(contract)
	return like(contract, "*retainer*", "Framework*", "Rahmen*")
end

-- The market ---------------------------------------------------------------------------------

group "Target market" { cap = 45,
	doc = "Capped: a rich client in the right street must still fit." }

criterion "Budget" { weight = 25, group = "Target market",
	why = "Room for strategy and craft both: not below 100,000 a year.",
	fit = function(a)
		return bands(a.budget, {
			{ 0, 0 }, { p.enough_budget, 0.5 }, { p.enough_budget * 2.5, 0.8 },
			{ p.full_budget, 1 } })
	end }

criterion "Consumer brand" { weight = 15, group = "Target market",
	why = "Our case studies are shelves and shop windows, not data sheets.",
	fit = function(a) return one_of(a.sector, brands) end }

criterion "Close by" { weight = 10, group = "Target market",
	why = "Work that is talked through in one room needs half the rounds.",
	fit = function(a) return nearness(a.country) end }

-- Working together --------------------------------------------------------------------------

group "Working together" { cap = 40, floor = -10,
	doc = "Whether the work will be good and paid for." }

criterion "Somebody to talk to" { weight = 10, group = "Working together",
	why = "A small team: with nobody we do their job, with many we only deliver pixels.",
	fit = function(a)
		if a.team == 0 then return 0 end
		if a.team <= 8 then return 1 end
		return 0.3
	end }

criterion "Decided at the top" { weight = 10, group = "Working together", unknown = "skip",
	why = "Brand work that a junior signs off is undone by the first board member who sees it.",
	fit = function(a) return titles.is_leader(a.buyer) end }

criterion "Pays on time" { weight = 12, group = "Working together", unknown = 0.6,
	why = "We pre-finance freelancers for thirty days, not for ninety.",
	fit = function(a) return ramp(a.pays_in, p.slow_pay, 20) end }

criterion "Earns us money" { weight = 13, group = "Working together",
	why = "We earn on them. New clients have no margin yet: half the points.",
	unknown = 0.5,
	fit = function(a) return ramp(a.margin, 0.05, p.good_margin) end }

criterion "Pitches for sport" { weight = -12, group = "Working together",
	why = "Three tenders in three years and no retainer: we would be number four.",
	fit = function(a) return a.rfps >= 3 and not on_retainer(a.contract) end }

criterion "Own studio" { weight = -6, group = "Working together",
	why = "In-house designers redo what we deliver.",
	fit = function(a) return a.studio end }

-- Growth ------------------------------------------------------------------------------------

criterion "Several channels" { weight = 8, group = "Growth potential",
	why = "Each further channel is a reason to stay, up to four.",
	fit = function(a)
		if a.channels == nil then return 0 end
		return math.min(#a.channels, 4) / 4
	end }

criterion "On retainer" { weight = 10, group = "Growth potential",
	why = "Retainers grow by a tenth a year without a pitch.",
	fit = function(a) return on_retainer(a.contract) end }

criterion "Loyal" { weight = 7, group = "Growth potential",
	why = "After five years they bring their next employer, too.",
	fit = function(a)
		if a.since == nil then return 0 end
		return ramp(years_since(a.since), 0, 5)
	end }

-- Bad fits ----------------------------------------------------------------------------------

disqualify "May not pay" { unknown = "disqualify",
	why = "Rating D or E. Without a credit check we do not start: it costs 40 euros.",
	when = function(a) return one_of(a.credit, "D", "E") end }

disqualify "Sector we refuse" { why = "The partners' decision of 2019; ask before you ask.",
	when = function(a) return one_of(a.sector, refused) end }

disqualify "Burns money" { why = "A tenth below cost on real volume, and nobody stops it.",
	when = function(a) return a.billed > 20000 and a.margin < -0.10 end }

disqualify "Below our rate" { why = "They bought hours at less than half our rate.",
	when = function(a) return a.hours >= 100 and a.billed / a.hours < p.rate / 2 end }

-- What it could become ----------------------------------------------------------------------

growth "Untouched budget" { unit = "EUR/year", why = "Our fair share less what we have.",
	value = function(a)
		local open = math.max(a.budget * p.our_share - a.billed, 0)
		if a.pitch ~= nil and between(a.pitch - as_of, 0, 180) then return open * 0.8 end
		return open * 0.4
	end }

growth "From project to retainer" { unit = "EUR/year", why = "Retainers bill a fifth more.",
	value = function(a)
		if a.billed > 0 and not on_retainer(a.contract) then return a.billed * 0.2 end
		return 0
	end }

tiers { A = 78, B = 65, C = 48, D = 30, E = 0 }
target_share { 0.10, 0.33 }

exception "Opera house" { account = "K-0031", tier = "B", by = "Managing partner",
	expires = "2028-12-31",
	why = "Pays little and wins us every award; the festival in 2028 is worth a try." }

cohort "healthy" { doc = "Worth having: pays, stays, earns.",
	when = function(a) return a.left_on == nil and a.billed >= 40000 and a.margin >= 0.20 end }
cohort "churned" { doc = "Left within a year.",
	when = function(a) return a.left_on ~= nil and months_since(a.left_on) < 12 end }
cohort "left over money" {
	when = function(a) return a.left_on ~= nil and one_of(a.reason, "Budget", "Insolvenz") end }
cohort "won" { doc = "Signed within two years.",
	when = function(a) return a.since ~= nil and years_since(a.since) < 2 end }
cohort "lost" { doc = "Asked us to tender and never became a client.",
	when = function(a) return a.since == nil and a.rfps > 0 end }

economics {
	ltv           = function(a) return a.billed * a.margin * 5 end,
	cac           = function(a) return 4000 + a.rfps * 9000 end,
	cost_to_serve = function(a) return a.hours * 62 end,
}

segment "Sector" { by = function(a) return industries.group(a.sector) or "other" end }
segment "Budget class" { by = function(a)
	return bands(a.budget, {
		{ 0, "under 100,000" }, { 100000, "100,000 and more" }, { 500000, "500,000 and more" } })
end }

-- People ------------------------------------------------------------------------------------

contacts { key = "Client No", id = "E-Mail",
	fields = { title = { "text", from = "Position" }, name = "text" } }

events { key = "Client No", contact = "E-Mail", at = "day",
	fields = {
		day     = { "date", from = "Datum", format = "%d.%m.%Y" },
		kind    = { "text", from = "Art" },
		minutes = { "integer", optional = true },
	} }

role "Economic buyer" { needed = true,
	match = function(c) return titles.is_owner(c.title) or titles.is_chief(c.title) end,
	cares_about = "That the brand still stands when the agency has gone.",
	found_at = "Chamber of commerce evenings", events = "Brand Day Hamburg" }

role "Marketing lead" { needed = true,
	match = function(c) return titles.is_marketing(c.title) and titles.is_leader(c.title) end,
	cares_about = "A campaign that ships on the day, and a report the board understands.",
	found_at = "Trade press, speaker lists", groups = "Marketing Club" }

role "Day-to-day contact" {
	match = function(c) return titles.is_marketing(c.title) or titles.is_manager(c.title) end,
	cares_about = "Answers on the same day." }

engagement "Workshop" { points = 35, half_life = "120d",
	when = function(e) return like(e.kind, "Workshop*") end }
engagement "Briefed us" { points = 25, half_life = "90d", role = "Marketing lead",
	when = function(e) return e.kind == "Briefing" end }
engagement "Long call" { points = 8, half_life = "30d", cap = 24,
	when = function(e) return e.kind == "Call" and (e.minutes or 0) >= 20 end }
engagement "Complained" { points = -15, half_life = "90d",
	when = function(e) return like(e.kind, "Complaint*", "Reklamation*") end }

levels { hot = 50, warm = 20, cold = 0 }

stage { by = function(a)
	if a.left_on ~= nil then return "Former client" end
	if a.since == nil then return "Prospect" end
	if on_retainer(a.contract) then return "Retainer" end
	return "Project"
end }

content "What a brand costs" { role = "Economic buyer", stage = "Prospect", kind = "content",
	url = "https://example.com/what-a-brand-costs", why = "Sets the price before the first call." }
content "Retainer model" { role = "Economic buyer", stage = "Project", kind = "sales tool",
	url = "https://example.com/retainer-model", why = "One page, three sizes, no hours." }
content "Shelf study" { role = "Marketing lead", stage = "Prospect", kind = "content",
	url = "https://example.com/shelf-study", why = "Their own shelf, before and after." }
content "Year plan template" { role = "Marketing lead", stage = "Retainer", kind = "sales tool",
	url = "https://example.com/year-plan", why = "Fills the retainer before the quarter starts." }

step "Credit check" { owner = "Office", within = "3d", why = "40 euros against 40,000.",
	done = function(a) return one_of(a.credit, "A", "B", "C") end }
step "Kick-off workshop" { owner = "Strategy", within = "30d", why = "Goals before pixels.",
	when = function(a) return a.since ~= nil and a.left_on == nil end,
	done = function(a) return a.hours >= 16 end }
step "Offer a retainer" { owner = "Client lead", within = "6m", why = "While they are happy.",
	when = function(a) return a.billed > 25000 and not on_retainer(a.contract) end }

acceptance "Credit is known" { why = "No start without it.",
	when = function(a) return one_of(a.credit, "A", "B", "C") end }
acceptance "One person decides" { why = "Name the one who signs off, in the contract.",
	when = function(a) return titles.is_leader(a.buyer) end }

hypothesis "Smaller budgets" { why = "Fixed-price packages made small clients pay off last year.",
	params = { enough_budget = 50000, full_budget = 250000 } }
hypothesis "Distance is dead" { why = "Since 2020 most rounds are calls.",
	weights = { ["Close by"] = 0 } }
hypothesis "Do not ask for tenders" { why = "Some good clients have to tender by statute.",
	disable = { "Pitches for sport" } }

-- Tests -------------------------------------------------------------------------------------

test "a brand on retainer is an A" {
	as_of = "2026-11-21",
	account = { name = "Kastanie Naturkost", sector = "Lebensmittel", country = "Deutschland",
		budget = "600.000,00 €", billed = "90.000,00 €", hours = "700,5", margin = "35",
		pays_in = 18, team = 4, studio = "no", channels = "SEO, Email, Packaging, Paid social",
		contract = "Retainer 2026", since = "01.03.2019", rfps = 1,
		buyer = "Geschäftsführerin", credit = "A" },
	expect = { tier = "A", score = 100, disqualified = false, growth = 36000 },
}

test "a distant machine builder with its own studio is an E" {
	as_of = "2026-11-21",
	account = { name = "Kaihatsu Tools", sector = "Machinery", country = "Japan",
		budget = "80.000,00 €", pays_in = 75, margin = "2", team = 0, studio = "yes",
		channels = "Print", rfps = 4, buyer = "Buyer", credit = "C" },
	expect = { tier = "E", score = -7.27, growth = 9600, disqualified = false },
}

test "the better the fit, the better the tier" {
	as_of = "2026-11-21",
	account = { name = "Sommerhut", sector = "Fashion", country = "DE", budget = "300.000 €",
		billed = "45.000 €", hours = "400", margin = "22", pays_in = 30, team = 5,
			contract = "Project",
		channels = "SEO, Print", since = "01.04.2023", buyer = "Marketingleiterin", credit = "B" },
	rows = {
		{ account = { contract = "Retainer" }, expect = { tier = "A" } },
		{ account = {}, expect = { tier = "A" } },
		{ account = { pays_in = 45, margin = "15" }, expect = { tier = "B" } },
		{ account = { team = 25, rfps = 3 }, expect = { tier = "C" } },
		{ account = { sector = "Consulting", team = 0, margin = "1" }, expect = { tier = "C" } },
		{ account = { sector = "Consulting", team = 0, margin = "1", rfps = 5, pays_in = 90 },
		  expect = { tier = "D" } },
	},
}

test "without a credit check nothing starts" {
	rows = {
		{ account = { credit = "C" }, expect = { disqualified = false } },
		{ account = { credit = "E" }, expect = { tier = "bad fit",
			disqualified = { "May not pay" } } },
		{ account = { credit = "" }, expect = { tier = "bad fit",
			disqualified = { "May not pay" } } },
	},
}

test "what we do not know counts as each rule says" {
	account = { name = "Nebula", credit = "B" },
	expect = { tier = "E", score = 13.05, growth = "unknown", disqualified = false,
		unknown = { "Budget", "Consumer brand", "Close by", "Somebody to talk to",
			"Decided at the top",
			"Pays on time", "Earns us money", "Sector we refuse", "Untouched budget" } },
}

test "nearness is by region" {
	account = { credit = "A" },
	rows = {
		{ account = { country = "Österreich" }, expect = { score_low = 9.09 } },
		{ account = { country = "NL" }, expect = { score_low = 5.45 } },
		{ account = { country = "Ireland" }, expect = { score_low = 1.82 } },
		{ account = { country = "Brazil" }, expect = { score_low = 0 } },
	},
}

test "clients that cost us" {
	account = { credit = "A" },
	rows = {
		{ account = { billed = "20.000,00 €", margin = "-20" },
		  expect = { disqualified = false } },
		{ account = { billed = "20.000,01 €", margin = "-20" },
		  expect = { disqualified = { "Burns money" } } },
		{ account = { billed = "5.249,00 €", hours = "100,0", margin = "10" },
		  expect = { disqualified = { "Below our rate" } } },
		{ account = { billed = "5.250,00 €", hours = "100,0", margin = "10" },
		  expect = { disqualified = false } },
		{ account = { sector = "Vape shop" },
		  expect = { disqualified = { "Sector we refuse" } } },
	},
}

test "a pitch soon doubles the open budget" {
	as_of = "2026-11-21",
	account = { credit = "A", budget = "200.000 €" },
	rows = {
		{ account = { pitch = "01.02.2027" },
		  expect = { growth = 48000 } },
		{ account = { pitch = "01.11.2026" },
		  expect = { growth = 24000 } },
		{ account = { billed = "10.000 €", contract = "Project" },
		  expect = { growth = 22000 } },
	},
}
