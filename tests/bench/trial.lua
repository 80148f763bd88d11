-- The job with an outcome: what a trial of one hypothesis costs, and of ten.
extends "job.lua"

cohort "stays" { when = function(a) return a.churned_on == nil end }
