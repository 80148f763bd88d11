-- resellers.csv: the ERP system of an industrial supplier. Tabs, 31/12/2026, "18.3 MM", numbers
-- with leading zeros.

local g = ...
local int, chance, pick, weighted = g.int, g.chance, g.pick, g.weighted
local month_no, day_between, british = g.month_no, g.day_between, g.british

local countries = {
	"DE", "DE", "AT", "PL", "CZ", "IT", "FR", "ES", "SE", "GB", "TR", "CH", "NL", "US", "BR",
	"CN", "IN", "ZA", "AE",
}
local name_groups = { "machinery", "manufacturing", "automotive", "logistics" }
local product_lines = {
	"Gearboxes", "Motors", "Inverters", "Couplings", "Belts", "Bearings", "Sensors",
}
local competing = { "Nordrive", "Kettler", "Zenith", "Volta", "Kappa" }
local remarks = {
	'says "direct or not at all"', "new warehouse in spring", "pays by bill, 60 days",
	"asks for Motors only",
}
local odd_names = {
	[61] = "Gannet Surplus Drives", [144] = "Refurbished Motors Kessel",
	[187] = "Ferryman Island Drives",
}

local function millions(n)
	if n >= 1000000 then
		local unit = chance(70) and " MM" or "M"
		return ("$%d.%d%s"):format(n // 1000000, n % 1000000 // 100000, unit)
	end
	if chance(50) then return ("$%s.%02dK"):format(g.grouped(n // 1000, ","), int(0, 99)) end
	return "$" .. g.grouped(n, ",")
end

local function exact(n)
	return "$" .. g.amount(n * 100, ",", ".")
end

local function draw_reseller(i)
	local kind = weighted { 14, "System Integrator", 14, "Value Added Reseller", 6, "VAR",
		8, "Machine Builder", 14, "Technical Wholesaler", 18, "Warehouse", 8, "Catalogue House",
		4, "OEM", 2, "(none)" }
	local good = chance(kind == "System Integrator" and 70 or kind:find("^V") and 55 or 22)
	local staff = good and int(8, 120) or g.spread(2, 90)
	local sales = staff * int(90, 260) * 1000
	local last = day_between(month_no(2026, 3), month_no(2026, 10))
	if not good and chance(14) then last = day_between(month_no(2023, 6), month_no(2025, 3)) end
	return {
		country = i == 99 and "BY" or not chance(3) and pick(countries),
		no = ("%05d"):format(230 + i), name = odd_names[i] or g.company(pick(name_groups)),
		kind = kind, good = good, staff = staff, sales = sales, last = last,
		buys = chance(good and 92 or 65),
		ours = good and sales * int(1, 14) // 100 or sales * int(1, 6) // 100,
	}
end

g.seed(417)
g.write("resellers.csv", g.rows_of(200, draw_reseller, {
	"Reseller", function(r) return r.no end,
	"Reseller Name", function(r) return r.name end,
	"Business Type", function(r) return r.kind end,
	"Country", function(r) return r.country end,
	"Annual Sales", function(r) return chance(5) and pick { "", "n/a" } or millions(r.sales) end,
	"Bought from us", function(r) return r.buys and exact(r.ours) end,
	"Overdue", function(r) return r.buys and chance(9) and exact(r.ours * int(5, 45) // 100) end,
	"Employees", function(r) return not chance(4) and tostring(r.staff) end,
	"Branches", function(r) return tostring(math.max(1, r.staff // int(10, 30))) end,
	"Certified technicians", function(r)
		if r.good then return tostring(r.staff * int(2, 14) // 100) end
		return weighted { 50, "", 30, "0", 20, "1" }
	end,
	"Product lines", function(r)
		return table.concat(r.good and g.some(product_lines, 3, 6) or g.some(product_lines, 1, 3),
			"/")
	end,
	"Competing brands", function()
		return chance(35) and table.concat(g.some(competing, 1, 2), "/")
	end,
	"Year opened", function() return chance(4) and "unknown" or tostring(int(1962, 2024)) end,
	"Last order", function(r) return r.buys and british(r.last) end,
	"Order frequency", function(r)
		return not chance(6) and weighted { r.good and 40 or 10, "M", 30, "Q", 15, "S", 25, "A" }
	end,
	"Returns", function(r)
		return not chance(5) and ("%d.%d%%"):format(int(0, r.good and 4 or 13), int(0, 9))
	end,
	"Keeps stock", function(r) return weighted { r.good and 60 or 25, "Y", 40, "N", 12, "" } end,
	"Exclusive", function(r) return chance(r.good and 15 or 3) and "Y" or "N" end,
	"Contract ended", function()
		return chance(4) and british(day_between(month_no(2025, 2), month_no(2026, 9)))
	end,
	"Remark", function() return chance(12) and pick(remarks) end,
}), { sep = "\t" })
