/** The quantiles of every forecast: its median and the edges of its 50 % and 90 % bands. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/**
 * How far the steps of a forecast pass a limit each for itself: 0 where one passes it with all others or not at all, 1
 * where what the others did says nothing of it. The extremal index of a series (Leadbetter 1983).
 */
export interface ExtremalIndex {
  above: number
  below: number
}

/** All of them pass it together, or none. */
export const TOGETHER: ExtremalIndex = { above: 0, below: 0 }

/** The chance that a limit is passed in one step, and the extremal index of such steps. */
interface StepChance {
  chance: number
  index: number
}

/**
 * The chance that a limit was passed by the end of each step: that of the likeliest step so far, and as much of the
 * others' as they are for themselves. It never falls.
 */
export function chancesBy(steps: readonly StepChance[]): number[] {
  let likeliest = 0
  let [others, apart] = [0, 0]
  return steps.map(({ chance, index }) => {
    const stays = index * Math.log1p(-chance)
    if (chance > likeliest) {
      others += apart
      apart = stays
      likeliest = chance
    } else others += stays
    return 1 - (1 - likeliest) * Math.exp(others)
  })
}

/** Straight between the quantiles that are known, and flat beyond them: it never falls. */
export function quantileAt(quantiles: ArrayLike<number>, probability: number): number {
  const above = QUANTILES.findIndex((each) => each >= probability)
  if (above === 0) return quantiles[0]!
  if (above < 0) return quantiles[QUANTILES.length - 1]!
  const [low, high] = [QUANTILES[above - 1]!, QUANTILES[above]!]
  const share = (probability - low) / (high - low)
  return quantiles[above - 1]! + share * (quantiles[above]! - quantiles[above - 1]!)
}

/**
 * How probable it is that a value lies at or past a limit: the inverse of `quantileAt`. Beyond the outer quantiles
 * nothing is known but that it is less than 0.05, or more than 0.95: 0 and 0.95 are said.
 */
export function probabilityPast(quantiles: ArrayLike<number>, limit: number, when: 'above' | 'below'): number {
  const last = QUANTILES.length - 1
  const side = when === 'above' ? 1 : -1
  // Seen from the other side the quantiles are as many, in the other order.
  const at = (i: number) => side * quantiles[side > 0 ? i : last - i]!
  const bound = side * limit
  if (bound <= at(0)) return 1 - QUANTILES[0]
  for (let i = 1; i <= last; i++) {
    const [low, high] = [at(i - 1), at(i)]
    if (bound > high) continue
    const share = high > low ? (bound - low) / (high - low) : 1
    return 1 - (QUANTILES[i - 1]! + share * (QUANTILES[i]! - QUANTILES[i - 1]!))
  }
  return 0
}
