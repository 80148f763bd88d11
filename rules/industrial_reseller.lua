-- An industrial supplier that sells through resellers: which partners to invest in, which to list.
--
--     sweetspot score -r rules/industrial_reseller.lua samples/resellers.csv
--     sweetspot test  -r rules/industrial_reseller.lua
--
-- The export of the ERP system is separated by tabs; its dates are day/month/year, its lists are
-- separated by slashes, and large sums are written "18.3 MM".

local countries = include "lib/countries.lua"
local titles = include "lib/titles.lua"

profile "Reseller partners" {
	seller       = "Hartmann Drives",
	purpose      = "Resellers who engineer: they size a drive, stock it, and pick up at night.",
	problem      = "Half our partners only forward price lists, and take the same discount.",
	owner        = "Channel manager",
	reviewed     = "2026-10-01",
	review_every = "1y",
	notes        = "Discount classes follow the tiers on 1 January.",
}

fields {
	no        = { "key",     from = "Reseller", doc = "with its leading zeros" },
	name      = { "text",    from = "Reseller Name" },
	kind      = { "text",    from = "Business Type", blank = "(none)" },
	country   = { "text" },
	sales     = { "money",   unit = "USD", from = "Annual Sales", cost = 5,
		doc = "theirs, all brands" },
	ours      = { "money",   unit = "USD", from = "Bought from us", default = 0,
		doc = "12 months" },
	overdue   = { "money",   unit = "USD", default = 0 },
	staff     = { "integer", from = { "Employees", "Staff" } },
	branches  = { "integer", default = 1 },
	certified = { "integer", from = "Certified technicians", optional = true },
	lines     = { "list",    from = "Product lines", sep = "/" },
	brands    = { "list",    from = "Competing brands", sep = "/", optional = true },
	opened    = { "integer", from = "Year opened" },
	last_buy  = { "date",    from = "Last order", format = "%d/%m/%Y", optional = true },
	rhythm    = { "text",    from = "Order frequency", doc = "M, Q, S or A" },
	returns   = { "percent", doc = "share of deliveries sent back" },
	stock     = { "flag",    from = "Keeps stock" },
	exclusive = { "flag",    default = false },
	ended_on  = { "date",    from = "Contract ended", format = "%d/%m/%Y", optional = true,
	              known = "after" },
}

local p = params {
	small_sales  = 500000,    -- USD a year; below, one line on a price list is enough
	large_sales  = 10000000,
	our_share    = 0.12,      -- of what such a reseller turns over can be drives
	idle_days    = 540,       -- without an order: asleep
	years_proven = 5,
}

-- How much a kind of reseller does for a drive that needs explaining.
local engineering = {
	["system integrator"]       = 1,
	["value added reseller"]    = 1,
	["var"]                     = 1,
	["machine builder"]         = 0.8,
	["oem"]                     = 0.8,
	["technical wholesaler"]    = 0.5,
	["warehouse"]               = 0.3,
	["catalogue house"]         = 0,
}

-- The ERP system's letters: monthly, quarterly, twice a year, once a year.
local rhythm_fit = { M = 1, Q = 0.6, S = 0.35, A = 0.2 }

local our_lines = { "Gearboxes", "Motors", "Inverters", "Couplings" }

-- The share of our lines that the reseller carries.
local function range_carried(lines)
	local n = 0
	for _, line in ipairs(our_lines) do
		if has(lines, line) then n = n + 1 end
	end
	return n / #our_lines
end

-- Reach -------------------------------------------------------------------------------------

group "Reach" { cap = 35, doc = "Whom they sell to, and how much. Size alone makes no partner." }

criterion "Sells enough" { weight = 20, group = "Reach",
	why = "Large enough for its twelfth of a partner manager, who costs 90,000 a year.",
	fit = function(a) return ramp(a.sales, p.small_sales, p.large_sales) ^ 0.5 end }

criterion "In our regions" { weight = 10, group = "Reach",
	why = "Spare parts within two days by road.",
	fit = function(a)
		return one_of(a.country, countries.EEA) or one_of(a.country, countries.UKI)
		    or one_of(a.country, "Switzerland", "CH", "CHE", "Turkey", "TR", "TUR")
	end }

criterion "More than one branch" { weight = 10, group = "Reach",
	why = "Each branch is a counter where our name is on the wall, up to five.",
	fit = function(a) return ramp(a.branches, 1, 5) end }

