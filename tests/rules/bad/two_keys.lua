fields { id = "key",
	other = "key" }
tiers { A = 80, B = 0 }
