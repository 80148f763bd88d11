-- What makes a field of a rollup, outside of one; one that is used from a variable is well.
fields { id = "key", n = "integer" }
tiers { A = 1 }
criterion "C" { weight = 1, why = "w", fit = function(a) return a.n > 1 end }
local won = count { when = function(r) return r.x == "won" end }
rollup "deals" { key = "k", fields = { x = "text" }, won = won }
count {}
local sums = sum { "x" }
local a, b, c, d = mean { "x" }, first { "x" }, distinct { "x" }, last { "x" }