-- Competence --------------------------------------------------------------------------------

group "Competence" { floor = -10, doc = "Whether the end customer gets a drive that runs." }

criterion "Engineers, not forwards" { weight = 20, group = "Competence",
	why = "They size the drive themselves: sized wrong, it is our warranty case.",
	fit = function(a) return engineering[a.kind:lower()] or 0 end }

criterion "Certified technicians" { weight = 15, group = "Competence",
	why = "One certified in ten is what keeps night calls away from our hotline.",
	fit = function(a)
		if a.staff == 0 then return 0 end
		return ramp((a.certified or 0) / a.staff, 0, 0.1)
	end }

criterion "Keeps stock" { weight = 10, group = "Competence", unknown = "skip",
	why = "The breakdown customer buys what lies on the shelf.",
	fit = function(a) return a.stock end }

criterion "Sends it back" { weight = -12, group = "Competence",
	why = "Returns over 10 % mean that nobody sizes anything.",
	fit = function(a) return ramp(a.returns, 0.03, 0.10) end }

-- Loyalty -----------------------------------------------------------------------------------

criterion "Carries our range" { weight = 10, group = "Loyalty",
	why = "Gearbox, motor, inverter, coupling: who carries all four does not switch for 2 %.",
	fit = function(a) return range_carried(a.lines) end }

criterion "Orders all year" { weight = 10, group = "Loyalty", unknown = 0.25,
	why = "Monthly orders are a relationship, a yearly bulk order is a price negotiation.",
	fit = function(a) return rhythm_fit[a.rhythm:upper()] or 0 end }

criterion "Will last" { weight = 5, group = "Loyalty",
	why = "Resellers that see their fifth year see their fifteenth.",
	fit = function(a) return between(year(as_of) - a.opened, p.years_proven, 200) end }

criterion "Sells against us" { weight = -15, group = "Loyalty",
	why = "Nordrive and Kettler are pushed by rebates that we do not match.",
	fit = function(a) return not a.exclusive and has(a.brands, "Nordrive", "Kettler") end }

-- Bad fits ----------------------------------------------------------------------------------

disqualify "Behind with payments" { why = "More than a quarter's purchases overdue.",
	when = function(a) return a.overdue > 1000 and a.overdue > a.ours / 4 end }

disqualify "Grey market" { why = "Surplus and refurbished goods under our name hurt every partner.",
	when = function(a)
		return regex(a.name, "(?i)\\b(surplus|liquidators?|refurb\\w*|outlet)\\b")
	end }

disqualify "Embargoed" { unknown = "disqualify", why = "Export control: no country, no delivery.",
	when = function(a) return one_of(a.country, countries.Embargoed) end }

disqualify "Asleep" { why = "No order in eighteen months: a listing, not a partner.",
	when = function(a) return a.last_buy ~= nil and days_since(a.last_buy) > p.idle_days end }

-- What it could become ----------------------------------------------------------------------

growth "Share of wallet" { unit = "USD/year", why = "What they could buy here less what they do.",
	value = function(a)
		local open = math.max(a.sales * p.our_share - a.ours, 0)
		if a.exclusive then return open * 0.6 end
		return open * 0.25
	end }

growth "Missing lines" { unit = "USD/year", why = "Each of our lines that they lack.",
	value = function(a) return (1 - range_carried(a.lines)) * math.min(a.ours, 200000) * 0.5 end }

tiers { Platinum = 75, Gold = 60, Silver = 40, Listed = 0 }
target_share { 0.08, 0.30 }

exception "Island partner" { account = "00417", tier = "Gold", by = "Channel manager",
	expires = "2029-01-31", why = "The only one on the island; all ferries' drives come from him." }

exception "Under rescue" { account = "00388", tier = "Silver", by = "CFO", expires = "2028-12-31",
	why = "Payment plan signed; as long as they keep it they get deliveries." }

cohort "healthy" { doc = "Buys for 50,000 and more, pays, sends little back.",
	when = function(a)
		return a.ended_on == nil and a.ours >= 50000 and a.overdue == 0 and a.returns <= 0.05
	end }
cohort "churned" { doc = "Contract ended within two years.",
	when = function(a) return a.ended_on ~= nil and days_since(a.ended_on) <= 730 end }
