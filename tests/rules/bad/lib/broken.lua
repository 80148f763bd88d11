return {
	"a"
	"b",
