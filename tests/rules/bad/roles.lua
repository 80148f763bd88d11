fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
role "Buyer" { match = "VP *", need = true }
role "User" { needed = "yes" }
engagement "Demo" { points = "5", when = function(e) return true end, half_life = "3 weeks",
	role = "Byer" }
content "Paper" { role = "Usr", stage = "Trial", kind = "sales-tool" }
