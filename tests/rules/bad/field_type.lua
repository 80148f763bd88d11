fields {
	id = "key",
	employees = "integr",
	arr = { "mony" },
	name = { from = "Name" },
	city = 5,
	"zip",
}
tiers { A = 80, B = 0 }
