-- Countries as exports spell them, and the regions people sell to.
--
--     local countries = include "lib/countries.lua"
--     one_of(a.country, countries.DACH)             is it in the region, whatever the spelling?
--     one_of(a.country, countries.join("EU", "UKI", "CH"))
--     countries.code(a.country)                     "DE" for "Germany", "DEU", "Deutschland";
-- nil when not known
--     countries.region(a.country)                   "Europe", "North America" … ; "Elsewhere"
-- when not known
--
-- A two-letter code is always read as a country: "CA" is Canada and "DE" is Germany, never a
-- state of the US.
-- A spelling that your export has and this file lacks: add it to the country's line.

-- code = { sales region, ISO alpha-3, the usual name, other spellings … }
local list = {
	AD = { "Europe", "AND", "Andorra" },
	AE = { "Middle East", "ARE", "United Arab Emirates", "UAE", "U.A.E.", "Emirates", "Dubai" },
	AF = { "Asia", "AFG", "Afghanistan" },
	AG = { "Latin America", "ATG", "Antigua and Barbuda" },
	AL = { "Europe", "ALB", "Albania", "Shqipëria" },
	AM = { "Europe", "ARM", "Armenia" },
	AO = { "Africa", "AGO", "Angola" },
	AR = { "Latin America", "ARG", "Argentina", "República Argentina" },
	AT = { "Europe", "AUT", "Austria", "Österreich", "Oesterreich", "Autriche" },
	AU = { "Oceania", "AUS", "Australia", "Commonwealth of Australia" },
	AZ = { "Europe", "AZE", "Azerbaijan" },
	BA = { "Europe", "BIH", "Bosnia and Herzegovina", "Bosnia & Herzegovina", "Bosnia" },
	BB = { "Latin America", "BRB", "Barbados" },
	BD = { "Asia", "BGD", "Bangladesh" },
	BE = { "Europe", "BEL", "Belgium", "België", "Belgique", "Belgien" },
	BF = { "Africa", "BFA", "Burkina Faso" },
	BG = { "Europe", "BGR", "Bulgaria", "България" },
	BH = { "Middle East", "BHR", "Bahrain" },
	BI = { "Africa", "BDI", "Burundi" },
	BJ = { "Africa", "BEN", "Benin" },
	BN = { "Asia", "BRN", "Brunei", "Brunei Darussalam" },
	BO = { "Latin America", "BOL", "Bolivia" },
	BR = { "Latin America", "BRA", "Brazil", "Brasil" },
	BS = { "Latin America", "BHS", "Bahamas", "The Bahamas" },
	BT = { "Asia", "BTN", "Bhutan" },
	BW = { "Africa", "BWA", "Botswana" },
	BY = { "Europe", "BLR", "Belarus" },
	BZ = { "Latin America", "BLZ", "Belize" },
	CA = { "North America", "CAN", "Canada" },
	CD = { "Africa", "COD", "DR Congo", "Democratic Republic of the Congo", "Congo-Kinshasa" },
	CF = { "Africa", "CAF", "Central African Republic" },
	CG = { "Africa", "COG", "Congo", "Republic of the Congo" },
	CH = { "Europe", "CHE", "Switzerland", "Schweiz", "Suisse", "Svizzera" },
	CI = { "Africa", "CIV", "Ivory Coast", "Côte d'Ivoire", "Cote d'Ivoire" },
	CL = { "Latin America", "CHL", "Chile" },
	CM = { "Africa", "CMR", "Cameroon" },
	CN = { "Asia", "CHN", "China", "PR China", "People's Republic of China",
	       "Mainland China", "中国" },
	CO = { "Latin America", "COL", "Colombia" },
	CR = { "Latin America", "CRI", "Costa Rica" },
	CU = { "Latin America", "CUB", "Cuba" },
	CV = { "Africa", "CPV", "Cape Verde", "Cabo Verde" },
	CY = { "Europe", "CYP", "Cyprus", "Κύπρος" },
	CZ = { "Europe", "CZE", "Czech Republic", "Czechia", "Česko", "Česká republika",
	       "Tschechien" },
	DE = { "Europe", "DEU", "Germany", "Deutschland", "Federal Republic of Germany", "GER",
	       "Allemagne",
	       "Alemania", "Duitsland" },
	DJ = { "Africa", "DJI", "Djibouti" },
	DK = { "Europe", "DNK", "Denmark", "Danmark", "Dänemark" },
	DM = { "Latin America", "DMA", "Dominica" },
	DO = { "Latin America", "DOM", "Dominican Republic", "República Dominicana" },
	DZ = { "Africa", "DZA", "Algeria", "Algérie" },
	EC = { "Latin America", "ECU", "Ecuador" },
	EE = { "Europe", "EST", "Estonia", "Eesti", "Estland" },
	EG = { "Africa", "EGY", "Egypt" },
	ER = { "Africa", "ERI", "Eritrea" },
	ES = { "Europe", "ESP", "Spain", "España", "Espana", "Spanien", "Espagne" },
	ET = { "Africa", "ETH", "Ethiopia" },
	FI = { "Europe", "FIN", "Finland", "Suomi", "Finnland" },
	FJ = { "Oceania", "FJI", "Fiji" },
	FM = { "Oceania", "FSM", "Micronesia" },
	FO = { "Europe", "FRO", "Faroe Islands", "Føroyar" },
	FR = { "Europe", "FRA", "France", "Frankreich", "Francia", "République française" },
	GA = { "Africa", "GAB", "Gabon" },
	GB = { "Europe", "GBR", "United Kingdom", "UK", "U.K.", "Great Britain", "Britain",
	       "England", "Scotland", "Wales", "Northern Ireland", "Großbritannien", "Royaume-Uni",
	       "Vereinigtes Königreich",
	       "United Kingdom of Great Britain and Northern Ireland" },
	GD = { "Latin America", "GRD", "Grenada" },
	GE = { "Europe", "GEO", "Georgia" },
	GH = { "Africa", "GHA", "Ghana" },
	GL = { "Europe", "GRL", "Greenland" },
	GM = { "Africa", "GMB", "Gambia", "The Gambia" },
	GN = { "Africa", "GIN", "Guinea" },
	GQ = { "Africa", "GNQ", "Equatorial Guinea" },
	GR = { "Europe", "GRC", "Greece", "Hellas", "Ελλάδα", "Griechenland" },
	GT = { "Latin America", "GTM", "Guatemala" },
	GW = { "Africa", "GNB", "Guinea-Bissau" },
	GY = { "Latin America", "GUY", "Guyana" },
	HK = { "Asia", "HKG", "Hong Kong", "Hong Kong SAR", "Hongkong" },
	HN = { "Latin America", "HND", "Honduras" },
	HR = { "Europe", "HRV", "Croatia", "Hrvatska", "Kroatien" },
	HT = { "Latin America", "HTI", "Haiti" },
	HU = { "Europe", "HUN", "Hungary", "Magyarország", "Ungarn" },
	ID = { "Asia", "IDN", "Indonesia" },
	IE = { "Europe", "IRL", "Ireland", "Éire", "Republic of Ireland", "Irland" },
	IL = { "Middle East", "ISR", "Israel" },
	IN = { "Asia", "IND", "India", "Bharat" },
	IQ = { "Middle East", "IRQ", "Iraq" },
	IR = { "Middle East", "IRN", "Iran", "Islamic Republic of Iran" },
	IS = { "Europe", "ISL", "Iceland", "Ísland" },
	IT = { "Europe", "ITA", "Italy", "Italia", "Italien", "Italie" },
	JM = { "Latin America", "JAM", "Jamaica" },
	JO = { "Middle East", "JOR", "Jordan" },
	JP = { "Asia", "JPN", "Japan", "日本" },
	KE = { "Africa", "KEN", "Kenya" },
	KG = { "Asia", "KGZ", "Kyrgyzstan" },
	KH = { "Asia", "KHM", "Cambodia" },
	KI = { "Oceania", "KIR", "Kiribati" },
	KM = { "Africa", "COM", "Comoros" },
	KN = { "Latin America", "KNA", "Saint Kitts and Nevis" },
	KP = { "Asia", "PRK", "North Korea", "Democratic People's Republic of Korea" },
	KR = { "Asia", "KOR", "South Korea", "Korea", "Republic of Korea",
	       "Korea, Republic of", "대한민국" },
	KW = { "Middle East", "KWT", "Kuwait" },
	KZ = { "Asia", "KAZ", "Kazakhstan" },
	LA = { "Asia", "LAO", "Laos", "Lao PDR" },
	LB = { "Middle East", "LBN", "Lebanon" },
	LC = { "Latin America", "LCA", "Saint Lucia" },
	LI = { "Europe", "LIE", "Liechtenstein" },
	LK = { "Asia", "LKA", "Sri Lanka" },
	LR = { "Africa", "LBR", "Liberia" },
	LS = { "Africa", "LSO", "Lesotho" },
	LT = { "Europe", "LTU", "Lithuania", "Lietuva", "Litauen" },
	LU = { "Europe", "LUX", "Luxembourg", "Luxemburg", "Lëtzebuerg" },
	LV = { "Europe", "LVA", "Latvia", "Latvija", "Lettland" },
	LY = { "Africa", "LBY", "Libya" },
	MA = { "Africa", "MAR", "Morocco", "Maroc" },
	MC = { "Europe", "MCO", "Monaco" },
	MD = { "Europe", "MDA", "Moldova" },
	ME = { "Europe", "MNE", "Montenegro", "Crna Gora" },
	MG = { "Africa", "MDG", "Madagascar" },
	MK = { "Europe", "MKD", "North Macedonia", "Macedonia" },
	ML = { "Africa", "MLI", "Mali" },
	MM = { "Asia", "MMR", "Myanmar", "Burma" },
	MN = { "Asia", "MNG", "Mongolia" },
	MO = { "Asia", "MAC", "Macao", "Macau" },
	MR = { "Africa", "MRT", "Mauritania" },
	MT = { "Europe", "MLT", "Malta" },
	MU = { "Africa", "MUS", "Mauritius" },
	MV = { "Asia", "MDV", "Maldives" },
	MW = { "Africa", "MWI", "Malawi" },
	MX = { "North America", "MEX", "Mexico", "México", "Mexiko" },
	MY = { "Asia", "MYS", "Malaysia" },
	MZ = { "Africa", "MOZ", "Mozambique" },
	NA = { "Africa", "NAM", "Namibia" },
	NE = { "Africa", "NER", "Niger" },
	NG = { "Africa", "NGA", "Nigeria" },
	NI = { "Latin America", "NIC", "Nicaragua" },
	NL = { "Europe", "NLD", "Netherlands", "The Netherlands", "Nederland", "Holland",
	       "Niederlande", "Pays-Bas" },
	NO = { "Europe", "NOR", "Norway", "Norge", "Noreg", "Norwegen" },
	NP = { "Asia", "NPL", "Nepal" },
	NR = { "Oceania", "NRU", "Nauru" },
	NZ = { "Oceania", "NZL", "New Zealand", "Aotearoa" },
	OM = { "Middle East", "OMN", "Oman" },
	PA = { "Latin America", "PAN", "Panama", "Panamá" },
	PE = { "Latin America", "PER", "Peru", "Perú" },
	PG = { "Oceania", "PNG", "Papua New Guinea" },
	PH = { "Asia", "PHL", "Philippines", "The Philippines" },
	PK = { "Asia", "PAK", "Pakistan" },
	PL = { "Europe", "POL", "Poland", "Polska", "Polen", "Pologne" },
	PR = { "North America", "PRI", "Puerto Rico" },
	PS = { "Middle East", "PSE", "Palestine", "State of Palestine" },
	PT = { "Europe", "PRT", "Portugal" },
	PW = { "Oceania", "PLW", "Palau" },
	PY = { "Latin America", "PRY", "Paraguay" },
	QA = { "Middle East", "QAT", "Qatar" },
	RO = { "Europe", "ROU", "Romania", "România", "Rumänien" },
	RS = { "Europe", "SRB", "Serbia", "Srbija", "Serbien" },
	RU = { "Europe", "RUS", "Russia", "Russian Federation", "Россия" },
	RW = { "Africa", "RWA", "Rwanda" },
	SA = { "Middle East", "SAU", "Saudi Arabia", "KSA", "Kingdom of Saudi Arabia" },
	SB = { "Oceania", "SLB", "Solomon Islands" },
	SC = { "Africa", "SYC", "Seychelles" },
	SD = { "Africa", "SDN", "Sudan" },
	SE = { "Europe", "SWE", "Sweden", "Sverige", "Schweden", "Suède" },
	SG = { "Asia", "SGP", "Singapore" },
	SI = { "Europe", "SVN", "Slovenia", "Slovenija", "Slowenien" },
	SK = { "Europe", "SVK", "Slovakia", "Slovensko", "Slovak Republic", "Slowakei" },
	SL = { "Africa", "SLE", "Sierra Leone" },
	SM = { "Europe", "SMR", "San Marino" },
	SN = { "Africa", "SEN", "Senegal", "Sénégal" },
	SO = { "Africa", "SOM", "Somalia" },
	SR = { "Latin America", "SUR", "Suriname" },
	SS = { "Africa", "SSD", "South Sudan" },
	ST = { "Africa", "STP", "São Tomé and Príncipe", "Sao Tome and Principe" },
	SV = { "Latin America", "SLV", "El Salvador" },
	SY = { "Middle East", "SYR", "Syria", "Syrian Arab Republic" },
	SZ = { "Africa", "SWZ", "Eswatini", "Swaziland" },
	TD = { "Africa", "TCD", "Chad" },
	TG = { "Africa", "TGO", "Togo" },
	TH = { "Asia", "THA", "Thailand" },
	TJ = { "Asia", "TJK", "Tajikistan" },
	TL = { "Asia", "TLS", "Timor-Leste", "East Timor" },
	TM = { "Asia", "TKM", "Turkmenistan" },
	TN = { "Africa", "TUN", "Tunisia", "Tunisie" },
	TO = { "Oceania", "TON", "Tonga" },
	TR = { "Europe", "TUR", "Turkey", "Türkiye", "Turkiye", "Türkei" },
	TT = { "Latin America", "TTO", "Trinidad and Tobago", "Trinidad & Tobago" },
	TV = { "Oceania", "TUV", "Tuvalu" },
	TW = { "Asia", "TWN", "Taiwan", "Taiwan, Province of China", "Chinese Taipei", "台灣" },
	TZ = { "Africa", "TZA", "Tanzania", "United Republic of Tanzania" },
	UA = { "Europe", "UKR", "Ukraine", "Україна" },
	UG = { "Africa", "UGA", "Uganda" },
	US = { "North America", "USA", "United States", "United States of America", "U.S.",
	       "U.S.A.",
	       "America",
	       "The United States", "Vereinigte Staaten", "États-Unis", "Estados Unidos",
	       "Verenigde Staten" },
	UY = { "Latin America", "URY", "Uruguay" },
	UZ = { "Asia", "UZB", "Uzbekistan" },
	VA = { "Europe", "VAT", "Vatican City", "Holy See" },
	VC = { "Latin America", "VCT", "Saint Vincent and the Grenadines" },
	VE = { "Latin America", "VEN", "Venezuela" },
	VN = { "Asia", "VNM", "Vietnam", "Viet Nam", "Việt Nam" },
	VU = { "Oceania", "VUT", "Vanuatu" },
	WS = { "Oceania", "WSM", "Samoa" },
	XK = { "Europe", "XKX", "Kosovo" },
	YE = { "Middle East", "YEM", "Yemen" },
	ZA = { "Africa", "ZAF", "South Africa", "RSA", "Suid-Afrika" },
	ZM = { "Africa", "ZMB", "Zambia" },
	ZW = { "Africa", "ZWE", "Zimbabwe" },
}

