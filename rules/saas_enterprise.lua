-- Enterprise SaaS: the same company, sold to large accounts. Only what differs from mid-market
-- stands here; everything else comes from that file and changes with it.
--
--     sweetspot score -r rules/saas_enterprise.lua samples/accounts.csv \
--         --with deals=samples/deals.csv

extends "saas_midmarket.lua"

profile "Enterprise SaaS" {
	seller       = "Acme Analytics",
	purpose      = "Groups whose divisions forecast in different ways and must add up.",
	problem      = "The board sees six forecasts and believes none.",
	owner        = "VP Enterprise",
	reviewed     = "2026-10-15",
	review_every = "6m",
}

-- These are set before the file above is read, so its rules use them.
params {
	min_size       = 1000,
	max_size       = 20000,
	full_hiring    = 0.10,   -- large companies grow slower
	seats_per_head = 0.15,
	seat_price     = 900,    -- volume discount
	healthy_arr    = 150000,
}

-- A large company always runs something old, and always has lost deals with us somewhere.
drop "Legacy stack"
drop "Shops around"
drop "Old friends"
drop "Smaller companies too"
drop "Stack does not matter"

-- The tests of the file above speak of its thresholds.
drop "a textbook fit is an A"
drop "a bakery in another market is a D"
drop "blanks are unknown, not zero"
drop "penalties stop at the floor"
drop "old stacks cost points"
drop "a good market without the means is a B"
drop "costs are only held against customers"
drop "size has soft edges"
drop "some accounts are nobody's customer"

fields {
	-- An enterprise account without a cost figure is not free: it is unknown.
	cost = { "money", unit = "USD", from = "Cost to serve" },
}

criterion "Somebody owns it" { weight = 20, group = "Success potential",
	why = "No enterprise roll-out has worked without a named owner. Unknown counts as no.",
	fit = function(a) return a.revops end }

disqualify "Too small for field sales" { unknown = "disqualify",
	why = "A field seller costs 180,000 a year. Unknown size goes back to mid-market.",
	when = function(a) return a.employees < 300 end }

tiers { A = 75, B = 55 }
target_share { 0.02, 0.25 }

test "a large group that hires is an A" {
	account = { name = "Borealis Group", industry = "Media", country = "Sweden",
		employees = "4,200", hiring = "12%", tech = "Databricks; SAP BW", revops = "yes",
		seats = 60, arr = "$210,000", cost = "$35,000", won = 2, lost = 5, open = 1 },
	expect = { tier = "A", score = 100, disqualified = false, growth = 544500 },
}

test "a group in the wrong place that costs too much is a bad fit" {
	account = { name = "Far Foods", industry = "Food & Beverages", country = "Brazil",
		employees = 500, hiring = "-2%", tech = "Excel", revops = "no", seats = 120,
		arr = "$90,000", cost = "$120,000", won = 0, lost = 1, open = 0 },
	expect = { tier = "bad fit", score = 12.76, disqualified = { "Costs more than it pays" } },
}

test "one answer short of an A" {
	account = { name = "Fjord Insurance", industry = "Insurance", country = "NO",
		employees = 9000, hiring = "0%", tech = "Redshift", revops = "yes", seats = 400,
		arr = "$300,000", cost = "$20,000", won = 1, lost = 0, open = 2 },
	expect = { tier = "B", score = 71.43 },
}

test "some names and places are excluded here too" {
	rows = {
		{ account = { name = "Enterprise sandbox", employees = 5000 },
		  expect = { disqualified = { "Test account" } } },
		{ account = { name = "Pars Group", country = "IR", employees = 5000 },
		  expect = { disqualified = { "Embargoed country" } } },
	},
}

test "size decides before anything else" {
	rows = {
		{ account = { name = "Small", employees = 299 },
		  expect = { disqualified = { "Too small for field sales" } } },
		{ account = { name = "Not so small", employees = 300 }, expect = { disqualified = false } },
		{ account = { name = "Unknown" },
		  expect = { tier = "bad fit", disqualified = { "Too small for field sales" } } },
	},
}

test "an unknown cost leaves the check open" {
	account = { name = "Borealis Group", country = "SE", employees = 4200, arr = "$210,000" },
	expect = { disqualified = false },
}
