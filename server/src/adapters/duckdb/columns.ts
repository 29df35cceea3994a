import type { Observation } from '@ioc/shared/observation'
import type { Datastreams } from './datastreams.js'
import { toFlags } from './flags.js'

/** Observations as the tables hold them: a datastream's number, time, value, flags and delay each, in order. */
export interface Columns {
  ds: Int32Array
  time: Float64Array
  value: Float64Array
  flags: Uint8Array
  delay: Float64Array
}

/**
 * Goes through a batch once; what is done with it from then on reads numbers that lie side by side, and looks up no
 * datastream any more. A new datastream gets its number here.
 */
export function toColumns(datastreams: Datastreams, observations: readonly Observation[]): Columns {
  const columns = columnsOf(observations.length)
  const { ds, time, value, flags, delay } = columns
  for (let row = 0; row < observations.length; row++) {
    const observation = observations[row]!
    const { at } = observation
    ds[row] = datastreams.take(observation)
    time[row] = at
    value[row] = observation.value
    flags[row] = toFlags(observation)
    delay[row] = observation.receivedAt - at
  }
  return columns
}

/** Those rows alone. */
export function pickRows(from: Columns, rows: readonly number[]): Columns {
  const picked = columnsOf(rows.length)
  for (const [to, row] of rows.entries()) {
    picked.ds[to] = from.ds[row]!
    picked.time[to] = from.time[row]!
    picked.value[to] = from.value[row]!
    picked.flags[to] = from.flags[row]!
    picked.delay[to] = from.delay[row]!
  }
  return picked
}

function columnsOf(rows: number): Columns {
  return {
    ds: new Int32Array(rows),
    time: new Float64Array(rows),
    value: new Float64Array(rows),
    flags: new Uint8Array(rows),
    delay: new Float64Array(rows),
  }
}
