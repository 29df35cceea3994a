import type { LimitLine } from './limits.js'

/** What is only wished for takes no more than so much of what else is shown, below it and above. */
const WISHED = 0.4

/**
 * A limit far away would press the line flat: it is drawn only when it lies within reach of the values. So would what is
 * `wished`, the edges of a wide band: it leaves the drawing where it goes too far.
 */
export function axisRange(
  values: readonly number[],
  limits: readonly LimitLine[],
  fromZero: boolean,
  wished: readonly number[] = [],
) {
  if (values.length === 0) return { min: 0, max: 1 }
  let [low, high] = ends(values)
  if (fromZero) low = Math.min(low, 0)
  const reach = Math.max((high - low) * 3, Math.abs(high) * 0.35, 0.5)
  for (const { value } of limits) {
    if (value > high && value - high <= reach) high = value
    if (value < low && low - value <= reach) low = value
  }
  const reached = WISHED * (high - low || Math.abs(high) || 1)
  const [lowest, highest] = ends(wished)
  ;[low, high] = [Math.min(low, Math.max(lowest, low - reached)), Math.max(high, Math.min(highest, high + reached))]
  const room = (high - low || Math.abs(high) || 1) * 0.08
  return { min: fromZero && low >= 0 ? 0 : low - room, max: high + room }
}

function ends(values: readonly number[]): [number, number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}
