import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'

/** Written out in one go: a piece of this size holds nothing else up. */
const AT_ONCE = 500

/**
 * A list as JSON, piece by piece, as fast as the client takes it.
 *
 * Tens of thousands of stations are 20 MB: written out in one go they would keep devices and screens waiting for a
 * second, and again for each tab that is opened.
 */
export function openListStream(items: Iterable<object>): Readable {
  return Readable.from(pieces(items), { objectMode: false, highWaterMark: 256 * 1024 })
}

async function* pieces(items: Iterable<object>): AsyncGenerator<string> {
  let piece: string[] = []
  let begun = false
  for (const item of items) {
    piece.push(JSON.stringify(item))
    if (piece.length < AT_ONCE) continue
    yield `${begun ? ',' : '['}${piece.join(',')}`
    piece = []
    begun = true
    await setImmediate()
  }
  yield `${begun ? (piece.length > 0 ? ',' : '') : '['}${piece.join(',')}]`
}
