-- lines.csv: the billing system of a telephone company. Dates as 20261231, pounds, CRLF.

local g = ...
local int, chance, pick, weighted = g.int, g.chance, g.pick, g.weighted
local month_no, day_between, compact = g.month_no, g.day_between, g.compact

local trades = {
	healthcare = { "Dentist", "Physiotherapy", "Veterinary", "Medical Practice" },
	professional = { "Law Firm", "Accountant", "Architect", "Tax Advisor" },
	construction = { "Plumber", "Electrician", "Roofing", "Builders" },
	hospitality = { "Restaurant", "Café", "Pub", "Hotel" },
	automotive = { "Garage", "Car Dealer" },
	beauty = { "Hairdresser", "Nail Studio" },
	food = { "Bakery", "Butcher" },
	real_estate = { "Estate Agent", "Letting Agent" },
	retail = { "Retail", "Fashion", "retail" },
	software = { "Software", "IT Services" },
	education = { "Nursery", "Training" },
}
local groups = {
	"healthcare", "professional", "construction", "hospitality", "automotive", "beauty", "food",
	"real_estate", "retail", "retail", "software", "education", "education",
}
local areas = { "BS", "BS", "BS", "BA", "GL", "SN", "TA", "EX" }
local other_areas = { "SW", "CF", "OX" }
local addons = {
	"Static IP", "Call recording", "Second line", "Wi-Fi for guests", "Copper line",
	"Fax to mail",
}
local suppliers = { "Vexa", "Tellmore", "Lineo" }
local comments = {
	"asks for the manager, always", "closed in August", 'owner says "no fibre, ever"',
	"two doors,\none bell", "invoice to the cousin",
}
local market = 77
local private = { [21] = true, [140] = true, [222] = true }

local function pounds(pence)
	return "£" .. g.amount(pence, ",", ".")
end

local function draw_business(i)
	local group, customer, steady = pick(groups), chance(70), chance(42)
	local people = steady and int(2, 40) or g.spread(1, 150)
	if chance(14) then people = 1 end
	local lines = customer and math.max(1, people // int(2, 5)) or 0
	local sims = customer and chance(55) and math.max(1, people // int(2, 4)) or 0
	local name, trade = g.company(group), pick(trades[group])
	if private[i] then
		name, trade = "Household " .. pick(g.people):match("%S+$"), "Private household"
	elseif i == market then
		name, trade = "Weekly Cattle Market", "Farm"
	end
	return {
		no = i, name = name, trade = trade, customer = customer, steady = steady, people = people,
		lines = lines, sims = sims,
		bill = lines * 1450 + sims * 990 + int(900, 5200),
		left = customer and chance(11),
	}
end

local function postcode_text()
	if chance(2) then return "" end
	local area = chance(97) and pick(areas) or pick(other_areas)
	return ("%s%d %d%s"):format(area, int(1, 36), int(1, 9), pick { "AA", "QT", "BX", "LN" })
end

local function people_text(r)
	if r.no == 90 then return "family" end
	return chance(5) and pick { "", "N/A" } or tostring(r.people)
end

local function overdue_text(r)
	if not r.customer then return "" end
	return chance(12) and pounds(r.bill * int(1, 45) // 10) or "£0.00"
end

local function ends_text(r)
	if not r.customer then return "" end
	return chance(3) and "open" or compact(day_between(month_no(2026, 6), month_no(2028, 10)))
end

g.seed(84)
g.write("lines.csv", g.rows_of(260, draw_business, {
	"Business ID", function(r) return ("B-%d"):format(20000 + r.no) end,
	"Business Name", function(r) return r.name end,
	"Trade", function(r) return chance(4) and pick { "", "Not given" } or r.trade end,
	"Postcode", postcode_text,
	"People", people_text,
	"Fixed lines", function(r) return tostring(r.lines) end,
	"SIM cards", function(r) return tostring(r.sims) end,
	"Internet", function()
		return weighted { 40, "DSL", 30, "Fibre", 14, "Cable", 10, "None", 4, "Unknown", 2, "" }
	end,
	"Fibre available", function() return not chance(12) and (chance(45) and "yes" or "no") end,
	"Monthly bill", function(r) return r.customer and pounds(r.bill) or pick { "", "£0.00" } end,
	"Overdue", overdue_text,
	"Contract", function(r)
		return r.customer and weighted { 35, "2 years", 30, "1 year", 35, "monthly" }
	end,
	"Contract ends", ends_text,
	"Direct debit", function(r)
		return r.customer and weighted { r.steady and 75 or 30, "yes", 30, "no", 3, "" }
	end,
	"Add-ons", function(r) return table.concat(g.some(addons, 0, r.steady and 4 or 2), ", ") end,
	"Tickets 12 months", function(r)
		return r.customer and tostring(weighted { 40, 0, 30, 2, 15, 5, 10, 9, 5, 17 })
	end,
	"Outage hours", function(r)
		return r.customer and chance(25) and ("%d.%d"):format(int(0, 60), int(0, 9))
	end,
	"Other supplier", function() return chance(22) and pick(suppliers) end,
	"Customer since", function(r)
		return r.customer and compact(day_between(month_no(2012, 1), month_no(2026, 8)))
	end,
	"Left", function(r)
		return r.left and compact(day_between(month_no(2026, 1), month_no(2026, 10)))
	end,
	"Left for", function(r) return r.left and chance(60) and pick(suppliers) end,
	"Comment", function() return chance(14) and pick(comments) end,
}), { line_end = "\r\n" })
