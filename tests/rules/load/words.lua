-- Every word, and every key of it.
profile "All words" {
	seller = "Acme", purpose = "To test.", problem = "Untested words.", owner = "QA",
	reviewed = "2026-11-01", review_every = "90d",
	objectives = { "Load it", "Compare it" }, notes = "one line",
}

fields {
	id       = { "key", from = { "Account ID", "Id" } },
	name     = "text",
	industry = { "text", blank = { "N/A", "Unknown" }, doc = "what they do" },
	people   = { "integer", from = 3, cost = 2.5 },
	ratio    = "number",
	arr      = { "money", unit = "USD", format = "1.234,5" },
	cost     = { "money", default = 0 },
	plan     = { "text", default = "" },
	hiring   = { "percent", format = "hundredths", default = "12" },
	live     = { "flag", default = "yes" },
	churned  = { "date", optional = true, known = "after", format = "%d.%m.%Y" },
	since    = { "date", default = "2020-02-29" },
	tech     = { "list", sep = "|", blank = "none" },
	tools    = { "list", default = { "a", "b" } },
}

local p = params { size = 50, rate = 0.5, strict = true, region = "EU" }

group "Declared first" { cap = 20, floor = -5, doc = "limits" }

criterion "Size" { weight = 30, group = "Market", why = "size", unknown = 0.25,
	fit = function(a) return a.people >= p.size end }
criterion "Rate" { weight = -2.5, group = "Declared first", why = "rate", unknown = "skip",
	fit = function(a) return a.ratio * p.rate end }
criterion "Alone" { weight = 1, why = "alone", unknown = "zero",
	fit = function(a) return p.strict end }

disqualify "Dear" { why = "dear", unknown = "disqualify", when = function(a) return a.cost > a.arr end }
disqualify "Gone" { why = "gone", when = function(a) return a.churned ~= nil end }

growth "Seats" { unit = "USD", why = "more", value = function(a) return a.people * 10 end }
growth "Else" { unit = "USD", value = function(a) return 1 end }

tiers { B = 60, A = 80, C = -10 }
target_share { 0.05, 0.5 }
exception "Globex" { account = "ACC-1", tier = "B", by = "CRO", why = "w", expires = "2027-03-31" }
cohort "healthy" { doc = "good", when = function(a) return a.live end }

rollup "deals" { key = "account",
	fields = { stage = "text", amount = { "money", unit = "USD" }, closed = "date",
		account = { "text", from = "Account Name" } },
	n        = count {},
	priced   = count "amount",
	won      = count { when = function(r) return r.stage == "Won" end },
	won_sum  = sum { "amount", when = function(r) return r.stage == "Won" end },
	avg      = mean { "amount" },
	least    = min { "amount" },
	newest   = max { "closed" },
	first_st = first { "stage", by = "closed" },
	last_amt = last { "amount", by = "closed" },
	stages   = distinct { "stage" },
}
rollup "tickets" { key = "Account", fields = { open = "flag" },
	tickets = count { when = function(r) return r.open end } }

economics {
	ltv = function(a) return a.arr * 3 end, cac = function(a) return 5 end,
	cost_to_serve = function(a) return a.cost end,
	deals = "deals", won = function(r) return r.stage == "Won" end,
	lost = function(r) return r.stage == "Lost" end, days = function(r) return r.closed end,
}
segment "By function" { by = function(a) return a.industry end }
segment "By field" { by = "industry" }
segment "By bands" { by = "people", bands = { { 0, "small" }, { 50, "large" } } }
role "Buyer" { match = { "VP *", "Head of *" }, needed = true, cares_about = "cost",
	found_at = { "fairs", "clubs" }, groups = "CFO club", events = { "expo" } }
role "User" { match = function(c) return c.title == "Analyst" end, needed = 2 }
engagement "Demo" { points = 20, when = function(e) return e.kind == "demo" end, half_life = "30d",
	role = "Buyer", cap = 60 }
contacts { key = "account", id = "contact", fields = { title = "text" } }
events { key = "account", contact = "contact", at = "day", fields = { kind = "text", day = "date" } }
levels { hot = 50, warm = 20, cold = 0 }
content "Paper" { role = { "Buyer", "User" }, stage = "Trial", kind = "sales tool", url = "https://x",
	why = "w" }
stage { { "Trial", when = function(a) return a.people > 0 end },
	{ "Customer", function(a) return a.live end } }
step "Kick-off" { owner = "CS", within = "2w", when = function(a) return true end,
	done = function(a) return a.live end, why = "w" }
acceptance "Budget" { when = function(a) return a.arr > 0 end, why = "w" }

hypothesis "Varied" { why = "w", params = { size = 10, region = "US", strict = false, rate = 1 },
	weights = { Size = 0, Rate = 2.5 }, tiers = { A = 90 }, disable = { "Alone", "Gone" },
	fields = { arr = { default = 0 }, hiring = { "percent", format = "hundredths", optional = true } } }

test "one" {
	as_of = "2026-11-21",
	account = { people = "1,200", ratio = 2, arr = "1.200,5", live = false, churned = "14.03.2024",
		tech = "a|b", n = 3, won_sum = "$5", industry = "N/A", since = "" },
	expect = { tier = "bad fit", score = 80, score_low = -1, score_high = 100, coverage = 50.5,
		growth = 12000, disqualified = { "Dear", "Gone" }, unknown = "Size" },
}
test "many" {
	account = { people = 5, name = "shared" },
	rows = {
		{ name = "own", tech = { "x", "y" } },
		{ account = { people = 7 }, as_of = "2026-01-01",
		  expect = { growth = 5, disqualified = true, unknown = {} } },
		{ expect = { tier = "C" } },
	},
	expect = { tier = "A", growth = "unknown", disqualified = false },
}
