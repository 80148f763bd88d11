fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
disqualify "No money" { why = "w", when = function(a) return a.arr == 0 end }
test "t" { account = { arr = 5 },
	expect = { teir = "A", tier = "C", score = "80", growth = "none", disqualified = "no money",
		unknown = { "Sise" } } }
