-- AdventureWorks: the buyers at 701 stores, 753 contacts.
--
--     C=../shared/data/derived/adventureworks_contacts.csv
--     engage -r tests/data-rules/reseller_contacts.lua $C --with contacts=$C --per title
--
-- Every title is listed once, with one role.

profile "AdventureWorks buyers" {}

fields {
	id   = { "key",  from = "account_id" },
	name = { "text", from = "account_name" },
}

contacts { key = "account_id", id = "contact_id",
	fields = { title = { "text", from = "job_title" } } }

role "Decision maker" { needed = true, match = "owner*" }

role "Buyer" { match = { "Purchasing *", "Buyer*" } }

role "Influencer" { match = "* Manager" }
