fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
contacts { key = "account", id = "contact", fields = { title = "text", at = "text" }, at = "at" }
events { key = "account", at = "day", feilds = {}, fields = { date = "date" } }
role "Buyer" { match = function(c) return c.titel == "CEO" end }
engagement "Demo" { points = 5, when = function(e) return e.kind == "demo" end }
