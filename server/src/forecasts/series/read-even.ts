import type { StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'
import type { ReadHistory, Reading } from '../../ports/observation-store.js'
import { scaleUp, type EvenSeries, type Over } from './even-series.js'

interface EvenQuery {
  station: StationId
  property: string
  over: Over
  /** Both are ends of steps; `to` is exclusive. */
  from: EpochMs
  to: EpochMs
  stepMs: number
}

/**
 * What was measured, at even steps from `from` to `to`, NaN where nothing good was. A sum is that of a full step
 * (`scaleUp`).
 */
export async function readEven(read: ReadHistory, query: EvenQuery): Promise<EvenSeries> {
  const { station, property, over, from, to, stepMs } = query
  const past = { station, property, from, to, everyMs: stepMs }
  const values = await fill(read({ ...past, fn: null }), query)
  if (over === 'sum') scaleUp(values, await fill(read({ ...past, fn: 'count' }), query))
  return { start: from, stepMs, values }
}

async function fill(chunks: AsyncIterable<readonly Reading[]>, { from, to, stepMs }: EvenQuery): Promise<Float64Array> {
  const values = new Float64Array(Math.max(0, Math.round((to - from) / stepMs))).fill(NaN)
  for await (const readings of chunks) {
    for (const { at, value, quality } of readings) {
      const step = Math.floor((at - from) / stepMs)
      if (quality === 'good' && step >= 0 && step < values.length) values[step] = value
    }
  }
  return values
}
