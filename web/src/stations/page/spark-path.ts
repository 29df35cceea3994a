import type { ChartPoint } from '../../charts/series.js'

interface SparkBox {
  from: number
  to: number
  width: number
  height: number
  gapMs: number
}

/** An SVG path through the points, lifted off where nothing came for longer than `gapMs`; empty with nothing to draw. */
export function sparkPath(points: readonly ChartPoint[], { from, to, width, height, gapMs }: SparkBox): string {
  const known = points.filter(
    (point): point is [number, number] => point[1] !== null && point[0] >= from && point[0] <= to,
  )
  const values = known.map(([, value]) => value)
  const low = Math.min(...values)
  const reach = Math.max(...values) - low
  let before = -Infinity
  return known
    .map(([at, value]) => {
      const x = ((at - from) / (to - from)) * width
      const y = reach === 0 ? height / 2 : height - ((value - low) / reach) * height
      const pen = at - before > gapMs ? 'M' : 'L'
      before = at
      return `${pen}${round(x)} ${round(y)}`
    })
    .join('')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
