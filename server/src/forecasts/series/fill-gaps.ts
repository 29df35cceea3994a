/** A gap of at most so many steps is bridged by a straight line. */
const BRIDGED = 3

/**
 * The values with every gap filled: a short one between its ends, a longer one from the same step of the days before it
 * (or after, where there is nothing before). All zero where nothing is known.
 *
 * @param day steps a day
 */
export function fillGaps(values: Float64Array, day: number): Float64Array {
  const filled = values.slice()
  bridge(filled)
  for (let i = day; i < filled.length; i++) if (Number.isNaN(filled[i]!)) filled[i] = filled[i - day]!
  for (let i = filled.length - 1 - day; i >= 0; i--) if (Number.isNaN(filled[i]!)) filled[i] = filled[i + day]!
  const rest = meanOfKnown(values)
  for (let i = 0; i < filled.length; i++) if (Number.isNaN(filled[i]!)) filled[i] = rest
  return filled
}

function bridge(values: Float64Array): void {
  let last = -1
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue
    const gap = i - last - 1
    if (last >= 0 && gap > 0 && gap <= BRIDGED) {
      const slope = (values[i]! - values[last]!) / (gap + 1)
      for (let j = 1; j <= gap; j++) values[last + j] = values[last]! + slope * j
    }
    last = i
  }
}

function meanOfKnown(values: Float64Array): number {
  let sum = 0
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return count === 0 ? 0 : sum / count
}
