-- Roles and engagement, for the benchmark.
profile "Benchmark" {}

fields {
	id        = { "key",     from = "Account ID" },
	name      = { "text",    from = "Account Name" },
	employees = "integer",
	arr       = { "money",   unit = "USD" },
}

contacts { key = "Account ID", id = "Contact ID",
	fields = { title = { "text", from = "Job Title" } } }

events { key = "Account ID", contact = "Contact ID", at = "day",
	fields = { day = { "date", from = "Date" }, kind = { "text", from = "Event" } } }

role "Decision maker" { needed = true, match = function(c)
	return like(c.title, "VP *", "Chief * Officer", "Head of *", "Vertriebsleit*", "Directeur *") end }
role "Influencer" { match = function(c) return like(c.title, "*RevOps*", "Data *", "*Analyst*") end }
role "User" { match = function(c) return like(c.title, "*Sales*", "Account *") end }

engagement "Demo" { points = 40, half_life = "60d",
	when = function(e) return one_of(e.kind, "demo request", "pricing request") end }
engagement "Webinar" { points = 15, half_life = "45d", cap = 45,
	when = function(e) return e.kind == "webinar" end }
engagement "Meeting" { points = 30, half_life = "90d", role = "Decision maker",
	when = function(e) return e.kind == "meeting" end }
engagement "Login" { points = 2, half_life = "14d", cap = 40,
	when = function(e) return e.kind == "login" end }
engagement "Reads" { points = 3, half_life = "30d", cap = 15,
	when = function(e) return one_of(e.kind, "email click", "download") end }
engagement "Unsubscribed" { points = -20, half_life = "180d",
	when = function(e) return e.kind == "unsubscribe" end }

levels { hot = 60, warm = 25, cold = 0 }

criterion "Size" { weight = 60, why = "-", fit = function(a) return between(a.employees, 50, 1000) end }
criterion "Pays" { weight = 40, why = "-", fit = function(a) return a.arr > 20000 end }
growth "Seats" { value = function(a) return a.employees * 100 end }
tiers { A = 80, B = 50, C = 0 }
