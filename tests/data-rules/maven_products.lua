-- Maven CRM the other way round: products as accounts, to show a key that nearly matches. The price
-- list says "GTX Pro", the deals say "GTXPro".
--
--     score -r tests/data-rules/maven_products.lua ../shared/data/maven-crm/products.csv
--         --with deals=../shared/data/maven-crm/sales_pipeline.csv
--
-- What must come out: 7 rows. 1,480 deals (729 of them won) name GTXPro, which no product has:
-- reported as unmatched, one key, with the near miss GTX Pro. Won: GTX Basic 915, GTX Pro 0,
-- MG Special 793, MG Advanced 654, GTX Plus Pro 479, GTX Plus Basic 653, GTK 500 15: 3,509 in all,
-- which is 4,238 less 729.

fields {
	product = "key",
	series  = "text",
	price   = { "money", unit = "USD", from = "sales_price" },
}

rollup "deals" { key = "product",
	fields = { stage = { "text", from = "deal_stage" },
		amount = { "money", unit = "USD", from = "close_value" } },
	won     = count { when = function(r) return r.stage == "Won" end },
	won_sum = sum { "amount", when = function(r) return r.stage == "Won" end },
}

criterion "Sells" { weight = 1, why = "More than 600 won deals.",
	fit = function(a) return a.won > 600 end }

growth "Below list price" { unit = "USD",
	value = function(a) return a.won * a.price - a.won_sum end }

tiers { seller = 100, slow = 0 }
