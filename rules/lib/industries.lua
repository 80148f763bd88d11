-- Industries as exports spell them: CRM pick lists, LinkedIn, data vendors, German and French
-- registers.
--
--     local industries = include "lib/industries.lua"
--     one_of(a.industry, industries.software)                  any spelling of it
--     one_of(a.industry, industries.join("software", "media")) several groups
--     industries.group(a.industry)                             "software"; nil when not known
--
-- Comparison is without regard to case and the whole text must be the same: a spelling that your
-- export has and this file lacks is added to its line. No spelling may stand in two groups.

local groups = {
	software = {
		"Software", "SaaS", "Computer Software", "Software Development", "Enterprise Software",
		"Cloud Software", "B2B SaaS", "Software & Services",
		"Information Technology and Services", "Information Technology & Services",
		"IT Services", "Internet", "Internet Software & Services", "Technology", "Technolgy",
		"Tech", "DevTools", "Developer Tools", "Cybersecurity", "Computer & Network Security",
		"Softwareentwicklung", "Logiciels", "Technology, Information and Internet",
	},
	fintech = {
		"Fintech", "FinTech", "Financial Technology", "Payments", "Insurtech",
		"Financial Software", "Fintech & Payments", "Wealthtech", "Regtech",
	},
	banking = {
		"Banking", "Bank", "Banks", "Commercial Banking", "Investment Banking",
		"Capital Markets", "Financial Services", "Finance", "Finanzdienstleistungen",
		"Services financiers", "Venture Capital & Private Equity", "Investment Management",
		"Asset Management", "Credit Union",
	},
	insurance = {
		"Insurance", "Insurer", "Insurance Carriers", "Versicherung", "Versicherungen",
		"Assurance", "Assurances", "Reinsurance", "Insurance Brokerage",
	},
	media = {
		"Media", "Media & Entertainment", "Media and Entertainment", "Online Media",
		"Publishing", "Broadcast Media", "Newspapers", "Entertainment", "Entertainement",
		"Medien", "Verlag", "Digital Media", "Streaming", "Music", "Film",
		"Motion Pictures and Film",
	},
	marketing = {
		"Marketing", "Marketing and Advertising", "Marketing & Advertising", "Advertising",
		"Advertising Services", "Martech", "Public Relations", "PR", "Market Research",
		"Werbung",
	},
	ecommerce = {
		"E-commerce", "Ecommerce", "eCommerce", "E-Commerce & Marketplaces", "Online Retail",
		"Marketplace", "Internet Retail", "Onlinehandel", "D2C", "DTC",
	},
	retail = {
		"Retail", "Retailing", "Retail Trade", "Supermarkets", "Apparel & Fashion",
		"Consumer Goods", "Consumer Products", "Einzelhandel", "Commerce de détail",
		"Luxury Goods & Jewelry", "Fashion", "Sporting Goods",
	},
	wholesale = {
		"Wholesale", "Wholesale Trade", "Distribution", "Distributor", "Großhandel",
		"Grosshandel", "Import and Export", "Import & Export", "Trading", "Commerce de gros",
	},
	healthcare = {
		"Healthcare", "Health Care", "Health", "Hospital & Health Care", "Hospitals", "Medical",
		"Medical Practice", "Medical Devices", "Medtech", "Healthtech", "Health Tech",
		"Gesundheitswesen", "Santé", "Mental Health Care", "Dental", "Dentist", "Veterinary",
		"Physiotherapy",
	},
	pharma = {
		"Pharma", "Pharmaceuticals", "Pharmaceutical", "Biotech", "Biotechnology",
		"Life Sciences", "Life Science", "Pharmaindustrie",
	},
	manufacturing = {
		"Manufacturing", "Manufacturer", "Industrial", "Industrials",
		"Industrial Manufacturing", "Discrete Manufacturing", "Fertigung", "Produktion",
		"Industrie", "Chemicals", "Plastics", "Packaging", "Packaging and Containers",
		"Textiles", "Steel", "Metals", "Glass", "Paper",
	},
	machinery = {
		"Machinery", "Mechanical Engineering", "Mechanical or Industrial Engineering",
		"Maschinenbau", "Machine Building", "Industrial Automation", "Automation",
		"Automation Machinery Manufacturing", "Robotics", "Anlagenbau",
		"Electrical Engineering", "Elektrotechnik", "Tooling",
	},
	automotive = {
		"Automotive", "Automotive Parts", "Cars", "Vehicles", "Automobil", "Car Dealer",
		"Garage", "Motor Vehicle Manufacturing", "Mobility",
	},
	aerospace = {
		"Aerospace", "Aviation & Aerospace", "Airlines/Aviation", "Airlines", "Luftfahrt",
	},
	defence = {
		"Defense", "Defence", "Defense & Space", "Arms", "Weapons", "Military", "Rüstung",
	},
	logistics = {
		"Logistics", "Logistik", "Transport", "Transportation", "Transportation & Logistics",
		"Trucking", "Logistics & Supply Chain", "Logistics and Supply Chain", "Supply Chain",
		"Freight", "Shipping", "Warehousing", "Spedition", "Package/Freight Delivery",
		"Courier",
	},
	construction = {
		"Construction", "Building", "Building Materials", "Civil Engineering", "Bau",
		"Baugewerbe", "Electrician", "Plumbing", "Plumber", "Roofing", "Carpentry", "HVAC",
		"Handwerk", "Trades", "BTP",
	},
	real_estate = {
		"Real Estate", "Property", "Property Management", "Commercial Real Estate",
		"Immobilien", "Immobilier", "Proptech", "Estate Agent", "Letting Agent",
	},
	energy = {
		"Energy", "Energie", "Oil & Energy", "Oil & Gas", "Oil and Gas", "Utilities",
		"Renewables", "Renewables & Environment", "Solar", "Wind", "Power",
		"Electric Utilities", "Water Utility",
	},
	mining = { "Mining", "Mining & Metals", "Mining and Metals", "Bergbau", "Quarrying" },
	telecom = {
		"Telecom", "Telecoms", "Telecommunications", "Telekommunikation", "Telecommunication",
		"Wireless", "Télécommunications", "Internet Service Provider", "ISP",
	},
	hardware = {
		"Hardware", "Computer Hardware", "Semiconductors", "Electronics",
		"Consumer Electronics", "Electrical/Electronic Manufacturing", "Computer Networking",
	},
	professional = {
		"Professional Services", "Consulting", "Management Consulting", "Business Consulting",
		"Business Consulting and Services", "Legal", "Legal Services", "Law Practice",
		"Law Firm", "Accounting", "Accountant", "Accountancy", "Tax Advisor", "Steuerberatung",
		"Unternehmensberatung", "Architecture", "Architecture & Planning", "Architect",
		"Engineering Services", "Design",
	},
	staffing = {
		"Staffing", "Staffing & Recruiting", "Staffing and Recruiting", "Recruiting",
		"Human Resources", "Human Resources Services", "Personaldienstleistung", "HR",
		"Temp Agency",
	},
	education = {
		"Education", "Higher Education", "E-Learning", "EdTech", "Edtech", "Schools", "School",
		"University", "Primary/Secondary Education", "Bildung", "Training",
		"Professional Training & Coaching", "Nursery",
	},
	public = {
		"Government", "Public Sector", "Public Administration", "Government Administration",
		"Municipality", "Local Government", "Öffentliche Verwaltung", "Behörde",
		"Secteur public", "Council",
	},
	nonprofit = {
		"Non-profit", "Nonprofit", "Non Profit", "Not for profit", "NGO", "Charity",
		"Association", "Verein", "Nonprofit Organization Management",
		"Civic & Social Organization", "Philanthropy", "Stiftung",
	},
	hospitality = {
		"Hospitality", "Hotel", "Hotels", "Restaurant", "Restaurants", "Café", "Cafe", "Bar",
		"Pub", "Food & Beverages Service", "Gastronomie", "Gastgewerbe", "Takeaway", "Catering",
		"Hôtellerie",
	},
	travel = {
		"Travel", "Tourism", "Leisure, Travel & Tourism", "Travel Agency", "Reisen",
		"Tourismus",
	},
	food = {
		"Food & Beverages", "Food and Beverage", "Food Production", "Food & Drink", "Beverages",
		"Bakery", "Butcher", "Brewery", "Lebensmittel", "Bäckerei", "Agroalimentaire", "Dairy",
		"Wine and Spirits",
	},
	agriculture = {
		"Agriculture", "Farming", "Landwirtschaft", "Agtech", "Forestry", "Fishery", "Farm",
	},
	beauty = {
		"Beauty", "Hairdresser", "Hair Salon", "Barber", "Cosmetics", "Nail Studio", "Spa",
		"Wellness",
	},
	gaming = { "Gaming", "Computer Games", "Video Games", "Games", "Esports" },
	gambling = {
		"Gambling", "Gambling & Casinos", "Casino", "Betting", "Glücksspiel", "Bookmaker",
	},
	tobacco = { "Tobacco", "Tabak", "Vaping", "Vape Shop", "E-cigarettes" },
	adult = { "Adult Entertainment", "Adult", "Adult Content" },
}

local industries = {}
local group_of = {}

for name, spellings in pairs(groups) do
	industries[name] = spellings
	for _, spelling in ipairs(spellings) do
		local lowered = spelling:lower()
		if group_of[lowered] and group_of[lowered] ~= name then
			error(spelling .. " stands in " .. name .. " and in " .. group_of[lowered])
		end
		group_of[lowered] = name
	end
end

-- One list of several groups: industries.join("software", "fintech"). For use while the file loads.
function industries.join(...)
	local out = {}
	for _, name in ipairs { ... } do
		if not groups[name] then
			error("industries.join: no group " .. tostring(name), 2)
		end
		for _, spelling in ipairs(groups[name]) do
			out[#out + 1] = spelling
		end
	end
	return out
end

-- The group of an industry however it is spelled ("Maschinenbau" is "machinery"); nil when not
-- known.
function industries.group(text)
	return group_of[text:lower()]
end

return industries
