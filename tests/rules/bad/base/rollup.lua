fields { id = "key", employees = "integer" }
tiers { A = 80, B = 40, C = 0 }
rollup "deals" { key = "account", fields = {},
	cnt = count {},
	total = count {} }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
hypothesis "Small" { weights = { Size = 5 } }
hypothesis "None" { disable = "Size" }
exception "E" { account = "A", tier = "B", by = "me", why = "w", expires = "2030-01-01" }
