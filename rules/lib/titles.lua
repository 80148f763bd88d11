-- Job titles as people write them, in English, German, French, Spanish, Italian, Dutch, Portuguese.
--
--     local titles = include "lib/titles.lua"
--     titles.is_vp(c.title)          VP Sales, V.P. of IT, Vice President, Vicepresidente …
--     titles.is_finance(c.title)     the title names that department
--     titles.level(c.title)          "owner", "chief", "vp", "head", "director", "manager", "other"
--     titles.department(c.title)     "sales", "finance" …, "other"
--     like(c.title, "Bereichsvorstand *", table.unpack(titles.vp))     a list, and one more
--
-- like() compares the whole title without regard to case and accents: "VP *" needs VP in front.
-- That is why most titles stand in several forms. "Assistant to the CEO" is no CEO: see
-- not_the_boss.

-- Titles that hold a word of the lists below and are not the boss. The functions look here first.
local not_the_boss = {
	"Assistant to *", "* Assistant to *", "*Executive Assistant*", "*Personal Assistant*",
	"EA to *", "PA to *", "* to the C?O*", "* to C?O*", "* to the Managing Director*",
	"Office of the *", "Assistenz *", "Assistentin *", "Assistant de *", "Assistante de *",
	"Asistente de *", "Assistente d*", "Former *", "Ex-*", "Ehem*", "Retired*", "Aspiring *",
	"Intern", "Intern *", "* Intern", "Trainee*", "Praktikant*", "Stagiair*", "Werkstudent*",
}

-- Founders, owners, partners: in a small company the one who signs.
local owner = {
	"Owner*", "Co-Owner*", "Business Owner*", "Founder*", "Co-Founder*", "Cofounder*",
	"* Founder", "* Co-Founder", "Proprietor*", "Partner", "Managing Partner*", "Inhaber*",
	"Gründer*", "Mitgründer*", "Fondateur*", "Fondatrice*", "Cofondat*", "Propriétaire*",
	"Gérant*", "Fundador*", "Cofundador*", "Dueño*", "Dueña*", "Propietari*", "Fondatore*",
	"Titolare*", "Eigenaar*", "Oprichter*", "Sócio*", "Proprietári*",
}

-- CEO, CFO …, Chief anything Officer, managing directors and their equals.
local chief = {
	"C?O", "C?O *", "C?O,*", "C?O/*", "* C?O", "* C?O *", "CISO", "CISO *", "CHRO", "CHRO *",
	"Chief * Officer*", "* Chief * Officer*", "Chief Executive*", "Chief of Staff*",
	"President", "President *", "* & President", "Managing Director*", "* Managing Director*",
	"MD", "General Manager*", "Geschäftsführ*", "* Geschäftsführ*", "Geschaeftsfuehr*",
	"Kaufmännische* Leit*", "Vorstand", "Vorstand *", "Vorständin*", "Vorstandsmitglied*",
	"Directeur Général*", "Directrice Générale*", "DG", "PDG", "PDG *", "Président",
	"Président *", "Présidente", "Directeur Financier*", "DAF", "DSI", "DRH",
	"Director General*", "Directora General*", "Consejer* Delegad*", "Presidente",
	"Presidente *", "Amministrat* Delegat*", "Amministrat* Unic*", "Direttore Generale*",
	"Direttrice Generale*", "Algemeen Directeur*", "Bestuurder*", "Diretor* Gera*",
	"Administrador* Delegad*",
}

local vp = {
	"VP", "VP *", "VP,*", "* VP", "* VP *", "SVP", "SVP *", "EVP", "EVP *", "AVP", "AVP *",
	"RVP *", "GVP *", "V.P.*", "* V.P.*", "S.V.P.*", "E.V.P.*", "Vice President*",
	"* Vice President*", "Vice-President*", "* Vice-President*", "Vicepresident*",
	"* Vicepresident*", "Vice Pres*", "Vizepräsident*", "Vice-présiden*", "Vice présiden*",
	"Vice Presidente*", "Vicevoorzitter*",
}

