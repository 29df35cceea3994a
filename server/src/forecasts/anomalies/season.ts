import { DAY } from '@ioc/shared/time'

const LEARNING_MS = 7 * DAY
/** The season must explain so much of the variance to be missed. */
const STRONG = 0.5
/** And the last day must follow it with less than this share. */
const LOST = 0.15
/** The largest score. */
const MOST = 10
const DAY_MS = 0.7 * DAY
const LONG_MS = 14 * DAY

/** Judges whether the daily course has gone. */
export function watchSeason() {
  const day = createMoments(DAY_MS)
  const long = createMoments(LONG_MS)

  return {
    /** Above 1 when the last day hardly follows what is usual. */
    take(value: number, expected: number, gap: number, age: number): number {
      day.add(value, expected, gap)
      long.add(value, expected, gap)
      if (age < LEARNING_MS) return 0
      if (long.follows().explained < STRONG) return 0
      const { slope } = day.follows()
      return slope < LOST ? LOST / Math.max(slope, LOST / MOST) : 0
    },
    /** How much of what is usual the last day had; 1: all of it. */
    left: () => day.follows().slope,
  }
}

/** Fading means, variances and covariance of a value and what was expected. */
function createMoments(keepsMs: number) {
  let [value, expected, vv, ee, ve] = [0, 0, 0, 0, 0]
  let begun = false
  return {
    add(x: number, y: number, gap: number): void {
      if (!begun) {
        begun = true
        value = x
        expected = y
        return
      }
      const share = 1 - Math.exp(-gap / keepsMs)
      const dx = x - value
      const dy = y - expected
      value += share * dx
      expected += share * dy
      vv += share * (dx * dx * (1 - share) - vv)
      ee += share * (dy * dy * (1 - share) - ee)
      ve += share * (dx * dy * (1 - share) - ve)
    },
    /** The slope of the value on the expectation, and the share of the variance that it explains. */
    follows: () => ({
      slope: ee > 0 ? ve / ee : 0,
      explained: ee > 0 && vv > 0 && ve > 0 ? (ve * ve) / (ee * vv) : 0,
    }),
  }
}
