fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
min_size = 50
function is_big(a) return a.employees > min_size end

criterion "Size" { weight = 10, why = "it matters", fit = is_big }
group "Market" { cpa = 10 }
