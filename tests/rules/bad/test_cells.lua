fields { id = "key", arr = "money" }
tiers { A = 1 }
test "t" { account = { arr = "lots", id = 5 }, expect = { tier = "A" } }
test "u" { rows = { { arr = true } }, expect = { tier = "A" } }
