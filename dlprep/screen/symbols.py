"""What LaTeX's commands look like in Unicode, and how each kind of symbol is spaced."""


def _pairs(words: str) -> dict[str, str]:
    """`name symbol name symbol ...` as a mapping."""
    names = iter(words.split())
    return dict(zip(names, names, strict=True))


_ORDINARY = _pairs(
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ "
    "upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π "
    "Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇ ell ℓ hbar ℏ emptyset ∅ "
    "varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ ldots … dots … dotsc … "
    "dotsb … cdots ⋯ vdots ⋮ ddots ⋱ prime ′ circ ∘ dagger † star ⋆ bullet • square □ checkmark ✓ "
    "aleph ℵ Re ℜ Im ℑ angle ∠ triangle △ degree ° euro € pounds £ S § % % $ $ _ _ # # & & "
    "vert | Vert ‖ imath ı jmath ȷ lbrace { rbrace }"
)
_BINARY = _pairs(
    "times × cdot · div ÷ pm ± mp ∓ ast * odot ⊙ oplus ⊕ otimes ⊗ ominus ⊖ cup ∪ cap ∩ setminus ∖ "
    "land ∧ wedge ∧ lor ∨ vee ∨ bmod mod"
)
_RELATION = _pairs(
    "le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ sim ~ simeq ≃ cong ≅ "
    "equiv ≡ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ to → rightarrow → "
    "longrightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐ "
    "impliedby ⇐ Leftrightarrow ⇔ iff ⇔ mapsto ↦ uparrow ↑ downarrow ↓ mid | nmid ∤ perp ⊥ "
    "parallel ∥ lt < gt > prec ≺ succ ≻ preceq ⪯ succeq ⪰ models ⊨ vdash ⊢ doteq ≐ triangleq ≜ "
    "coloneqq ≔ asymp ≍ lesssim ≲ gtrsim ≳"
)
_OPEN = _pairs("{ { lbrace { ( ( [ [ lVert ‖ lvert | lfloor ⌊ lceil ⌈ langle ⟨ lbrack [")
_CLOSE = _pairs("} } rbrace } ) ) ] ] rVert ‖ rvert | rfloor ⌋ rceil ⌉ rangle ⟩ rbrack ]")
_BIG = _pairs(
    "sum Σ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ "
    "bigwedge ⋀ bigvee ⋁"
)
_NAMES = (
    "arg log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min sup inf "
    "lim det dim ker deg gcd Pr hom"
)
_WORDS = {name: name for name in _NAMES.split()} | {
    "argmax": "argmax",
    "argmin": "argmin",
    "limsup": "lim sup",
    "liminf": "lim inf",
}

# command -> (kind, text); the kinds are those of `mathematics.Piece`.
SYMBOLS: dict[str, tuple[str, str]] = {
    command: (kind, text)
    for kind, table in (
        ("ord", _ORDINARY),
        ("bin", _BINARY),
        ("rel", _RELATION),
        ("open", _OPEN),
        ("close", _CLOSE),
        ("big", _BIG),
        ("word", _WORDS),
    )
    for command, text in table.items()
} | {"|": ("bar", "‖"), "vert": ("bar", "|"), "Vert": ("bar", "‖"), "colon": ("punct", ":")}

# character -> kind, for what an author types as it is; a letter or anything else is "ord".
CHARACTERS: dict[str, str] = {
    text: kind
    for kind, text in SYMBOLS.values()
    if len(text) == 1 and kind in ("bin", "rel", "big")
} | {
    **dict.fromkeys("+-*−", "bin"),
    **dict.fromkeys("=<>~", "rel"),
    **dict.fromkeys("([⌊⌈⟨", "open"),
    **dict.fromkeys(")]⌋⌉⟩", "close"),
    **dict.fromkeys(",;", "punct"),
    "/": "slash",
    "|": "bar",
    "‖": "bar",
    "Σ": "ord",  # typed, it is as often a covariance matrix as a sum
}

# Spacing commands: how wide the gap is that they leave in text.
SPACES = {
    **dict.fromkeys((",", ":", ";", ">", " ", "quad", "qquad", "enspace", "thinspace", "~"), " "),
    **dict.fromkeys(("!", "negthinspace", "/"), ""),
}

# Commands that only change the size or the place of what follows.
SILENT = frozenset(
    [
        "left",
        "right",
        "middle",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "Biggl",
        "Biggr",
        "bigm",
        "Bigm",
        "limits",
        "nolimits",
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "scriptscriptstyle",
        "nonumber",
        "notag",
        "hline",
        "mathstrut",
        "strut",
    ]
)

ACCENTS = {
    **dict.fromkeys(("hat", "widehat"), "\u0302"),
    **dict.fromkeys(("tilde", "widetilde"), "\u0303"),
    "bar": "\u0304",
    "overline": "\u0305",
    "underline": "\u0332",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
}

LETTERLIKE = {
    "mathbb": dict(zip("CEHNPQRZ1", "ℂ𝔼ℍℕℙℚℝℤ𝟙", strict=True)),
    # The script letters outside the basic plane are missing from many terminal fonts.
    "mathcal": dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
}
LETTERLIKE["mathscr"] = LETTERLIKE["mathcal"]
LETTERLIKE["mathbbm"] = LETTERLIKE["mathbb"]

SUBSCRIPTS = str.maketrans(
    "0123456789+-=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)
SUPERSCRIPTS = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ",
)
# What stands raised by itself: `x^*` is `x*`.
RAISED = {"*": "*", "∗": "*", "⋆": "⋆", "†": "†", "′": "′", "′′": "″", "∘": "°", "°": "°"}
