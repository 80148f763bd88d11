fields {
	id = "key",
	employees = "integer",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }

exception "Old" { account = "001A000001LRlkt", tier = "B", by = "CRO", why = "w", expires = "2020-01-01" }
exception "One" { account = "001A000001LRlkt", tier = "A", by = "CRO", why = "w", expires = "2030-01-01" }
exception "Two" { account = "001A000001LRlktIAD", tier = "B", by = "CRO", why = "w", expires = "2031-01-01" }
exception "Three" { account = "Acme", tier = "B", by = "CRO", why = "w", expires = "2031-01-01" }
exception "Four" { account = "Acme", tier = "B", by = "CRO", why = "w", expires = "2031-01-01" }
