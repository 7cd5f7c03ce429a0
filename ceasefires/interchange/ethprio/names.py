"""Who a name in the dataset certainly is: governments, states, and organisations of states.

Whoever is not certain here is nobody's party: their name is kept as the dataset gives it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ceasefires.choices import PartyKind

STATE, ARMED_GROUP = PartyKind.STATE.value, PartyKind.NON_STATE_ARMED_GROUP.value
BETWEEN_STATES = PartyKind.INTERGOVERNMENTAL_ORGANISATION.value
ORGANISATION = PartyKind.OTHER_ORGANISATION.value

# The dataset writes Goverment, too.
GOVERNMENT = re.compile(r"(?:the )?(?:interim )?govern?ment of (?P<state>.+)", re.IGNORECASE)
OTHER_NAME = re.compile(r"(?P<name>[^(]+) \((?P<other>[^)]+)\)")
SEPARATED = re.compile(r"\s*[,;/]\s*|\s+and\s+")

# As the dataset abbreviates them, and by their name.
ORGANISATIONS = {
    "African Union": ("AU", BETWEEN_STATES),
    "Arab League": ("League of Arab States", BETWEEN_STATES),
    "Association of Southeast Asian Nations": ("ASEAN", BETWEEN_STATES),
    "Commonwealth of Independent States": ("CIS", BETWEEN_STATES),
    "Community of Portuguese Language Countries": ("CPLP", BETWEEN_STATES),
    "Economic Community of West African States": ("ECOWAS", BETWEEN_STATES),
    "ECOWAS Monitoring Group": ("ECOMOG", BETWEEN_STATES),
    "European Community": ("EC", BETWEEN_STATES),
    "European Union": ("EU", BETWEEN_STATES),
    "Intergovernmental Authority on Development": ("IGAD", BETWEEN_STATES),
    "International Committee of the Red Cross": ("ICRC", ORGANISATION),
    "North Atlantic Treaty Organization": ("NATO", BETWEEN_STATES),
    "Organisation of African Unity": ("OAU", BETWEEN_STATES),
    "Organisation of Islamic Cooperation": ("OIC", BETWEEN_STATES),
    "Organization for Security and Co-operation in Europe": ("OSCE", BETWEEN_STATES),
    "Organization of American States": ("OAS", BETWEEN_STATES),
    "Southern African Development Community": ("SADC", BETWEEN_STATES),
    "United Nations": ("UN", BETWEEN_STATES),
    "United Nations mission in the Congo": ("MONUC", BETWEEN_STATES),
}
STATES = """
Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|
Bangladesh|Belarus|Belgium|Benin|Bhutan|Bolivia|Botswana|Brazil|Brunei|Bulgaria|Burkina Faso|
Burundi|Cambodia|Cameroon|Canada|Cape Verde|Central African Republic|Chad|Chile|China|Colombia|
Comoros|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Denmark|Djibouti|Dominican Republic|Ecuador|
Egypt|El Salvador|Equatorial Guinea|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|
Gambia|Georgia|Germany|Ghana|Greece|Guatemala|Guinea|Guinea-Bissau|Guyana|Haiti|Honduras|Hungary|
Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan|
Kazakhstan|Kenya|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Lithuania|Luxembourg|
Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova|Mongolia|
Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Niger|
Nigeria|North Korea|Norway|Oman|Pakistan|Panama|Papua New Guinea|Paraguay|Peru|Philippines|Poland|
Portugal|Qatar|Romania|Russia|Rwanda|Saudi Arabia|Senegal|Serbia|Seychelles|Sierra Leone|
Singapore|Slovakia|Slovenia|Solomon Islands|Somalia|South Africa|South Korea|South Sudan|Spain|
Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Tajikistan|Tanzania|Thailand|Togo|Tunisia|
Turkey|Turkmenistan|Uganda|Ukraine|United Arab Emirates|United Kingdom|United States|Uruguay|
Uzbekistan|Vanuatu|Venezuela|Vietnam|Yemen|Zambia|Zimbabwe
""".replace("\n", "").split("|")
ALSO_CALLED = {
    "cote d'ivoire": "Ivory Coast",
    "côte d'ivoire": "Ivory Coast",
    "great britain": "United Kingdom",
    "saudi-arabia": "Saudi Arabia",
    "uk": "United Kingdom",
    "us": "United States",
    "usa": "United States",
}


class Known(NamedTuple):
    """A party that a name certainly stands for."""

    name: str
    kind: str


def _all_known() -> Iterator[tuple[str, Known]]:
    for name in STATES:
        yield name, Known(name, STATE)
    for other, name in ALSO_CALLED.items():
        yield other, Known(name, STATE)
    for name, (other, kind) in ORGANISATIONS.items():
        yield from ((each, Known(name, kind)) for each in (name, other))


KNOWN = {name.casefold(): known for name, known in _all_known()}


def known_as(name: str) -> Known | None:
    return KNOWN.get(name.casefold())


def listed(names: str) -> list[str]:
    """The names in a list of them."""
    return [each for each in SEPARATED.split(names) if each]


def is_government(name: str) -> bool:
    return GOVERNMENT.fullmatch(name) is not None


def states_in(name: str) -> list[str]:
    """What the state is called whose government, or whose own, a name is; in lower case."""
    found = GOVERNMENT.fullmatch(name)
    state = (found["state"] if found else name).casefold()
    both = OTHER_NAME.fullmatch(state)
    return [state, both["name"], both["other"]] if both else [state]
