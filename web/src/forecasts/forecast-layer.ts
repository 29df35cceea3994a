import type { WireForecastPoint } from '@ioc/shared/forecast'
import type { EpochMs } from '@ioc/shared/time'
import { UNTOLD, type ChartLayer, type ChartLook } from '../charts/chart-layer.js'
import { shift } from '../charts/vietnam-axis.js'
import { middleOf, type ForecastAhead } from './join-ahead.js'

type Band = readonly [low: 'p05' | 'p25', high: 'p75' | 'p95', opacity: number]
const BANDS: readonly Band[] = [
  ['p05', 'p95', 0.16],
  ['p25', 'p75', 0.24],
]

interface Drawn {
  forecast: ForecastAhead
  /** The newest value: the line goes on from it. */
  from: { at: EpochMs; value: number } | null
  /** What is later does not fit into the chart. */
  to: EpochMs
  name: string
}

/**
 * What is expected: a dotted line between its bands. A step of an hour speaks of the whole hour, so its value stands in
 * the middle of it.
 */
export function forecastLayer({ forecast, from, to, name }: Drawn): ChartLayer {
  const points = forecast.points
    .map((point) => ({ ...point, time: middleOf(point, forecast) }))
    .filter(({ time }) => time <= to && (from === null || time > from.at))
  const start = from && points.length > 0 ? [[shift(from.at), from.value]] : []

  return {
    values: points.map(({ p50 }) => p50),
    wished: points.flatMap(({ p05, p95 }) => [p05, p95]),
    series: (look) => [
      ...BANDS.flatMap((band, index) => bandSeries(points, start, band, `band ${index}`, look)),
      {
        type: 'line',
        name,
        z: 3,
        data: [...start, ...points.map(({ time, p50 }) => [shift(time), p50])],
        symbol: 'none',
        lineStyle: {
          color: look.colours.forecast,
          width: 0.13 * look.rem,
          type: [0.05 * look.rem, 0.28 * look.rem],
          cap: 'round',
        },
        itemStyle: { color: look.colours.forecast },
        emphasis: { disabled: true },
      },
    ],
  }
}

/** ECharts fills between two lines by stacking the distance on the lower one. */
function bandSeries(
  points: readonly (WireForecastPoint & { time: EpochMs })[],
  start: number[][],
  [low, high, opacity]: Band,
  stack: string,
  { colours }: ChartLook,
): object[] {
  const alike = {
    type: 'line',
    name: UNTOLD,
    z: 1,
    stack,
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    lineStyle: { width: 0 },
    emphasis: { disabled: true },
  }
  return [
    { ...alike, data: [...start, ...points.map((point) => [shift(point.time), point[low]])] },
    {
      ...alike,
      data: [...start.map(([at]) => [at, 0]), ...points.map((point) => [shift(point.time), point[high] - point[low]])],
      areaStyle: { color: colours.forecast, opacity },
    },
  ]
}
