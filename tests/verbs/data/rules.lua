-- A small rule file that the verbs' tests share: every kind of rule once.
profile "Small" { owner = "Tests" }

fields {
	id        = { "key", from = "Account ID" },
	name      = { "text", from = "Account Name" },
	industry  = "text",
	employees = { "integer", from = "# Employees" },
	arr       = { "money", unit = "USD" },
	cost      = { "money", default = 0 },
	tech      = "list",
	since     = { "date", optional = true },
}

local p = params { min_size = 50 }

group "Market" { cap = 45 }

criterion "Size" { weight = 30, group = "Market", why = "Below 50 people nobody owns the tool.",
	fit = function(a) return a.employees >= p.min_size end }

criterion "Industry" { weight = 20, group = "Market", why = "References exist here.",
	fit = function(a) return one_of(a.industry, "SaaS", "Fintech") end }

criterion "Stack" { weight = 30.5, why = "They can connect us.", unknown = 0.5,
	fit = function(a) return has(a.tech, "Snowflake") end }

criterion "Dear" { weight = -10, why = "It costs us.", unknown = "skip",
	fit = function(a) return ramp(a.cost, 0, 1000) end }

disqualify "Loses money" { why = "We lose money on it.",
	when = function(a) return a.cost > a.arr end }

growth "Seats" { unit = "USD/year",
	value = function(a)
		if a.since == nil then return 0 end
		return a.employees * 12.5
	end }

tiers { A = 80, B = 50, C = 0 }

exception "Globex" { account = "ACC-3", tier = "B", by = "CRO", expires = "2027-03-31",
	why = "Strategic logo." }
exception "Initech" { account = "ACC-1", tier = "C", by = "CRO", expires = "2026-01-31",
	why = "Was once." }

test "a fit is an A" {
	account = { employees = 200, industry = "saas", tech = "dbt;Snowflake", arr = "$9k" },
	expect = { tier = "A", score = 100, disqualified = false, unknown = {} },
}
