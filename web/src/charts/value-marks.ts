import type { Quality } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { ChartLayer } from './chart-layer.js'
import { shift } from './vietnam-axis.js'

interface MarkedValue {
  at: EpochMs
  value: number
}

/** One shape and colour a kind of mark: they are told apart without colour, too. */
const LOOKS = {
  suspect: { symbol: 'emptyTriangle', tone: 'medium' },
  fault: { symbol: 'emptyRect', tone: 'high' },
  calibrating: { symbol: 'emptyDiamond', tone: 'low' },
  corrected: { symbol: 'emptyCircle', tone: 'text-3' },
} as const
export type MarkKind = keyof typeof LOOKS

/** Values that a reader must not take as they stand: doubtful ones, and those that a later arrival replaced. */
export function valueMarks(kind: MarkKind, marked: readonly MarkedValue[], name: string): ChartLayer {
  const { symbol, tone } = LOOKS[kind]
  return {
    values: marked.map(({ value }) => value),
    series: ({ colours, rem }) =>
      marked.length === 0
        ? []
        : [
            {
              type: 'line',
              name,
              z: 4,
              data: marked.map(({ at, value }) => [shift(at), value]),
              lineStyle: { opacity: 0 },
              showAllSymbol: true,
              symbol,
              symbolSize: 0.5 * rem,
              itemStyle: { color: colours[tone], borderWidth: 1.5 },
              emphasis: { disabled: true },
            },
          ],
  }
}

/** The doubtful among these, by their quality; of very many only some, evenly, for no screen can show them all. */
export function doubtful<T extends MarkedValue & { quality: Quality }>(
  values: readonly T[],
  most = 400,
): ReadonlyMap<Exclude<Quality, 'good'>, T[]> {
  const found = new Map<Exclude<Quality, 'good'>, T[]>()
  for (const value of values) {
    if (value.quality === 'good') continue
    const same = found.get(value.quality)
    if (same) same.push(value)
    else found.set(value.quality, [value])
  }
  for (const [quality, same] of found) {
    const every = Math.ceil(same.length / most)
    if (every > 1)
      found.set(
        quality,
        same.filter((_, index) => index % every === 0),
      )
  }
  return found
}
