import type { Clock } from '../../ports/clock.js'
import type { Database } from './database.js'

/** So much is left free: DuckDB that meets the end of the disk half-way must be started anew. */
const RESERVE_BYTES = 64 * 1024 * 1024
const LOOK_MS = 500

export interface FreeSpace {
  isShort(): boolean
  close(): void
}

/** Keeps an eye on the disk that holds the database. One that cannot be asked is not called full: the commit will tell. */
export function watchFreeSpace({ space }: Pick<Database, 'space'>, clock: Clock): FreeSpace {
  let short = false

  function look(): void {
    void space().then((left) => (short = left !== null && left.freeBytes < RESERVE_BYTES))
  }

  look()
  return { isShort: () => short, close: clock.every(LOOK_MS, look) }
}
