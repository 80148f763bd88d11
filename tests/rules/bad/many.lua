profil "Many" {}
fields { id = "kee", arr = { "money", unit = 5 }, }
tiers { A = 80, B = "x" }
criterion "Size" { weigth = 10, why = "w", fit = function(a) return a.ar end }
disqualify "Size" { when = 5 }
exception "E" { tier = "Z" }
target_share { 1 }
test "t" { account = { ar = 1 }, expect = { teir = "A" } }
