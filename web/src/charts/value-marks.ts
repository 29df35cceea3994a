import { groupBy } from '@ioc/shared/group-by'
import type { Quality } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { ChartLayer } from './chart-layer.js'
import { shift } from './vietnam-axis.js'

interface MarkedValue {
  at: EpochMs
  value: number
}

type Doubtful = Exclude<Quality, 'good'>

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
): ReadonlyMap<Doubtful, T[]> {
  const marked = values.filter((value): value is T & { quality: Doubtful } => value.quality !== 'good')
  const found = groupBy(marked, ({ quality }) => quality)
  const thin = (same: T[]) => same.filter((_, index) => index % Math.ceil(same.length / most) === 0)
  return new Map([...found].map(([quality, same]) => [quality, thin(same)]))
}
