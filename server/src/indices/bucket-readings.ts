import { combine, type Combine } from '@ioc/shared/bucket'
import { bucketStart, type EpochMs } from '@ioc/shared/time'
import type { Reading } from '../ports/observation-store.js'

/** Combines readings in time order into buckets, one at a time, however long the range. */
export async function* bucketReadings(
  chunks: AsyncIterable<readonly Reading[]>,
  everyMs: number,
  fn: Combine,
): AsyncGenerator<Reading[]> {
  let start: EpochMs | null = null
  let members: Reading[] = []
  for await (const chunk of chunks) {
    const done: Reading[] = []
    for (const reading of chunk) {
      const at = bucketStart(reading.at, everyMs)
      if (start !== null && at !== start) {
        done.push(bucket(start, members, fn))
        members = []
      }
      start = at
      members.push(reading)
    }
    if (done.length > 0) yield done
  }
  if (start !== null) yield [bucket(start, members, fn)]
}

function bucket(at: EpochMs, members: readonly Reading[], fn: Combine): Reading {
  const { value, quality } = combine(members, fn)
  return { at, value, quality }
}
