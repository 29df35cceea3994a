import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'

const BINS = 24
/** How much of what is usual at an hour a new day of that hour replaces. */
const DAY_COUNTS = 0.1
/** Before an hour was seen, the mean of everything stands in for it. */
const OVERALL_COUNTS = 0.01
const SPREAD_LEARNED_MS = 7 * DAY
/** One value moves what is usual as if it were at most so many usual distances away: an outage is not learned. */
const MOST = 4

/** What is usual at each hour of the day, learned as values come. */
export function createUsualHours() {
  const means = new Float64Array(BINS)
  const lastDay = new Float64Array(BINS).fill(-1)
  const firstDay = new Float64Array(BINS).fill(-1)
  let spread = 0
  let overall = NaN

  /** Between the whole hours a straight line. */
  function expected(at: EpochMs): number {
    const place = (at % DAY) / HOUR
    const before = Math.floor(place)
    const share = place - before
    return (1 - share) * meanOf(before) + share * meanOf(before + 1)
  }

  function meanOf(bin: number): number {
    const index = (bin + BINS) % BINS
    return lastDay[index]! >= 0 ? means[index]! : Number.isNaN(overall) ? 0 : overall
  }

  function learn(at: EpochMs, value: number, gap: number): void {
    const bin = Math.round((at % DAY) / HOUR) % BINS
    const today = Math.floor(at / DAY)
    overall = Number.isNaN(overall) ? value : overall + OVERALL_COUNTS * (value - overall)
    if (lastDay[bin]! < 0) {
      means[bin] = value
      firstDay[bin] = today
    } else {
      const off = value - means[bin]!
      const held = spread > 0 ? Math.min(Math.max(off, -MOST * spread), MOST * spread) : off
      const seen = today - firstDay[bin]! + 1
      const day = Math.max(DAY_COUNTS, 1 / (seen + 1))
      means[bin]! += (1 - (1 - day) ** Math.min(1, Math.max(gap, 1) / HOUR)) * held
      const distance = Math.min(Math.abs(off), spread > 0 ? MOST * spread : Infinity)
      const share = Math.max(1 - Math.exp(-gap / SPREAD_LEARNED_MS), spread === 0 ? 1 : 0)
      spread += share * (distance - spread)
    }
    lastDay[bin] = today
  }

  return { expected, learn, spread: () => spread }
}
