/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "table/cell_internal.h"

#define CODE_LEN 3
#define VIEW(literal) { (literal), sizeof(literal) - 1 }

/* ISO 4217, with a few codes that old exports still hold. Sorted. */
static const char iso_codes[] =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN "
    "BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD "
    "FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD "
    "JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT "
    "MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG "
    "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB "
    "TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF "
    "YER ZAR ZMW ZWG ZWL";

/* A sign and the currencies that are written with it. */
static const struct {
	struct spot_view sign;
	const char *codes;
} signs[] = {
	{ VIEW("$"),
	    "USD CAD AUD NZD HKD SGD TWD MXN ARS BBD BMD BND BSD BZD CLP COP CUP DOP FJD GYD "
	    "JMD KYD LRD NAD SBD SRD TTD UYU XCD" },
	{ VIEW("€"), "EUR" },
	{ VIEW("£"), "GBP EGP FKP GIP LBP SHP SDG SYP" },
	{ VIEW("¥"), "JPY CNY" },
	{ VIEW("US$"), "USD" },
	{ VIEW("C$"), "CAD" },
	{ VIEW("CA$"), "CAD" },
	{ VIEW("A$"), "AUD" },
	{ VIEW("AU$"), "AUD" },
	{ VIEW("NZ$"), "NZD" },
	{ VIEW("HK$"), "HKD" },
	{ VIEW("S$"), "SGD" },
	{ VIEW("SG$"), "SGD" },
	{ VIEW("NT$"), "TWD" },
	{ VIEW("MX$"), "MXN" },
	{ VIEW("R$"), "BRL" },
	{ VIEW("₹"), "INR" },
	{ VIEW("Rs"), "INR LKR MUR NPR PKR SCR" },
	{ VIEW("Rs."), "INR LKR MUR NPR PKR SCR" },
	{ VIEW("R"), "ZAR" },
	{ VIEW("kr"), "SEK NOK DKK ISK" },
	{ VIEW("kr."), "SEK NOK DKK ISK" },
	{ VIEW("Fr."), "CHF" },
	{ VIEW("SFr."), "CHF" },
	{ VIEW("zł"), "PLN" },
	{ VIEW("Kč"), "CZK" },
	{ VIEW("Ft"), "HUF" },
	{ VIEW("lei"), "RON" },
	{ VIEW("RMB"), "CNY" },
	{ VIEW("元"), "CNY TWD HKD" },
	{ VIEW("円"), "JPY" },
	{ VIEW("￥"), "JPY CNY" },
	{ VIEW("₩"), "KRW" },
	{ VIEW("₽"), "RUB" },
	{ VIEW("₺"), "TRY" },
	{ VIEW("₴"), "UAH" },
	{ VIEW("₪"), "ILS" },
	{ VIEW("฿"), "THB" },
	{ VIEW("₫"), "VND" },
	{ VIEW("₱"), "PHP" },
	{ VIEW("₦"), "NGN" },
	{ VIEW("RM"), "MYR" },
	{ VIEW("Rp"), "IDR" },
};

static bool is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static struct spot_view iso_code(struct spot_view code)
{
	char upper[CODE_LEN];
	for (size_t i = 0; i < CODE_LEN; i++) {
		if (code.len != CODE_LEN || !is_letter(code.ptr[i]))
			return (struct spot_view) { NULL, 0 };
		upper[i] = (char)(code.ptr[i] & ~0x20);
	}
	size_t low = 0, high = sizeof(iso_codes) / (CODE_LEN + 1);
	while (low < high) {
		size_t middle = (low + high) / 2;
		const char *known = iso_codes + middle * (CODE_LEN + 1);
		int order = memcmp(upper, known, CODE_LEN);
		if (order == 0)
			return (struct spot_view) { known, CODE_LEN };
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return (struct spot_view) { NULL, 0 };
}

/* What the two have in common before a closer look, which costs more. */
static bool may_equal(struct spot_view a, struct spot_view b)
{
	return a.len == b.len && a.len > 0 && ((a.ptr[0] ^ b.ptr[0]) & ~0x20) == 0;
}

struct spot_view spot_cell_currency_codes(struct spot_view sign)
{
	const char *slash = sign.len > 0 ? memchr(sign.ptr, '/', sign.len) : NULL;
	if (slash)
		sign.len = (size_t)(slash - sign.ptr);
	struct spot_view code = iso_code(sign);
	for (size_t i = 0; code.len == 0 && i < sizeof(signs) / sizeof(*signs); i++)
		if (may_equal(signs[i].sign, sign) && spot_text_equal_fold(signs[i].sign, sign))
			code = spot_view_of(signs[i].codes);
	return code;
}

bool spot_cell_currency_share(struct spot_view a, struct spot_view b)
{
	for (size_t i = 0; i < a.len; i += CODE_LEN + 1)
		for (size_t j = 0; j < b.len; j += CODE_LEN + 1)
			if (memcmp(a.ptr + i, b.ptr + j, CODE_LEN) == 0)
				return true;
	return false;
}
