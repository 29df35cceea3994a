import type { ChartLayer } from './chart-layer.js'
import { withGaps, type ChartPoint } from './series.js'
import { shift } from './vietnam-axis.js'

interface Compared {
  points: readonly ChartPoint[]
  name: string
  gapMs: number
  style: 'line' | 'bars' | 'steps'
  /** A bar stands over its whole time. */
  everyMs: number
}

/** Another day of the same datastream, or another station: thin and grey behind the measured line. */
export function comparedLine({ points, name, gapMs, style, everyMs }: Compared): ChartLayer {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]))
  const half = style === 'bars' ? everyMs / 2 : 0
  return {
    values,
    series: ({ colours, rem }) => [
      {
        type: 'line',
        name,
        z: 1,
        data: withGaps(points, gapMs).map(([at, value]) => [shift(at) + half, value]),
        step: style === 'steps' ? 'end' : false,
        connectNulls: false,
        symbol: 'none',
        lineStyle: { color: colours['text-3'], width: 0.09 * rem, type: [0.3 * rem, 0.2 * rem] },
        itemStyle: { color: colours['text-3'] },
        emphasis: { disabled: true },
      },
    ],
  }
}
