-- Values of words that are not what they must be, a mistake or two a line.
fields { id = "key", n = "integer", t = "text", l = "list", d = "date", f = "flag",
	m = { "money", unit = "USD" } }
tiers { A = 1 }
criterion "C" { weight = 1, why = "w", fit = function(a) return a.n > 1 end }
group (nil) {}
group "" {}
group ("a\nb") {}
group (("x"):rep(201)) {}
group "\xff" {}
group "G" { cap = -1, floor = 1 }
segment "by number" { by = 5 }
segment "by list" { by = { "t" } }
segment "by text in bands" { by = "t", bands = { { 1, "x" } } }
segment "by what is not there" { by = "zz" }
segment "by nothing" {}
economics { deals = { "a", "b" }, ltv = 5 }
levels { hot = "x", warm = 5, cold = 5 }
contacts { key = "id", fields = "x" }
events { key = "id", contact = 5, at = 5, fields = { b = "text", d = "date" } }
target_share { 0.5, -1, a = 1 }
exception "soon" { account = "A", tier = "Z", by = "x", why = "w", expires = "soon" }
exception "nobody" { account = "", tier = "A", by = "x", why = "w", expires = "2030-01-01" }
exception "bad fit" { account = "B", tier = "bad fit", by = "x", why = "w", expires = "2030-01-01" }
hypothesis "names" { params = { zz = 1 }, weights = { D = 1, C = "x" }, tiers = { Q = 1 },
	disable = { "X", 5 }, fields = { zz = "text" } }
hypothesis "fields" { fields = { m = { "text", unit = "EUR" }, n = 5 } }
hypothesis "weight" { disable = "X", weights = { C = 0/0 } }
role "empty" { match = {} }
role "mixed" { match = { "x", 5 } }
engagement "E" { points = function(e) return 1 end, when = function(e) return true end,
	role = { "mixed", "Z" }, cap = -1 }
content "P" { role = "X", stage = 5, kind = "x" }
growth "G1" { unit = 5, value = math.abs }
disqualify "D" { why = "w", when = print }
profile "P1" { reviewed = "x", review_every = "0d", objectives = { 1 } }
test "values" {
	account = { n = 1.5, t = 5, l = { "a", 5 }, d = 1.5, f = 1, m = true, zz = 1 },
	expect = { tier = "Z", score = "x", disqualified = 5, growth = {}, unknown = 5 } }
test "list by name" { account = { l = { a = "x" } }, expect = { score = 1 } }
test "no account" { account = 5, expect = 5 }
test "rows" { rows = { 5, {} }, expect = { tier = "A" } }
test "no rows" { rows = {}, expect = { tier = "A" } }
test "one row" { rows = { n = 5 }, expect = { tier = "A" } }
test "number for rows" { rows = 5, expect = { tier = "A" } }
test "neither" { expect = { tier = "A" } }
test "day" { account = {}, as_of = "x", expect = { tier = "A" } }
