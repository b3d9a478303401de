"""base_rate: a 99% test, an illness that one in a thousand has, and what a positive result means."""

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.forms import number as number_of
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Matrix, Plot, Result, Table

PEOPLE = 100_000
SHARES = (0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5)
DRAWN = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


def compute(knobs: Knobs, seed: int) -> Result:
    """Bayes' rule, and the same counted in a simulated population."""
    import numpy as np

    share, sensitivity, specificity, tests = (
        knobs[n] for n in ("prevalence", "sensitivity", "specificity", "tests")
    )
    rng = np.random.default_rng(seed)
    ill = int(rng.binomial(PEOPLE, share))
    hits = int(rng.binomial(ill, sensitivity**tests))
    alarms = int(rng.binomial(PEOPLE - ill, (1 - specificity) ** tests))
    chance = _bayes(share, sensitivity, specificity, tests)
    numbers = {
        "chance": chance,
        "ill": ill,
        "hits": hits,
        "alarms": alarms,
        "counted": hits / (hits + alarms) if hits + alarms else None,
    }
    result = "a positive result" if tests == 1 else f"{tests} positive results"
    tone = "+" if chance > 0.5 else "-"
    said = (
        f"Of those with {result}, {{{tone}{chance:.1%} are ill{tone}}}; counted among {PEOPLE:,} "
        f"simulated people: {hits:,} of {hits + alarms:,}.",
        f"{alarms:,} of {PEOPLE - ill:,} healthy people have {result} all the same.",
    )
    curve = Line("ill", DRAWN, [_bayes(s, sensitivity, specificity, tests) for s in DRAWN])
    views = (
        Bars(
            f"tested positive, of {PEOPLE:,}",
            (Bar("ill", hits, "integer", 1), Bar("healthy", alarms, "integer", -1)),
        ),
        Plot(
            "chance of illness if positive",
            (curve,),
            Axis("prior", log=True, form="percent"),
            Axis("", 0, 1, form="percent0"),
            (Mark(share, chance, "now"),),
        ),
        Matrix(
            f"all {PEOPLE:,} people",
            ("ill", "healthy"),
            ("positive", "negative") if tests == 1 else ("all positive", "not all"),
            ((hits, ill - hits), (alarms, PEOPLE - ill - alarms)),
            "integer",
            notes=(("hits", "missed"), ("false alarms", "cleared")),
            tones=(("good", "bad"), ("bad", "good")),
        ),
        Table(
            "after each positive result",
            ("positives", "odds of illness", "chance"),
            tuple(
                (n, _odds(c), c)
                for n in range(4)
                for c in [_bayes(share, sensitivity, specificity, n)]
            ),
            ("integer", "text", "percent"),
            tests,
        ),
    )
    return Result(numbers, views, said)


def _bayes(share: float, sensitivity: float, specificity: float, tests: int) -> float:
    hits, alarms = share * sensitivity**tests, (1 - share) * (1 - specificity) ** tests
    return hits / (hits + alarms) if hits + alarms else 1.0


def _odds(chance: float) -> str:
    """Odds as people say them, the smaller side being 1."""
    if chance < 0.5:
        return f"1 : {number_of((1 - chance) / chance)}"
    return f"{number_of(chance / (1 - chance))} : 1" if chance < 1 else "certain"


_RARE: dict[str, Value] = {
    "prevalence": 0.001, "sensitivity": 0.99, "specificity": 0.99, "tests": 1}  # fmt: skip

DEMO = Demo(
    slug="base_rate",
    title="A positive test for a rare illness",
    question="A 99% accurate test is positive. How likely is the illness of 1 in 1,000?",
    topic="probability",
    setting="{prevalence} of people are ill; the test finds {sensitivity} of them and clears "
    "{specificity} of the others. Independent tests in a row: {tests}.",
    compute=compute,
    knobs=(
        number("prevalence", 0.001, 0.0001, 0.5, "share of people who are ill", stops=SHARES,
               form="percent", changes="chance hits"),
        number("sensitivity", 0.99, 0.5, 1, "share of the ill who test positive", step=0.01,
               form="percent", changes="chance"),
        number("specificity", 0.99, 0.5, 0.999, "share of the healthy who test negative",
               stops=(0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999), form="percent",
               changes="chance alarms"),
        integer("tests", 1, 1, 3, "independent tests, all positive", changes="chance alarms"),
    ),
    asks=(
        Ask("the chance", "The test is positive. How likely is the illness?",
            lambda t: (
                "under 20%" if t.at(tests=1)["chance"] < 0.2
                else "20-80%" if t.at(tests=1)["chance"] < 0.8 else "over 80%"
            ),
            "A test of 99% flags one healthy person in a hundred, and at 1 in 1,000 there are a "
            "thousand of them to each one who is ill.",
            choices=("under 20%", "20-80%", "over 80%")),
        Ask("a second test", "A second, independent test is positive as well. The chance is then ...",
            lambda t: (
                "under 50%" if t.at(tests=2)["chance"] < 0.5
                else "50-95%" if t.at(tests=2)["chance"] < 0.95 else "over 95%"
            ),
            "Each positive result multiplies the odds by the same factor, 0.99 / 0.01 = 99 for a "
            "test of 99%.",
            choices=("under 50%", "50-95%", "over 95%")),
    ),
    why="Bayes' rule in odds: the odds after a positive result are the odds before, times sensitivity "
    "/ (1 - specificity). From 1 : 999 a factor of 99 leads to about 1 : 10, which is 9%. The test is "
    "good; the illness is rarer than the test's errors.",
    say="Start from counts: of 100,000 people 100 are ill and 99 of them test positive, but so do 1% "
    "of the 99,900 healthy, 999 people. 99 of about 1,098 positives are ill: 9%. The same holds for "
    "a fraud alarm or any detector of rare events: precision depends on prevalence.",
    trap='"99% accurate, so I am 99% sure to be ill." That confuses P(positive | ill) with '
    "P(ill | positive). And a second test counts fully only when its errors are independent of the "
    "first one's: repeating the same flawed test adds little.",
    claims=(
        Claim("At one in a thousand, about 9% of the positives are ill (6 to 12.5% of those counted).",
              lambda t: 0.06 < t["counted"] < 0.125, (0.95, 1.0), _RARE),
        Claim("Ten times the prevalence more than doubles the chance.",
              lambda t: t.at(prevalence=0.01)["chance"] > 2 * t["chance"], knobs=_RARE),
        Claim("A second independent positive result lifts it above 90%.",
              lambda t: t.at(tests=2)["chance"] > 0.9, knobs=_RARE),
    ),
    sources=(
        Source("Gigerenzer and Hoffrage (1995): How to improve Bayesian reasoning without instruction, "
               "Psychological Review 102",
               "https://doi.org/10.1037/0033-295X.102.4.684"),
    ),
    questions=("probability/rare-disease-test",),
)  # fmt: skip
