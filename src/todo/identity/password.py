"""Which passwords are taken: long ones that are not well known, with no rules of composition (NIST SP 800-63B-4,
section 3.1.1.2)."""

import unicodedata

SHORTEST = 10
LONGEST_BYTES = 1024
_FEWEST_LETTERS = 5

# The commonest of ten characters and more, as far as the rule of few different characters does not catch them.
COMMON = frozenset(
    """
    0123456789 0987654321 1029384756 1234554321 1234567890 12345678910 123456789a 123456789q 123456789z 1q2w3e4r5t
    1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 9876543210 aa123456789 abc1234567 abc123456789 abcd123456 abcdefghij
    abcdefghijk admin12345 admin123456 administrator adminadmin asd123456789 asdfasdfasdf asdfghjkl1 asdfghjkl123
    asdfghjkl; azertyuiop baseball123 basketball bismillah1 butterfly1 changeme12 changeme123 charlie123 chocolate1
    christopher computer12 computer123 consuela123 dragon1234 dragon12345 elizabeth1 facebook123 football12
    football123 george1234 google12345 hello12345 hello123456 helloworld helloworld1 iloveyou12 iloveyou123
    iloveyou1234 iloveyouso ilovemydog internet12 jessica123 jordan2323 justinbieber letmein123 letmein1234
    letmein12345 liverpool1 liverpool123 loveyou123 manchester master12345 michael123 minecraft1 minecraft123
    monkey1234 monkey12345 mustang123 mypassword mypassword1 nicole12345 p@ssw0rd123 p@ssword123 passw0rd12
    passw0rd123 password01 password10 password11 password12 password123 password123! password1234 password12345
    password123456 password1! password2024 password2025 password2026 password99 password@1 password@123
    passwordpassword pokemon123 princess12 princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc1 qazwsxedc123 qazwsxedcrfv
    qwe123456789 qwer123456 qwerasdfzxcv qwert12345 qwerty1234 qwerty12345 qwerty123456 qwerty1234567 qwertyqwerty
    qwertyuiop qwertyuiop1 qwertyuiop12 qwertyuiop123 qwertyuiop[] samsung123 secret1234 secretpassword senha123456
    shadow1234 spiderman1 starwars123 summer2024 summer2025 summer2026 sunshine12 sunshine123 superman12 superman123
    test123456 testtest12 thisismypassword trustno1234 unknown123 welcome123 welcome1234 welcome12345 welcome2024
    welcome2025 welcome2026 whatever12 william123 winter2024 winter2025 winter2026 zaq12wsxcde3 zxcvbnm123
    zxcvbnm1234 zxcvbnmasd
    """.split()  # noqa: SIM905 (a list of strings would be four times as long)
)


def normal(password: str) -> str:
    """NFKC, so that the same keys give the same password on every keyboard and system."""
    return unicodedata.normalize("NFKC", password)


def refusal(password: str, *about: str | None) -> str | None:
    """What is wrong with it as a sentence, or None. `about` is what others know of the person: address and name."""
    password = normal(password)
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more. A few words in a row are easy to remember."
    if len(password.encode()) > LONGEST_BYTES:
        return f"Use {LONGEST_BYTES} characters or fewer."
    if len(set(password)) < _FEWEST_LETTERS or password.casefold() in COMMON:
        return "This is one of the first passwords that anybody would try. Use another one."
    if any(_is_made_of(password.casefold(), known.casefold()) for known in about if known):
        return "This is too close to your name or address. Use another one."
    return None


def _is_made_of(password: str, known: str) -> bool:
    """True if what others know is nearly all of the password: `proud.owner1` of proud.owner@example.com."""
    parts = {known, known.partition("@")[0], known.replace(" ", "")}
    return any(len(part) > 3 and part in password and len(password) - len(part) < 4 for part in parts)
