fields { a = "text" }
tiers { A = 80, B = 0 }
exception "Globex" { account = "42", tier = "A", by = "CRO", why = "w", expires = "2027-01-01" }
