import { Readable } from 'node:stream'
import { formatTime } from '@ioc/shared/time'
import type { Reading } from '../../ports/observation-store.js'

type Chunks = AsyncIterator<readonly Reading[]>

/** How readings are written: as one JSON array, or as CSV. */
type ReadingFormat = 'json' | 'csv'

/**
 * Readings as text, as fast as the client takes them and no faster.
 *
 * The first chunk is read before anything is answered: a store that fails right away still gives a proper error. A
 * client that leaves ends the reading of the store.
 */
export async function openReadingStream(
  readings: AsyncIterable<readonly Reading[]>,
  format: ReadingFormat,
): Promise<Readable> {
  const chunks: Chunks = readings[Symbol.asyncIterator]()
  let ahead: IteratorResult<readonly Reading[]> | null = await chunks.next()
  let begun = false

  async function nextText(): Promise<string | null> {
    for (;;) {
      const { done, value } = ahead ?? (await chunks.next())
      ahead = null
      if (done) return null
      if (value.length === 0) continue
      const text = format === 'csv' ? toCsv(value) : toJson(value, !begun)
      begun = true
      return text
    }
  }

  let opened = false
  let closed = false
  return new Readable({
    highWaterMark: 256 * 1024,
    read() {
      if (closed) return void this.push(null)
      if (!opened) {
        opened = true
        return void this.push(format === 'csv' ? 'at,value,quality\n' : '[')
      }
      nextText().then(
        (text) => {
          closed = text === null
          this.push(text ?? (format === 'csv' ? null : ']'))
        },
        (cause: Error) => this.destroy(cause),
      )
    },
    destroy(cause, done) {
      const ended = chunks.return?.() ?? Promise.resolve()
      ended.then(
        () => done(cause),
        () => done(cause),
      )
    },
  })
}

function toJson(readings: readonly Reading[], first: boolean): string {
  const rows = readings.map(
    ({ at, value, quality }) => `{"at":"${formatTime(at)}","value":${toText(value)},"quality":"${quality}"}`,
  )
  return (first ? '' : ',') + rows.join(',')
}

function toCsv(readings: readonly Reading[]): string {
  return readings.map(({ at, value, quality }) => `${formatTime(at)},${toText(value)},${quality}\n`).join('')
}

/** The shortest text that reads back as the same double; `String` alone would lose the sign of zero. */
function toText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
