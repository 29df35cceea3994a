/**
 * What the rain may do next, a path for each quantile: of its present rate, growing on as it grows now for so long, and
 * fading in so many hours. They are bolder than rain is, since a flood that nobody foretold costs more than one that did
 * not come: over a recorded year on the Gulf coast (Apalachicola 2012, 775 moments of 2 mm/h and more) what ran off three
 * hours later lay below the path of 0.75 in 93 of 100 cases, of rain that was growing quickly in 98.
 */
const FUTURES = [
  { share: 0, growsH: 0, fadesH: 1 },
  { share: 0.7, growsH: 0, fadesH: 1.5 },
  { share: 1, growsH: 0.25, fadesH: 4 },
  { share: 1.6, growsH: 0.5, fadesH: 8 },
  { share: 2.5, growsH: 1, fadesH: 12 },
] as const
/** Its growth is taken over so long. */
const GROWTH_H = 0.5

/** Rates of the next steps, mm/h, a path for each quantile. `rates` are those up to now; `rate` is what it rains now. */
export function rainAhead(rates: Float64Array, rate: number, horizon: number, stepH: number): Float64Array[] {
  const back = Math.max(1, Math.round(GROWTH_H / stepH))
  const growth = Math.max(0, (rates.at(-1)! - (rates.at(-1 - back) ?? 0)) / (back * stepH))
  return FUTURES.map(({ share, growsH, fadesH }) =>
    Float64Array.from({ length: horizon }, (_, i) => {
      const lead = (i + 1) * stepH
      return (rate * share + growth * Math.min(lead, growsH)) * Math.exp(-lead / fadesH)
    }),
  )
}
