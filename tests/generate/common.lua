-- What the sample makers share: random numbers, dates, sums of money as people write them, invented
-- names, and the writing of files.

-- Random numbers --------------------------------------------------------------------------

local state

local function seed(n)
	state = n * 0x9E3779B97F4A7C15
end

-- A whole number from low to high. The upper bits of a 64-bit linear congruential generator.
local function int(low, high)
	state = state * 6364136223846793005 + 1442695040888963407
	return low + (state >> 33) % (high - low + 1)
end

local function chance(percent)
	return int(1, 100) <= percent
end

local function pick(list)
	return list[int(1, #list)]
end

-- From { weight, value, weight, value … }.
local function weighted(list)
	local total = 0
	for i = 1, #list, 2 do total = total + list[i] end
	local at = int(1, total)
	for i = 1, #list, 2 do
		at = at - list[i]
		if at <= 0 then return list[i + 1] end
	end
end

-- Some of the list's items, in its order.
local function some(list, least, most)
	local want = int(least, most)
	local out, left = {}, #list
	for i, item in ipairs(list) do
		if #out < want and int(1, left) <= want - #out then out[#out + 1] = item end
		left = #list - i
	end
	return out
end

-- About low to high, small ones far more often: people and money are spread like that.
local function spread(low, high)
	local a, b = int(0, 1000), int(0, 1000)
	return low + (high - low) * a * b // 1000000
end

-- Dates ------------------------------------------------------------------------------------

local months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
	"Dec" }
local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

-- A day as { year, month, day }, from the first of one month to the 28th of another, months counted
-- as year * 12 + month - 1.
local function day_between(first, last)
	local m = int(first, last)
	return { m // 12, m % 12 + 1, int(1, 28) }
end

local function month_no(year, month)
	return year * 12 + month - 1
end

-- Some days later; fewer than a month's.
local function days_later(day, days)
	local y, m, d = day[1], day[2], day[3] + days
	while d > lengths[m] do
		d = d - lengths[m]
		m = m + 1
		if m > 12 then y, m = y + 1, 1 end
	end
	return { y, m, d }
end

local function iso(day) return ("%04d-%02d-%02d"):format(day[1], day[2], day[3]) end
local function german(day) return ("%02d.%02d.%04d"):format(day[3], day[2], day[1]) end
local function british(day) return ("%02d/%02d/%04d"):format(day[3], day[2], day[1]) end
local function compact(day) return ("%04d%02d%02d"):format(day[1], day[2], day[3]) end
local function long(day) return ("%d %s %04d"):format(day[3], months[day[2]], day[1]) end
local function american(day) return ("%s %d, %04d"):format(months[day[2]], day[3], day[1]) end

-- Numbers as people write them ------------------------------------------------------------

local function grouped(n, mark)
	local text = tostring(n):reverse():gsub("(%d%d%d)", "%1" .. mark):reverse()
	if text:sub(1, #mark) == mark then text = text:sub(#mark + 1) end
	return text
end

-- Cents to "1,234.50" or "1.234,50".
local function amount(cents, mark, point)
	return grouped(cents // 100, mark) .. point .. ("%02d"):format(cents % 100)
end

local function dollars(n)
	if n >= 1000000 and chance(40) then
		return ("$%d.%dM"):format(n // 1000000, n % 1000000 // 100000)
	end
	if n >= 10000 and chance(15) then return ("$%dk"):format(n // 1000) end
	if chance(15) then return "$" .. grouped(n, ",") end
	if chance(5) then return "USD " .. grouped(n, ",") end
	return "$" .. amount(n * 100 + int(0, 1) * 50, ",", ".")
end

-- Files ------------------------------------------------------------------------------------

local folder = "."

local function cell_text(cell, sep)
	if cell:find('["\r\n]') or cell:find(sep, 1, true) then
		return '"' .. cell:gsub('"', '""') .. '"'
	end
	return cell
end

-- Writes rows of texts. dialect: sep, line_end, bom.
local function write(name, rows, dialect)
	local sep, line_end = dialect.sep or ",", dialect.line_end or "\n"
	local out = { dialect.bom and "\u{FEFF}" or "" }
	for _, row in ipairs(rows) do
		local cells = {}
		for i, cell in ipairs(row) do cells[i] = cell_text(cell, sep) end
		out[#out + 1] = table.concat(cells, sep) .. line_end
	end
	local file = assert(io.open(folder .. "/" .. name, "wb"))
	assert(file:write(table.concat(out)))
	assert(file:close())
end

-- Rows from columns { "Header", function(r), "Header", function(r) … }: draw(i) makes the facts r
-- of row i, and the functions say how each is written; false is an empty cell.
local function rows_of(count, draw, columns)
	local rows = { {} }
	for c = 1, #columns, 2 do rows[1][#rows[1] + 1] = columns[c] end
	for i = 1, count do
		local r, row = draw(i), {}
		for c = 2, #columns, 2 do row[#row + 1] = columns[c](r) or "" end
		rows[#rows + 1] = row
	end
	return rows
end

-- Names -------------------------------------------------------------------------------------

local first_words = {
	"Amberline", "Anvil", "Alder", "Birchwood", "Bluefin", "Borealis", "Bramble", "Brightwater",
	"Calder", "Candlewick", "Cedar Gate", "Cobalt", "Copperfield", "Corvid", "Driftwood",
	"Dovecote", "Eastmoor", "Elmstead", "Ember", "Fairweather", "Fernhill", "Finch & Dale",
	"Flintlock", "Foxglove", "Gannet", "Glasshouse", "Greenfell", "Halcyon", "Harbour",
	"Hazelmere", "Heron", "Highgate", "Hollow Oak", "Ibex", "Ironbridge", "Ivory Lane",
	"Juniper", "Kestrel", "Kingsford", "Larkspur", "Lanternfish", "Linden", "Lodestone",
	"Marlowe", "Meadowlark", "Millrace", "Moonrise", "Nettle", "Nightjar", "Nimbus",
	"Northwind", "Oakhurst", "Opal", "Osprey", "Otterburn", "Papermoon", "Pebble", "Pinecrest",
	"Plover", "Quarry Lane", "Quillon", "Ravensworth", "Redshank", "Ridgeway", "Rookery",
	"Saltmarsh", "Sandpiper", "Seven Gates", "Silverthorn", "Skylark", "Slate", "Sparrowhawk",
	"Stonecrop", "Swiftwater", "Tamarack", "Thistledown", "Tidewater", "Torchwood",
	"Umberfield", "Verity", "Violet Hour", "Wagtail", "Waterford Lane", "Westerly",
	"Whitethorn", "Wildrose", "Willowherb", "Winterbourne", "Wren & Rook", "Yarrow", "Zephyr",
	"Müller & Söhne", "Grünwald", "Łódzka", "Ångström", "São Bento", "Château-Vert",
	"Niño y Hermanos", "Øresund", "Škoda-Novák", "Žižkov", "Élan",
}

local last_words = {
	software = { "Software", "Systems", "Labs", "Cloud", "Apps", "Technologies" },
	fintech = { "Pay", "Ledger", "Finance", "Payments", "Capital Tech" },
	media = { "Media", "Publishing", "Studios", "Radio", "Press" },
	ecommerce = { "Market", "Shop", "Commerce", "Direct" },
	marketing = { "Marketing", "Agency", "Brand Works" },
	manufacturing = { "Works", "Industries", "Manufacturing", "Metals" },
	logistics = { "Freight", "Logistics", "Haulage" },
	healthcare = { "Clinics", "Health", "Care" },
	food = { "Bakery", "Foods", "Brewing" },
	retail = { "Stores", "Outfitters", "Retail" },
	education = { "College", "Learning", "Academy" },
	nonprofit = { "Trust", "Foundation" },
	construction = { "Builders", "Construction", "Roofing" },
	hospitality = { "Hotel", "Kitchen", "Inn" },
	professional = { "Partners", "Associates", "Consulting" },
	beauty = { "Salon", "Beauty" },
	travel = { "Travel", "Tours" },
	machinery = { "Maschinenbau", "Machines" },
	gambling = { "Betting" },
	tobacco = { "Vapes" },
	real_estate = { "Estates", "Property" },
	automotive = { "Garage", "Motors" },
}
local endings = { " Ltd", " Inc.", " GmbH", " LLC", " AG", " B.V.", " S.A.", " AB", " plc" }

local used = {}

local function company(group)
	for _ = 1, 200 do
		local name = pick(first_words) .. " " .. pick(last_words[group])
		if chance(25) then name = name .. pick(endings) end
		if not used[name] then
			used[name] = true
			return name
		end
	end
	error("no more names for " .. group)
end

-- "Harbour Labs GmbH" to "harbour-labs".
local function slug(name)
	local text = name:lower():gsub("[^%w ]", ""):gsub("^%s+", ""):gsub("%s+", "-")
	return text
end

local people = {
	"Ada Brook", "Aino Virtala", "Anselm Reuter", "Beatriz Falcão", "Bo Lindgren",
	"Carla Moretti-Vane", "Chidi Okonjo", "Clara Höfer", "Dag Solheim", "Dina Petrov",
	"Emeka Bright", "Eva Nováková", "Finn Tarrant", "Giulia Ferro", "Hana Mori", "Ilse van Dam",
	"Ines Caldeira", "Ivo Kranjec", "Jomo Waweru", "Jonas Weidel", "Kaja Mirek", "Lars Ødegard",
	"Leïla Benali", "Lúcia Prado", "Maeve Corrigan", "Marek Zielony", "Mina Torabi",
	"Nils Åkerby", "Noor El-Sayed", "Olga Demir", "Otto Brandl", "Paul Quist", "Priya Nandan",
	"Rafael Quintas", "Rosa Iglesias", "Sanna Ketola", "Selim Aydin", "Siân Prosser",
	"Tomas Vejle", "Uma Castell", "Viktor Hainz", "Wanda Lis", "Xenia Pohl", "Yara Haddad",
	"Zoë Martel",
}

return {
	set_folder = function(path) folder = path end,
	seed = seed, int = int, chance = chance, pick = pick, weighted = weighted, some = some,
	spread = spread,
	day_between = day_between, month_no = month_no, days_later = days_later,
	iso = iso, german = german, british = british, compact = compact, long = long,
	american = american,
	grouped = grouped, amount = amount, dollars = dollars,
	write = write, rows_of = rows_of,
	company = company, slug = slug, people = people,
}
