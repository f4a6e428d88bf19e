"""What makes a number before it an amount or a day, as it is written; parts of patterns that ignore case. Pure."""

MONTHS = (
    "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr|"
    "january|february|march|april|june|july|august|september|october|november|december"
)
UNITS = (
    "%|фоиз|foiz|процент|кун|kun|дн[яе]|день|ой|oy|мес|ҳафта|хафта|hafta|недел|соат|soat|час|йил|yil|год|"
    "та(?!дб)|ta(?!db)|нафар|nafar|дона|dona|киши|kishi|чел|шт|percent|day|week|month|млн|mln|млрд|mlrd|минг|ming|тыс|"
    r"сўм|сум(?:ов|а)?\b|so.?m(?:ga|lik|dan|ni)?\b|руб|доллар|dollar|евро|yevro|экз|нусха|nusxa|бет(?!он)|саҳифа|sahifa"
)
