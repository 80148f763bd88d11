fields { id = "key", name = { "text", optional = true }, arr = { "number", optional = true },
	day = { "date", optional = true }, seats = { "integer", optional = true } }
criterion "There" { weight = 1, why = "-", fit = function(a) return a.id ~= "" end }
tiers { A = 0 }
test "it is" { account = { id = "1" }, expect = { tier = "A" } }
