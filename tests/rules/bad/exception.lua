fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
exception "Globex" { account = 42, tier = "AA", by = "CRO", why = "w",
	expires = "2026-02-30" }
exception "Initech" { account = "x", tier = "C", by = "", why = "w", expires = 20270101 }
