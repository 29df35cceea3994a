import { statfs } from 'node:fs/promises'
import type { Clock } from '../../ports.js'

/** So much is left free: DuckDB that meets the end of the disk half-way must be started anew. */
const RESERVE_BYTES = 64 * 1024 * 1024
const LOOK_MS = 500

export interface FreeSpace {
  isShort(): boolean
  close(): void
}

/** Keeps an eye on the disk that holds `dir`. */
export function watchFreeSpace(dir: string, clock: Clock): FreeSpace {
  let short = false

  /** A file system that cannot be asked is not called full: the commit itself will tell. */
  function look(): void {
    statfs(dir).then(
      ({ bavail, bsize }) => (short = bavail * bsize < RESERVE_BYTES),
      () => (short = false),
    )
  }

  look()
  return { isShort: () => short, close: clock.every(LOOK_MS, look) }
}
