import type { EpochMs } from '@ioc/shared/time'

/** The newest observation of each datastream, by its number, on disk and in the batch that is being looked at. */
export interface NewestMarks {
  /** −1: there is none. */
  at(n: number): EpochMs
  value(n: number): number
  /** An observation is on disk. */
  saw(n: number, at: EpochMs, value: number): void
  /** Forgets what another batch has seen. */
  beginBatch(): BatchMarks
}

/** What is on disk and what the batch has seen so far. */
export interface BatchMarks {
  newestAt(n: number): EpochMs
  newestValue(n: number): number
  sees(n: number, at: EpochMs, value: number): void
}

/** Time and value on disk, time and value in the batch, and the number of that batch. */
const FIELDS = 5
const [AT, VALUE, BATCH_AT, BATCH_VALUE, BATCH] = [0, 1, 2, 3, 4] as const

/** Numbers side by side: each observation asks, and what an object a datastream costs is the way to it. */
export function createNewestMarks(): NewestMarks {
  let marks = new Float64Array(0)
  let batch = 0

  /** Where the marks of a datastream begin. */
  function placeOf(n: number): number {
    const place = n * FIELDS
    if (place >= marks.length) {
      const more = new Float64Array(Math.max(1024, 2 * (n + 1)) * FIELDS)
      for (let from = AT; from < more.length; from += FIELDS) more[from] = -1
      more.set(marks)
      marks = more
    }
    return place
  }

  return {
    at: (n) => marks[placeOf(n) + AT]!,
    value: (n) => marks[placeOf(n) + VALUE]!,
    saw(n, at, value) {
      const place = placeOf(n)
      if (at < marks[place + AT]!) return
      marks[place + AT] = at
      marks[place + VALUE] = value
    },
    beginBatch() {
      batch++
      return {
        newestAt(n) {
          const place = placeOf(n)
          return marks[place + (marks[place + BATCH] === batch ? BATCH_AT : AT)]!
        },
        newestValue(n) {
          const place = placeOf(n)
          return marks[place + (marks[place + BATCH] === batch ? BATCH_VALUE : VALUE)]!
        },
        sees(n, at, value) {
          const place = placeOf(n)
          marks[place + BATCH_AT] = at
          marks[place + BATCH_VALUE] = value
          marks[place + BATCH] = batch
        },
      }
    },
  }
}
