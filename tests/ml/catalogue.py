"""Twenty-four openings made of the network's nine programmes and its sites, with short descriptions."""

from __future__ import annotations

from typing import NamedTuple

from ml.contracts import OpeningProfile


class Site(NamedTuple):
    region: str | None
    latitude: float | None
    longitude: float | None


class Programme(NamedTuple):
    sites: tuple[str, ...]
    text: str
    sectors: tuple[str, ...]
    stages: tuple[str, ...]
    offers: tuple[str, ...]
    company: str
    starts_in_months: float | None = 3.0
    international: bool = False
    remote: bool = False


SITES = {
    "casablanca": Site("MA-06", 33.54, -7.64),
    "rabat": Site("MA-04", 33.98, -6.87),
    "tanger": Site("MA-01", 35.73, -5.90),
    "agadir": Site("MA-09", 30.41, -9.58),
    "agadir-ci": Site("MA-09", 30.40, -9.53),
    "essaouira": Site("MA-07", 31.51, -9.76),
    "en-ligne": Site(None, None, None),
}
ICT_GREEN_CREATIVE = ("software", "fintech", "education", "commerce", "energy_water", "creative")
PROGRAMMES = {
    "boost-up-lab": Programme(
        ("casablanca", "tanger", "agadir", "essaouira"),
        "Boost Up Lab\nPré-incubation des porteurs de projet et étudiants entrepreneurs : de l'idée au prototype, "
        "formation, mentorat et validation du besoin, numérique, vert et industries créatives.\n"
        "Pre-incubation for project holders and student entrepreneurs: from the idea to a prototype, with training, "
        "mentoring and validation of the need.\n"
        "احتضان أولي لحاملي المشاريع والطلبة المقاولين: من الفكرة إلى النموذج الأولي مع التكوين والمواكبة.",
        ICT_GREEN_CREATIVE, ("idea", "prototype"), ("training", "mentoring", "network"), "not_yet", 2.0,
    ),
    "start": Programme(
        ("casablanca", "rabat", "tanger", "agadir"),
        "Start\nIncubation des startups en phase de lancement : produit, premiers clients, bureau et accompagnement.\n"
        "Incubation of startups at launch: product, first customers, an office and support.\n"
        "احتضان الشركات الناشئة في مرحلة الانطلاق: المنتج وأول الزبناء ومكتب ومواكبة.",
        (), ("prototype", "pilots"), ("office", "mentoring", "funding", "network"), "required",
    ),
    "develop": Programme(
        ("casablanca", "rabat", "tanger", "agadir"),
        "Develop\nDéveloppement commercial des startups qui vendent déjà : accès au marché, ventes, financement.\n"
        "Commercial development of startups that already sell: market access, sales and funding.\n"
        "التطوير التجاري للشركات الناشئة التي تبيع منتجاتها: الولوج إلى الأسواق والتمويل.",
        (), ("pilots", "sales"), ("office", "market_access", "funding", "network"), "required",
    ),
    "accelerate": Programme(
        ("casablanca",),
        "Accelerate\nAccélération des startups innovantes en croissance au Maroc et à l'international, export, "
        "levée de fonds.\n"
        "Acceleration of innovative startups scaling at home and abroad, exports and fund raising.\n"
        "تسريع الشركات الناشئة المبتكرة للنمو داخل المغرب وخارجه والتصدير.",
        (), ("sales", "growth"), ("funding", "international", "market_access"), "required", 3.0, True,
    ),
    "digitagri": Programme(
        ("rabat", "agadir-ci"),
        "DigitAgri\nSolutions numériques pour l'agriculture, l'irrigation, l'élevage, les sols et les récoltes, essais "
        "au champ avec des exploitations agricoles partenaires.\n"
        "Digital solutions for agriculture, irrigation, livestock, soil and crops, with field trials on partner "
        "farms.\n"
        "حلول رقمية للفلاحة والسقي وتربية الماشية والمحاصيل مع تجارب ميدانية في الضيعات.",
        ("agritech", "energy_water"), ("prototype", "pilots", "sales"),
        ("field_trials", "mentoring", "funding", "network"), "any",
    ),
    "hosting": Programme(
        ("casablanca", "rabat", "tanger", "agadir", "essaouira"),
        "Hébergement\nBureaux pour entreprises du numérique, du vert et des industries créatives, séjour de cinq ans "
        "au plus.\n"
        "Hosting: offices for digital, green and creative companies, for up to five years.\n"
        "إيواء: مكاتب لشركات الرقمنة والاقتصاد الأخضر والصناعات الإبداعية.",
        ICT_GREEN_CREATIVE, ("pilots", "sales", "growth"), ("office", "network"), "required", 0.0,
    ),
    "digital-nomad": Programme(
        ("essaouira",),
        "Digital nomad\nPlaces flexibles pour travailleurs nomades du numérique et de la création, au bord de la mer.\n"
        "Flexible places for digital and creative nomad workers, by the sea.\n"
        "أماكن عمل مرنة للرحل الرقميين والمبدعين.",
        ("software", "creative", "tourism"), (), ("office", "network"), "any", 0.0,
    ),
    "morocco-accelerator": Programme(
        ("casablanca", "rabat"),
        "Morocco Accelerator\nAccélérateur de trois mois avec un réseau mondial de grandes entreprises et "
        "d'investisseurs, diaspora bienvenue.\n"
        "A three-month accelerator with a worldwide network of corporations and investors; diaspora welcome.\n"
        "مسرع لثلاثة أشهر مع شبكة عالمية من الشركات والمستثمرين ومغاربة العالم.",
        ("fintech", "logistics", "software", "energy_water", "health", "industry"), ("pilots", "sales", "growth"),
        ("international", "market_access", "mentoring", "funding"), "required", 4.0, True,
    ),
    "e-technopark": Programme(
        ("en-ligne",),
        "E-Technopark\nAccompagnement à distance, sans bureau : mentorat, réseau et formation en ligne.\n"
        "Remote support without an office: mentoring, network and online training.\n"
        "مواكبة عن بعد بدون مكتب: التوجيه والشبكة والتكوين عبر الإنترنت.",
        (), (), ("mentoring", "training", "network"), "any", 1.0, False, True,
    ),
}  # fmt: skip


def opening(programme: str, site: str) -> OpeningProfile:
    facts, place = PROGRAMMES[programme], SITES[site]
    return OpeningProfile(
        key=f"{programme}@{site}",
        programme=programme,
        site=site,
        text=facts.text,
        sectors=facts.sectors,
        stages=facts.stages,
        offers=facts.offers,
        region=place.region,
        latitude=place.latitude,
        longitude=place.longitude,
        remote=facts.remote,
        international=facts.international,
        company=facts.company,
        seats=10,
        starts_in_months=facts.starts_in_months,
    )


OPENINGS = tuple(opening(programme, site) for programme, facts in PROGRAMMES.items() for site in facts.sites)