local head = {
	"Head of *", "* Head of *", "Head, *", "Global Head*", "Group Head*", "* Head", "Leiter*",
	"Leitung*", "Abteilungsleit*", "Bereichsleit*", "Hauptabteilungsleit*", "Vertriebsleit*",
	"Verkaufsleit*", "Marketingleit*", "Einkaufsleit*", "Personalleit*", "IT-Leit*",
	"Betriebsleit*", "Produktionsleit*", "Werksleit*", "Standortleit*", "Filialleit*",
	"Responsable*", "Chef de service*", "Chef du service*", "Jefe de *", "Jefa de *",
	"Responsabile*", "Capo *", "Hoofd", "Hoofd *", "Afdelingshoofd*", "Chefe de *",
	"Responsável*",
}

local director = {
	"Director*", "* Director", "* Director *", "* Director,*", "Dir. *", "Direktor*",
	"* Direktor*", "Vertriebsdirektor*", "Directeur*", "Directrice*", "* Directeur*",
	"Directora*", "Subdirector*", "Direttore*", "Direttrice*", "Diretor*",
}

local manager = {
	"Manager*", "* Manager", "* Manager *", "* Manager,*", "*manager", "*managerin", "Mgr*",
	"* Mgr*", "Team Lead*", "* Team Lead*", "Teamlead*", "Teamleit*", "Gruppenleit*",
	"Projektleit*", "Supervisor*", "* Supervisor", "Gestionnaire*", "Chef d'équipe*",
	"Chef de projet*", "Gerente*", "Encargad*", "Gestor*", "Gestore*", "Coordinator*",
	"* Coordinator", "Coordinador*", "Coordinatore*", "Coordinatrice*", "Teamleider*",
	"Beheerder*", "Coordenador*",
}

-- The words that name a department, anywhere in a title.
local sales = {
	"*Sales*", "*Revenue*", "*Business Development*", "*Account Exec*", "SDR*", "BDR*", "CRO",
	"*Vertrieb*", "*Verkauf*", "*Commercial*", "*Ventes*", "*Ventas*", "*Comercial*",
	"*Vendite*", "*Verkoop*", "*Vendas*",
}
local marketing = {
	"*Marketing*", "*Demand Gen*", "*Brand*", "*Growth*", "CMO", "CMO *", "*Communication*",
	"*Kommunikation*", "*Mercadotecnia*",
}
local finance = {
	"*Financ*", "*Finanz*", "*Controller*", "*Controlling*", "*Accounting*", "*Accountant*",
	"*Treasur*", "CFO", "CFO *", "* CFO", "DAF", "*FP&A*", "*Buchhalt*", "*Comptab*",
	"*Contab*", "*Contabil*", "*Boekhoud*", "*Financieel*",
}
local it = {
	"*Information Technology*", "IT", "IT *", "IT-*", "* IT", "* IT *", "*Infrastructure*",
	"*Security*", "CIO", "CIO *", "CTO", "CTO *", "CISO", "CISO *", "DSI", "*Informati*",
	"*Sistemas*", "*Sistemi*", "*Automatisering*", "*Tecnologia*",
}
local engineering = {
	"*Engineer*", "*Developer*", "*Software*", "*DevOps*", "*Entwickl*", "*Ingenieur*",
	"*Ingénieur*", "*Développ*", "*Ingenier*", "*Desarroll*", "*Ingegner*", "*Svilupp*",
	"*Ontwikkel*", "*Engenh*", "*Desenvolv*",
}
local data = {
	"Data *", "* Data", "* Data *", "*Analytics*", "*Analyst*", "*Business Intelligence*",
	"BI *", "* BI", "CDO", "CDO *", "*Analista*", "*Données*", "* Datos*", "* Dati*",
	"* Dados*",
}
local operations = {
	"*Operations*", "RevOps*", "BizOps*", "Ops *", "* Ops", "* Ops *", "COO", "COO *",
	"*Betriebs*", "*Produktion*", "*Opérations*", "*Exploitation*", "*Operaciones*",
	"*Operazioni*", "*Operaties*", "*Operações*", "*Supply Chain*", "*Logisti*",
}
local purchasing = {
	"*Purchas*", "*Procurement*", "*Buyer*", "*Sourcing*", "*Einkauf*", "*Einkäufer*",
	"*Achat*", "*Acheteu*", "*Compras*", "*Comprador*", "*Acquisti*", "*Inkoop*", "*Inkoper*",
}
local people = {
	"*Human Resources*", "HR", "HR *", "* HR", "* HR *", "People *", "* People *", "*Talent*",
	"*Recruit*", "CHRO", "CHRO *", "DRH", "Personal", "Personalleit*", "Personalreferent*",
	"*Ressources Humaines*", "*Recursos Humanos*", "RRHH*", "*Risorse Umane*", "*Personeel*",
}