cohort "won" { doc = "Opened for business recently and already orders.",
	when = function(a) return a.last_buy ~= nil and year(as_of) - a.opened <= 3 end }
cohort "lost" { doc = "Has never ordered.",
	when = function(a) return a.last_buy == nil and a.ours == 0 end }

economics {
	ltv           = function(a) return a.ours * 0.22 * 7 end,
	cac           = function(a) return 15000 end,
	cost_to_serve = function(a) return 1500 + a.ours * 0.03 + a.ours * a.returns * 0.5 end,
}

segment "Kind" { by = function(a) return a.kind end }
segment "Region" { by = function(a) return countries.region(a.country) end }
segment "Their size" { by = function(a)
	return bands(a.sales, {
		{ 0, "under 0.5 M" }, { 500000, "0.5 to 5 M" }, { 5000000, "5 M and more" } })
end }

-- People ------------------------------------------------------------------------------------

contacts { key = "Reseller", id = "Contact",
	fields = { title = { "text", from = "Function" }, certificate = { "flag", default = false } } }

events { key = "Reseller", contact = "Contact", at = "day",
	fields = {
		day    = { "date", format = "%d/%m/%Y" },
		kind   = { "text", from = "What" },
		amount = { "money", unit = "USD", optional = true },
	} }

role "Principal" { needed = true,
	match = function(c) return titles.is_owner(c.title) or titles.is_chief(c.title) end,
	cares_about = "Margin that does not vanish in the next round of rebates.",
	found_at = "Partner day, the regional trade fair", events = "Drives fair" }

role "Purchaser" { needed = true,
	match = function(c) return titles.is_purchasing(c.title) end,
	cares_about = "Delivery on the day, and one price list a year." }

role "Application engineer" { needed = true,
	match = function(c) return titles.is_engineering(c.title) or like(c.title, "*Techni*") end,
	cares_about = "Data sheets that are right, and somebody who picks up the phone.",
	found_at = "Sizing courses", groups = "Drive engineers' forum" }

engagement "Sized a drive with us" { points = 20, half_life = "60d", role = "Application engineer",
	when = function(e) return e.kind == "sizing" end }
engagement "Ordered" { points = 10, half_life = "90d", cap = 60,
	when = function(e) return e.kind == "order" end }
engagement "Large order" { points = 15, half_life = "180d",
	when = function(e) return e.kind == "order" and (e.amount or 0) >= 25000 end }
engagement "Came to a course" { points = 25, half_life = "1y",
	when = function(e) return like(e.kind, "course*", "training*") end }
engagement "Asked for the price only" { points = -2, half_life = "30d", cap = 10,
	when = function(e) return e.kind == "price request" end }

levels { hot = 70, warm = 30, cold = 0 }

stage {
	{ "Ended", when = function(a) return a.ended_on ~= nil end },
	{ "Applicant", when = function(a) return a.last_buy == nil end },
	{ "New partner", when = function(a) return a.ours < 25000 end },
	{ "Partner", when = function(a) return true end },
}

content "Partner programme" { role = "Principal", stage = "Applicant", kind = "sales tool",
	url = "https://example.com/partners",
		why = "Discount classes and what earns them, on two pages." }
content "Shelf plan" { role = "Purchaser", stage = "New partner", kind = "sales tool",
	url = "https://example.com/shelf-plan",
		why = "The forty parts that nine of ten breakdowns need." }
content "Sizing course" { role = "Application engineer", stage = "New partner", kind = "content",
	url = "https://example.com/sizing", why = "Certified partners send half as much back." }
content "Margin report" { role = "Principal", stage = "Partner", kind = "content",
	url = "https://example.com/margin-report", why = "What our lines earned them last year." }

step "First course" { owner = "Training", within = "90d", why = "One certificate within a quarter.",
	when = function(a) return a.last_buy ~= nil and a.ended_on == nil end,
	done = function(a) return (a.certified or 0) > 0 end }
step "First stock order" { owner = "Inside sales", within = "6m", why = "A shelf is a promise.",
	done = function(a) return a.stock end }
step "Offer exclusivity" { owner = "Channel manager", within = "1y",
	why = "Where all our lines are carried and no other brand is pushed.",
	when = function(a) return range_carried(a.lines) == 1 and not has(a.brands, "Nordrive") end,
	done = function(a) return a.exclusive end }

