import { errorOf } from '../sensors.js'
import type { AirIndex } from './air-index.js'
import type { Condition } from './conditions.js'

type Values = Readonly<Record<string, number | undefined>>

/** What a condition is held against, between the least and the most that an instrument can make of it. */
export interface Gauge {
  take(values: Values, at: number): void
  /** Null: nothing can be said. */
  range(values: Values): Range | null
}

export interface Range {
  least: number
  most: number
  /** Enough of the time is known for it to count; with less of it a reader may wait. */
  isWhole: boolean
}

/** What a mean needs of its time, QCVN 05:2023/BTNMT: three quarters, and a little where a reader counts otherwise. */
const WHOLE = 0.78
const BEGUN = 0.5
/** A mean of minutes is not quite the mean of the values in them. */
const ANOTHER_MEAN = 0.01
/** A reader may take its hour a little shorter or longer, in whole minutes or the like. */
const EDGES = [0.96, 1.04] as const

/** The gauge of one condition at a station that reports so often; `index` is the VN_AQI of the same station. */
export function createGauge({ property, overMs }: Condition, intervalMs: number, index: AirIndex): Gauge {
  if (property === 'vn_aqi') return indexGauge(index)
  return overMs === null ? valueGauge(property) : windowGauge(property, overMs, intervalMs)
}

function indexGauge(index: AirIndex): Gauge {
  return {
    take: () => undefined,
    range() {
      const [least, most] = [index.value(-1), index.value(1)]
      return least === null || most === null ? null : { least, most, isWhole: true }
    },
  }
}

function valueGauge(property: string): Gauge {
  return {
    take: () => undefined,
    range(values) {
      const value = values[property]
      if (value === undefined) return null
      const error = errorOf(property, value)
      return { least: value - error, most: value + error, isWhole: true }
    },
  }
}

function windowGauge(property: string, overMs: number, intervalMs: number): Gauge {
  const windows = EDGES.map((edge) => createWindow(edge * overMs))
  const isSum = property === 'rain'

  return {
    take(values, at) {
      const value = values[property]
      if (value !== undefined) for (const window of windows) window.add(at, value)
    },
    range() {
      const ranges = windows.map(({ sum, count }) => {
        const [n, total] = [count(), sum()]
        const mean = n === 0 ? 0 : total / n
        const number = isSum ? total : mean
        const noise = errorOf(property, mean) / Math.sqrt(n || 1)
        const error = isSum ? n * noise : noise + ANOTHER_MEAN * Math.abs(mean)
        return { least: number - error, most: number + error, covered: (n * intervalMs) / overMs }
      })
      const covered = Math.min(...ranges.map((range) => range.covered))
      if (!isSum && covered < BEGUN) return null
      return {
        least: Math.min(...ranges.map((range) => range.least)),
        most: Math.max(...ranges.map((range) => range.most)),
        isWhole: isSum || covered >= WHOLE,
      }
    },
  }
}

/** The values of the last so long. */
function createWindow(spanMs: number) {
  let times: number[] = []
  let values: number[] = []
  let first = 0
  let total = 0

  return {
    add(at: number, value: number) {
      times.push(at)
      values.push(value)
      total += value
      while ((times[first] ?? at) <= at - spanMs) total -= values[first++] ?? 0
      if (first > 4_096) {
        times = times.slice(first)
        values = values.slice(first)
        first = 0
      }
    },
    sum: () => total,
    count: () => times.length - first,
  }
}