local function is_not_the_boss(title)
	return like(title, table.unpack(not_the_boss))
end

local function is_owner(title)
	return like(title, table.unpack(owner)) and not is_not_the_boss(title)
end

local function is_chief(title)
	return like(title, table.unpack(chief)) and not is_not_the_boss(title)
end

local function is_vp(title)
	return like(title, table.unpack(vp)) and not is_not_the_boss(title)
end

local function is_head(title)
	return like(title, table.unpack(head)) and not is_not_the_boss(title)
end

local function is_director(title)
	return like(title, table.unpack(director)) and not is_not_the_boss(title)
end

local function is_manager(title)
	return like(title, table.unpack(manager)) and not is_not_the_boss(title)
end

-- Anybody who signs for a department or more: owner, chief, vice president, head, director.
local function is_leader(title)
	return is_owner(title) or is_chief(title) or is_vp(title) or is_head(title)
	    or is_director(title)
end

-- The highest level that the title names. "Managing Director" is a chief, not a director,
-- because the
-- levels are tried from the top.
local function level(title)
	if is_not_the_boss(title) then return "other" end
	if like(title, table.unpack(owner)) then return "owner" end
	if like(title, table.unpack(chief)) then return "chief" end
	if like(title, table.unpack(vp)) then return "vp" end
	if like(title, table.unpack(head)) then return "head" end
	if like(title, table.unpack(director)) then return "director" end
	if like(title, table.unpack(manager)) then return "manager" end
	return "other"
end

local function is_sales(title) return like(title, table.unpack(sales)) end
local function is_marketing(title) return like(title, table.unpack(marketing)) end
local function is_finance(title) return like(title, table.unpack(finance)) end
local function is_it(title) return like(title, table.unpack(it)) end
local function is_engineering(title) return like(title, table.unpack(engineering)) end
local function is_data(title) return like(title, table.unpack(data)) end
local function is_operations(title) return like(title, table.unpack(operations)) end
local function is_purchasing(title) return like(title, table.unpack(purchasing)) end
local function is_people(title) return like(title, table.unpack(people)) end

-- The first department, in this order, that the title names: "VP Sales Operations" is sales.
local function department(title)
	if is_sales(title) then return "sales" end
	if is_marketing(title) then return "marketing" end
	if is_finance(title) then return "finance" end
	if is_data(title) then return "data" end
	if is_engineering(title) then return "engineering" end
	if is_it(title) then return "it" end
	if is_purchasing(title) then return "purchasing" end
	if is_people(title) then return "people" end
	if is_operations(title) then return "operations" end
	return "other"
end

return {
	not_the_boss = not_the_boss, owner = owner, chief = chief, vp = vp, head = head,
	director = director, manager = manager,
	sales = sales, marketing = marketing, finance = finance, it = it, engineering = engineering,
	data = data, operations = operations, purchasing = purchasing, people = people,
	is_not_the_boss = is_not_the_boss, is_owner = is_owner, is_chief = is_chief, is_vp = is_vp,
	is_head = is_head, is_director = is_director, is_manager = is_manager,
	is_leader = is_leader,
	is_sales = is_sales, is_marketing = is_marketing, is_finance = is_finance, is_it = is_it,
	is_engineering = is_engineering, is_data = is_data, is_operations = is_operations,
	is_purchasing = is_purchasing, is_people = is_people,
	level = level, department = department,
}