-- Groups of countries, by code. EU and EEA as of 2026: the United Kingdom and Switzerland are
-- in neither.
local groups = {
	EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
	EEA = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU "
	    .. "LV MT NL PL PT RO SE SI SK IS LI NO",
	Eurozone = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK",
	DACH = "DE AT CH",
	Benelux = "BE NL LU",
	Nordics = "DK FI IS NO SE",
	Baltics = "EE LT LV",
	UKI = "GB IE",
	Iberia = "ES PT",
	CEE = "BG CZ EE HR HU LT LV PL RO SI SK",
	NA = "US CA",
	ANZ = "AU NZ",
	GCC = "AE BH KW OM QA SA",
	LATAM = "AG AR BB BO BR BS BZ CL CO CR CU DM DO EC GD GT GY "
	    .. "HN HT JM KN LC MX NI PA PE PR PY SR SV TT UY VC VE",
	MENA = "AE BH DZ EG IL IQ IR JO KW LB LY MA OM PS QA SA SY TN YE",
	ASEAN = "BN ID KH LA MM MY PH SG TH TL VN",
	APAC = "AU BD BN BT CN FJ HK ID IN JP KH KR LA LK MM MN MO MV "
	    .. "MY NP NZ PG PH PK SG TH TL TW VN",
	-- Under wide export controls in many places. Ask your counsel, not this list.
	Embargoed = "CU IR KP RU BY SY",
}