acceptance "Can take the call" { why = "At least one certified technician before the contract.",
	when = function(a) return (a.certified or 0) >= 1 end }
acceptance "Pays" { why = "Nothing overdue on the day of signing.",
	when = function(a) return a.overdue == 0 end }

hypothesis "Size is not loyalty" { why = "The largest ten turn over the most and buy the least.",
	weights = { ["Sells enough"] = 8, ["Carries our range"] = 22 } }
hypothesis "Wake the sleepers" { why = "A mailing in March brought a third of them back.",
	params = { idle_days = 1095 } }
hypothesis "Forget the competing brands" { why = "Everybody sells everything.",
	disable = { "Sells against us" } }

-- Tests -------------------------------------------------------------------------------------

test "an integrator with a full shelf is Platinum" {
	as_of = "2026-11-21",
	account = { name = "Antriebstechnik Vogt", kind = "System Integrator", country = "DE",
		sales = "$10 MM", ours = "$800,000.00", overdue = "", staff = 40, branches = 5,
		certified = 6, lines = "Gearboxes/Motors/Inverters/Couplings", opened = 1998,
		last_buy = "03/11/2026", rhythm = "M", returns = "1.5%", stock = "Y" },
	expect = { tier = "Platinum", score = 100, disqualified = false, growth = 100000 },
}

test "a catalogue house with other brands is only listed" {
	as_of = "2026-11-21",
	account = { name = "Everything by Post", kind = "Catalogue House", country = "USA",
		sales = "$500K", ours = "$12,000", staff = 12, certified = "", lines = "Couplings/Belts",
		brands = "Nordrive/Zenith", opened = 2024, last_buy = "14/02/2026", rhythm = "A",
		returns = "12%", stock = "N" },
	expect = { tier = "Listed", score = -19.52, growth = 16500, disqualified = false },
}

test "blanks: what counts, what is left out" {
	as_of = "2026-11-21",
	account = { name = "Nowhere Tools", country = "Spain" },
	expect = { tier = "Listed", growth = "unknown", disqualified = false,
		unknown = { "Sells enough", "Engineers, not forwards", "Certified technicians",
			"Keeps stock", "Sends it back", "Carries our range", "Orders all year",
			"Will last", "Share of wallet", "Missing lines" } },
}

test "the same partner, one thing after the other worse" {
	as_of = "2026-11-21",
	account = { name = "Vogt", kind = "VAR", country = "AT", sales = "$5 MM", staff = 30,
		branches = 2,
		certified = 2, lines = "Gearboxes/Motors", opened = 2009, rhythm = "Q", returns = "2%",
		stock = "Y" },
	rows = {
		{ account = {}, expect = { tier = "Platinum" } },
		{ account = { certified = 1 }, expect = { tier = "Gold" } },
		{ account = { kind = "Warehouse", certified = "" }, expect = { tier = "Silver" } },
		{ account = { lines = "Belts", rhythm = "?", stock = "N" }, expect = { tier = "Silver" } },
	},
}

test "exclusive partners may carry what they like" {
	rows = {
		{ account = { brands = "Kettler", country = "FR", exclusive = "no" },
		  expect = { score_low = -14.29 } },
		{ account = { brands = "Kettler", country = "FR", exclusive = "yes" },
		  expect = { score_low = 0 } },
	},
}

test "bad fits and their edges" {
	as_of = "2026-11-21",
	rows = {
		{ account = { name = "A", country = "PL", ours = "$8,000", overdue = "$2,000" },
		  expect = { disqualified = false } },
		{ account = { name = "A", country = "PL", ours = "$8,000", overdue = "$2,000.01" },
		  expect = { disqualified = { "Behind with payments" } } },
		{ account = { name = "Motor Surplus Ltd", country = "PL" },
		  expect = { disqualified = { "Grey market" } } },
		{ account = { name = "A" }, expect = { disqualified = { "Embargoed" } } },
		{ account = { name = "A", country = "Belarus" },
		  expect = { tier = "bad fit", disqualified = { "Embargoed" } } },
		{ account = { name = "A", country = "PL", last_buy = "30/05/2025" },
		  expect = { disqualified = false } },
		{ account = { name = "A", country = "PL", last_buy = "29/05/2025" },
		  expect = { disqualified = { "Asleep" } } },
	},
}
