fields { a = "text" }
criterion "X" { weight = 5 }
return 5
