fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
test "a" { expect = { tier = "A" } }
test "b" { account = { arr = 5 } }
test "c" { rows = {}, expect = { tier = "A" } }
test "d" { rows = { 5, { arr = 5 }, { acount = { arr = 5 }, expect = { tier = "A" } } },
	expect = { tier = "B" } }
test "e" { account = { 5 }, expect = { tier = "A" }, as_of = "today" }