local countries = {}
local code_of = {}

for code, entry in pairs(list) do
	code_of[code:lower()] = code
	for i = 2, #entry do
		code_of[entry[i]:lower()] = code
	end
end

-- Every spelling of the countries whose codes stand in the text.
local function spellings(codes)
	local out = {}
	for code in codes:gmatch("%u%u") do
		out[#out + 1] = code
		local entry = list[code]
		for i = 2, #entry do
			out[#out + 1] = entry[i]
		end
	end
	return out
end

for name, codes in pairs(groups) do
	countries[name] = spellings(codes)
end

-- One list of several regions and countries: countries.join("DACH", "Nordics", "GB"). For use
-- while the file loads. A region's name goes before a country's code: "NA" is North America.
function countries.join(...)
	local out = {}
	for _, name in ipairs { ... } do
		local one = countries[name] or (list[name] and spellings(name))
		if not one then
			error("countries.join: no region or country code " .. tostring(name), 2)
		end
		for _, spelling in ipairs(one) do
			out[#out + 1] = spelling
		end
	end
	return out
end

-- The ISO code of a country however it is spelled; nil when it is not known.
function countries.code(text)
	return code_of[text:lower()]
end

-- The sales region of a country: Europe, North America, Latin America, Asia, Middle East,
-- Africa, Oceania, Elsewhere.
function countries.region(text)
	local code = code_of[text:lower()]
	if code then
		return list[code][1]
	end
	return "Elsewhere"
end

-- The usual English name; the text itself when the country is not known.
function countries.name(text)
	local code = code_of[text:lower()]
	if code then
		return list[code][3]
	end
	return text
end

return countries
