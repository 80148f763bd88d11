-- A group without a name, and a criterion that has the name of a group's column.
fields { id = "key", n = "integer" }
tiers { A = 1 }
group "G" { cap = 5 }
criterion "C" { weight = 1, why = "w", group = " ", fit = function(a) return a.n > 1 end }
criterion "group G" { weight = 1, why = "w", group = "G", fit = function(a) return a.n > 2 end }
group "without a column" {}
criterion "group without a column" { weight = 1, why = "w", group = "without a column", fit = function(a) return a.n > 3 end }
