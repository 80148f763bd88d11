-- Small, with every word that engage, plan and onepage read.
profile "People" { purpose = "To be tested.", reviewed = "2026-01-01", review_every = "1y" }
fields { id = "key", name = "text", arr = { "money", default = 0 }, owner = "flag",
	kicked = { "date", optional = true } }
contacts { key = "id", id = "c", fields = { title = "text", age = { "integer", optional = true } } }
events { key = "id", contact = "contact", at = "day", fields = { day = "date", what = "text" } }
role "Boss" { match = { "CEO", "Head *" }, needed = true, cares_about = { "Money", "Time" } }
role "User" { match = function(c) return like(c.title, "*clerk*") end, needed = 2 }
engagement "Visit" { points = 10, half_life = "30d", cap = 25, when = function(e) return e.what == "visit" end }
engagement "Senior" { points = 3, role = "Boss", when = function(e) return e.contact.title == "CEO" end }
levels { hot = 20, cold = 0 }
stage { by = function(a) if a.arr > 0 then return "Customer" end return "Prospect" end }
content "Paper" { role = { "Boss", "User" }, stage = "Prospect", url = "https://x.example/p", why = "It helps." }
content "Tool" { role = "Boss", stage = "Prospect", kind = "sales tool" }
content "Guide" { role = "User", stage = { "Customer", "Renewal" } }
step "Kick-off" { owner = "CS", within = "1m", done = "kicked" }
step "Training" { owner = "CS", within = "3m", when = function(a) return a.arr > 0 end }
acceptance "Owner" { when = function(a) return a.owner end, why = "Somebody has to." }
tiers { A = 80, B = 40, C = 0 }
criterion "Pays" { weight = 2, why = "It pays.", fit = function(a) return between(a.arr, 5, 1000) end }
criterion "Odd" { weight = 1, why = "-", fit = function(a) return string.len(a.name) % 2 == 1 end }
disqualify "Too dear" { why = "No.", when = function(a) return a.arr > 5000 end }
growth "More" { value = function(a) return 1000 - a.arr end }
economics { cost_to_serve = function(a) return a.arr / 2 end }
cohort "churned" { when = function(a) return a.arr == 0 end }
exception "Old" { account = "4", tier = "A", by = "CRO", why = "For old times.", expires = "2026-12-31" }
