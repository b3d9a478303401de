"""Generative models: integrals, chains of small steps, arrays and counted samples."""

from collections import Counter

import numpy as np
from scipy import integrate, special, stats

from tests.questions.test_keys import Check


def kl_by_integration(mu: float, lv: float) -> float:
    coded, prior = stats.norm(mu, np.sqrt(np.exp(lv))), stats.norm(0, 1)

    def part(z: float) -> float:
        return float(coded.pdf(z) * (coded.logpdf(z) - prior.logpdf(z)))

    return float(integrate.quad(part, mu - 14, mu + 14, points=[mu], limit=200)[0])


def share_of_real(pa: float, pg: float, rr: int) -> float:
    near = Counter({"real": round(10 * pa) * rr, "generated": round(10 * pg)})
    return near["real"] / near.total()


def many_small_steps(ab: float, xx: float, ee: float) -> float:
    keep = ab ** (1 / 400)
    mean, variance = xx, 0.0
    for _ in range(400):
        mean *= np.sqrt(keep)
        variance = keep * variance + (1 - keep)
    return float(mean + np.sqrt(variance) * ee)


def along_the_line(eu: float, ec: float, ww: float) -> float:
    through = np.polynomial.Polynomial.fit([0, 1], [eu, ec], 1)
    return float(through(ww))


def fewer_numbers(side: int, ff: int, cc: int) -> float:
    image = np.zeros((side, side, 3), dtype=np.uint8)
    latent = np.zeros((cc, side // ff, side // ff), dtype=np.uint8)
    return image.size / latent.size


def fid_by_transport(ma: float, mb: float, va: float, vb: float) -> float:
    real, fake = stats.norm(ma, np.sqrt(va)), stats.norm(mb, np.sqrt(vb))

    def gap(standard: float) -> float:
        level = stats.norm.cdf(standard)
        return float((real.ppf(level) - fake.ppf(level)) ** 2 * stats.norm.pdf(standard))

    return float(integrate.quad(gap, -7.5, 7.5, limit=200)[0])


def cat(sa: float, sb: float, sc: float) -> float:
    return float(special.softmax(100 * np.array([sa, sb, sc]))[0])


def patches(side: int, merge: int, pages: int) -> float:
    page = np.zeros((side, side))
    tokens = page[:: 14 * merge, :: 14 * merge]
    return pages * tokens.size


CHECKS: dict[str, Check | tuple[Check, float]] = {
    "vae-kl-term": kl_by_integration,
    "best-discriminator": share_of_real,
    "noisy-pixel-in-one-step": many_small_steps,
    "classifier-free-guidance": along_the_line,
    "latent-compression": fewer_numbers,
    "fid-in-one-dimension": (fid_by_transport, 1e-4),
    "clip-zero-shot-probability": cat,
    "images-as-tokens": patches,
}
