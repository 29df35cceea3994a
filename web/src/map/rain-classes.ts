/** How far back rain is summed up: 1, 12 or 24 hours. */
export const RAIN_SPANS = ['hour', 'halfDay', 'day'] as const
export type RainSpan = (typeof RAIN_SPANS)[number]

/** From the least to the most; each is a word of `rain` and a colour `--rain-1` to `--rain-5`. */
export const RAIN_CLASSES = ['light', 'rain', 'moderate', 'heavy', 'veryHeavy'] as const

/** Less than this is no rain that counts (NCHMF: không đáng kể), mm. */
export const NOTABLE_MM = 0.3

/**
 * From how many mm on rain is of each class. Over 12 and 24 hours as the National Centre for Hydro-Meteorological
 * Forecasting classes it (mưa nhỏ, mưa, mưa vừa, mưa to, mưa rất to). Nothing official classes a single hour: its steps
 * are ours, and the upper two those of the shipped rule.
 */
export const RAIN_FROM: Readonly<Record<RainSpan, readonly [number, number, number, number, number]>> = {
  hour: [NOTABLE_MM, 5, 15, 30, 50],
  halfDay: [NOTABLE_MM, 3, 8, 26, 50],
  day: [NOTABLE_MM, 6, 16, 51, 100],
}

/** 1 (light) to 5 (very heavy); 0: no rain that counts. */
export function rainClass(mm: number, span: RainSpan): number {
  return RAIN_FROM[span].filter((from) => mm >= from).length
}
