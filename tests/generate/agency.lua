-- agency_clients.csv: a German office's spreadsheet. Semicolons, decimal commas, 31.12.2026.

local g = ...
local int, chance, pick, weighted = g.int, g.chance, g.pick, g.weighted
local month_no, day_between, german = g.month_no, g.day_between, g.german

local sectors = {
	food = { "Lebensmittel", "Food & Beverages", "Brewery", "Bäckerei" },
	retail = { "Retail", "Einzelhandel", "Fashion" },
	ecommerce = { "E-commerce", "Onlinehandel" },
	hospitality = { "Hotels", "Restaurant", "Gastronomie" },
	travel = { "Tourism", "Reisen" },
	beauty = { "Cosmetics", "Beauty" },
	machinery = { "Maschinenbau", "Machinery" },
	software = { "Software", "SaaS" },
	professional = { "Consulting", "Legal Services" },
	manufacturing = { "Chemicals", "Packaging" },
	gambling = { "Betting" },
	tobacco = { "Vape Shop" },
}
local consumer = { "food", "retail", "ecommerce", "hospitality", "travel", "beauty" }
local business = { "machinery", "software", "professional", "manufacturing" }
local refused = { "gambling", "tobacco" }

local channels = { "SEO", "Paid social", "Email", "Packaging", "Print", "Trade fair", "Website" }
local buyers = {
	"Geschäftsführer", "Geschäftsführerin", "Inhaberin", "Marketingleiter", "Marketingleiterin",
	"Head of Marketing", "CMO", "Marketing Manager", "Brand Manager", "Junior Brand Manager",
	"Assistenz der Geschäftsführung", "Directrice Marketing", "Einkauf", "Werkstudentin",
	"VP Brand", "Leitung Kommunikation",
}
local remarks = {
	"zahlt; aber spät", 'nennt uns "die Nordlichter"', "Pitch abgesagt", "Frau Höfer fragen",
	"Rechnung an Holding;\nKopie an Werk",
}

local function euros(n)
	if n >= 1000000 and chance(25) then
		return ("€%d,%dM"):format(n // 1000000, n % 1000000 // 100000)
	end
	return g.amount(n * 100 + int(0, 1) * 50, ".", ",") .. (chance(80) and " €" or "")
end

local function draw_client(i)
	local good = chance(30)
	local group = pick(good and consumer or weighted { 55, business, 35, consumer, 10, refused })
	local client = chance(good and 62 or 45)
	local hours = client and int(3, 90) * 10 + int(0, 9) or 0
	local rate = good and int(92, 128) or int(62, 128)
	if chance(4) then rate = int(28, 50) end
	return {
		no = i, good = good, client = client, sector = pick(sectors[group]),
		name = i == 31 and "Opernhaus am Fluss" or g.company(group),
		budget = good and int(15, 90) * 10000 or g.spread(2, 70) * 10000,
		hours = hours, billed = hours * rate,
		margin = good and int(12, 44) or int(-14, 30),
		left = client and chance(14),
	}
end

local function budget_text(r)
	if r.no == 77 then return "ca. 200 T€" end
	return chance(9) and pick { "", "-" } or euros(r.budget)
end

local function contract_text(r)
	return r.client and weighted { r.good and 55 or 18, "Retainer 2026", 6, "Rahmenvertrag",
		40, "Project" }
end

local function left_text(r)
	if r.no == 102 then return "31.02.2026" end
	if not r.left then return "" end
	return german(day_between(month_no(2025, 6), month_no(2026, 10)))
end

g.seed(19990401)
g.write("agency_clients.csv", g.rows_of(180, draw_client, {
	"Client No", function(r) return ("K-%04d"):format(r.no) end,
	"Client", function(r) return r.name end,
	"Sector", function(r) return chance(4) and pick { "tbd", "", "?" } or r.sector end,
	"Country", function()
		return weighted { 50, "Deutschland", 10, "Germany", 10, "Österreich", 8, "Schweiz",
			6, "Niederlande", 4, "France", 3, "Denmark", 4, "Italy", 3, "United Kingdom", 2, "USA" }
	end,
	"Marketing budget", budget_text,
	"Billed 12 months", function(r) return r.client and euros(r.billed) end,
	"Hours 12 months", function(r)
		return r.client and g.grouped(r.hours, ".") .. (chance(40) and ",5" or ",0")
	end,
	"Margin", function(r) return r.client and r.margin .. (chance(10) and "%" or "") end,
	"Days to pay", function(r)
		return r.client and tostring(r.good and int(12, 48) or int(18, 85)) or "new"
	end,
	"Marketing team", function(r)
		return not chance(8) and tostring(r.good and int(1, 8) or g.spread(0, 40))
	end,
	"In-house design", function() return weighted { 70, "no", 30, "yes", 4, "" } end,
	"Channels", function(r)
		return table.concat(r.good and g.some(channels, 2, 5) or g.some(channels, 0, 3), ", ")
	end,
	"Contract", contract_text,
	"Client since", function(r)
		return r.client and german(day_between(month_no(2014, 1), month_no(2026, 6)))
	end,
	"Next pitch", function()
		return chance(20) and german(day_between(month_no(2026, 10), month_no(2027, 10)))
	end,
	"RFPs 3 years", function() return tostring(weighted { 60, 0, 20, 1, 10, 2, 10, 4 }) end,
	"Contact title", function() return pick(buyers) end,
	"Credit check", function()
		return weighted { 40, "A", 30, "B", 20, "C", 3, "D", 1, "E", 2, "" }
	end,
	"Left on", left_text,
	"Left because", function(r)
		return r.left and pick { "Budget", "Neue Agentur", "In-house", "Insolvenz" }
	end,
	"Remarks", function() return chance(15) and pick(remarks) end,
}), { sep = ";", line_end = "\r\n", bom = true })
