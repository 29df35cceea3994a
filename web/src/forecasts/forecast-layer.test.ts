import { expect, it } from 'vitest'
import type { WireForecast } from '@ioc/shared/forecast'
import { HOUR, VIETNAM_OFFSET_MS } from '@ioc/shared/time'
import type { ChartLook } from '../charts/chart-layer.js'
import { forecastLayer } from './forecast-layer.js'

const T0 = Date.parse('2026-11-22T03:00:00Z')
const forecast = {
  stepS: 3_600,
  points: [0, 1, 2].map((hour) => ({
    at: new Date(T0 + hour * HOUR).toISOString(),
    p05: 1,
    p25: 2,
    p50: 3 + hour,
    p75: 4,
    p95: 6,
  })),
} as WireForecast
const look = { rem: 16, font: '', colours: {} } as ChartLook

function drawn(change: Partial<Parameters<typeof forecastLayer>[0]> = {}) {
  const layer = forecastLayer({ forecast, from: null, to: Infinity, name: 'dự báo', ...change })
  const series = layer.series(look) as { name: string; stack?: string; data: [number, number][] }[]
  return { ...layer, drawn: series }
}

/** On the axis, the middle of an hour. */
const middleOf = (hour: number) => T0 + (hour + 0.5) * HOUR + VIETNAM_OFFSET_MS

it('draws each step in its middle, and bands from their lower edge up', () => {
  const { drawn: all, values, wished } = drawn()
  expect(all.at(-1)!.data).toEqual([
    [middleOf(0), 3],
    [middleOf(1), 4],
    [middleOf(2), 5],
  ])
  expect(all.map(({ stack }) => stack)).toEqual(['band 0', 'band 0', 'band 1', 'band 1', undefined])
  expect(all.slice(0, 4).map(({ data }) => data[0]![1])).toEqual([1, 5, 2, 2])
  expect([Math.max(...values), Math.max(...wished!)]).toEqual([5, 6])
})

it('goes on from the newest value, with what is after it and fits', () => {
  const from = { at: T0 + 0.75 * HOUR, value: 2.5 }
  const { drawn: all } = drawn({ from, to: T0 + 2 * HOUR })
  expect(all.at(-1)!.data).toEqual([
    [from.at + VIETNAM_OFFSET_MS, 2.5],
    [T0 + 1.5 * HOUR + VIETNAM_OFFSET_MS, 4],
  ])
  expect(all[1]!.data[0]).toEqual([from.at + VIETNAM_OFFSET_MS, 0])
})

it('draws nothing where nothing fits', () => {
  expect(drawn({ to: T0 }).drawn.every(({ data }) => data.length === 0)).toBe(true)
})
