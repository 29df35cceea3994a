import type { Aggregate, Quality } from '@ioc/shared/observation'
import { bucketStart, type EpochMs } from '@ioc/shared/time'
import type { Reading } from '../ports.js'

const BADNESS: readonly Quality[] = ['good', 'suspect', 'calibrating', 'fault']

/**
 * Combines readings in time order into buckets, one at a time, however long the range.
 *
 * As in the store: from the good readings alone; where there is none, from all of them, with the worst quality.
 */
export async function* bucketReadings(
  chunks: AsyncIterable<readonly Reading[]>,
  everyMs: number,
  fn: Aggregate,
): AsyncGenerator<Reading[]> {
  let start: EpochMs | null = null
  let members: Reading[] = []
  for await (const chunk of chunks) {
    const done: Reading[] = []
    for (const reading of chunk) {
      const at = bucketStart(reading.at, everyMs)
      if (start !== null && at !== start) {
        done.push(combine(start, members, fn))
        members = []
      }
      start = at
      members.push(reading)
    }
    if (done.length > 0) yield done
  }
  if (start !== null) yield [combine(start, members, fn)]
}

function combine(at: EpochMs, members: readonly Reading[], fn: Aggregate): Reading {
  const good = members.filter((member) => member.quality === 'good')
  const worst = Math.max(...members.map((member) => BADNESS.indexOf(member.quality)))
  const values = (good.length > 0 ? good : members).map((member) => member.value)
  return { at, value: aggregate(values, fn), quality: good.length > 0 ? 'good' : BADNESS[worst]! }
}

function aggregate(values: readonly number[], fn: Aggregate): number {
  const total = values.reduce((sum, value) => sum + value, 0)
  switch (fn) {
    case 'mean':
      return total / values.length
    case 'sum':
      return total
    case 'min':
      return values.reduce((low, value) => Math.min(low, value))
    case 'max':
      return values.reduce((high, value) => Math.max(high, value))
    case 'count':
      return values.length
    case 'last':
      return values.at(-1)!
  }
}
