profile "Mid-market manufacturers" { seller = "Acme", owner = "RevOps", reviewed = "2026-09-01",
	review_every = "6m",
 purpose = "Makers who sell to businesses and lose orders between mail, fax and the "
		.. "ERP system of the nineties.",
	problem = "Orders are typed three times, and every tenth is wrong; nobody knows the "
		.. "margin of an order before it has left the house.",
 objectives = "Net retention over 110 %. Half of new bookings from tier A. "
		.. "Fewer than one in ten customers that cost more than they pay." }
fields { id = { "key", from = "Account ID" }, name = { "text", from = "Account Name" },
	employees = { "integer", from = "# Employees" }, industry = "text", arr = { "money",
	unit = "USD", default = 0 }, cost = { "money", from = "Cost to serve", default = 0 },
	hiring = { "percent", from = "Headcount growth" }, tech = { "list", from = "Tech Stack" },
	country = { "text", from = "Billing Country" }, revops = { "flag", from = "RevOps team",
	blank = "?" }, churned_on = { "date", optional = true }, seats = {"integer", optional = true} }
tiers { A = 80, B = 65, C = 45, D = 0 } target_share { 0.05, 0.3 }
local function c(n, w, f) criterion(n) { weight = w,
	why = "Because it has turned out so in two years of figures.", fit = f } end
c("Company size", 20, function(a) return between(a.employees, 50, 1000) end)
c("Industry", 15, function(a) return one_of(a.industry, "Manufacturing", "Logistics",
	"Wholesale", "Food & Beverages", "Machinery") end)
c("Region", 10, function(a) return one_of(a.country, "Germany", "Austria", "Switzerland",
	"Netherlands", "Belgium", "France") end)
c("Modern stack", 12, function(a) return has(a.tech, "Snowflake", "BigQuery", "Databricks") end)
c("Somebody owns it", 10, function(a) return a.revops end)
c("Has bought", 5, function(a) return a.arr > 0 end)
c("Legacy stack", -8, function(a) return has(a.tech, "SAP BW", "Cognos") end)
c("Cheap to serve", 6, function(a) return a.cost < a.arr * 0.3 end)
c("Hiring", 13, function(a) return ramp(a.hiring, 0, 0.3) end)
c("Room for seats", 10,
	function(a) if a.employees < 1 then return false end return ramp((a.seats or 0) / a.employees,
	0.4, 0.1) end)
c("Odd name", 3, function(a) return string.len(a.name) % 7 == 3 or string.find(a.name, "GmbH",
	1, true) ~= nil end)
c("Not tiny, not idle", 4,
	function(a) return a.employees > 9 and (a.hiring >= 0.05 or a.revops) end)
disqualify "Costs more than it pays" { why = "We lose money on it.",
	when = function(a) return a.arr > 0 and a.cost > a.arr end }
disqualify "Embargoed country" { why = "Export control.",
	when = function(a) return one_of(a.country, "Iran", "Cuba") end }
disqualify "Test account" { why = "Nobody's customer.", when = function(a) return regex(a.name,
	"(?i)demo") end }
disqualify "Too small to serve" { why = "Below ten people the set-up is never paid back.",
	when = function(a) return a.employees < 10 end }
disqualify "Has left before" { why = "Whoever left once leaves again.",
	when = function(a) return a.churned_on ~= nil end }
growth "Seats" { unit = "USD/year", value = function(a) return a.employees * 100 end }
growth "Second product" { unit = "USD/year", why = "For those with a warehouse.",
	value = function(a) return a.arr * 0.2 end }
contacts { key = "Account ID", fields = { title = "text" } }
role "Decision maker" { match = "CEO", needed = true,
	cares_about = "Margin per order, the risk of the change, who answers for it.",
	found_at = "Trade fairs, the chamber's round table", groups = "VDMA", events = "Hannover fair" }
role "Influencer" { match = "Head *", needed = true,
	cares_about = "A tool that fits what is there; less work for the team.",
	found_at = "User groups, webinars" }
role "User" { match = "* clerk",
	cares_about = "Fewer clicks, less typing, no surprises on Mondays.", found_at = "In the product" }
role "Procurement" { match = "* buyer", cares_about = "Price, terms, data protection.",
	found_at = "Portals, tenders" }
stage { { "Lost", when = function(a) return a.churned_on ~= nil end }, { "Customer",
	when = function(a) return a.arr > 0 end }, { "Prospect", when = function(a) return true end } }
content "The cost of a wrong order" { role = "Decision maker", stage = "Prospect" }
content "Return calculator" { role = "Decision maker", stage = "Prospect", kind = "sales tool" }
content "Connector check-list" { role = "Influencer", stage = "Prospect" }
content "Ten minutes a day" { role = { "User", "Influencer" }, stage = "Customer" }
content "Terms in plain words" { role = "Procurement", stage = { "Prospect", "Customer" } }
step "Kick-off with the owner" { owner = "Success manager", within = "14d" }
step "First order through the shop" { owner = "Onboarding", within = "30d" }
step "Review of the first quarter" { owner = "Success manager", within = "100d" }
step "Reference call" { owner = "Marketing", within = "1y" }
acceptance "Somebody owns the tool" { when = function(a) return a.revops end }
acceptance "Can be connected" { when = function(a) return #a.tech > 0 end }
exception "Brightwater" { account = "ACC-1042", tier = "B", by = "CRO", expires = "2028-03-31",
	why = "Strategic logo; if the pilot works it is the largest account." }
exception "Old friends" { account = "ACC-1104", tier = "C", by = "Head of Success",
	expires = "2026-06-30", why = "Speaks for us at every conference." }
cohort "healthy" { when = function(a) return a.churned_on == nil and a.arr >= 20000 end }
cohort "churned" { when = function(a) return a.churned_on ~= nil end }
