import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StationId } from '@ioc/shared/ids'

/** What browsers draw and what cannot hold a program, by the first bytes. */
const TYPES = {
  'image/jpeg': (bytes: Buffer) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  'image/png': (bytes: Buffer) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  'image/webp': (bytes: Buffer) =>
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
}
export type PhotoType = keyof typeof TYPES
export const PHOTO_TYPES = Object.keys(TYPES) as PhotoType[]

/** The picture that these bytes are; null: none that is taken. */
export function photoType(bytes: Buffer): PhotoType | null {
  return PHOTO_TYPES.find((type) => TYPES[type](bytes)) ?? null
}

export interface PhotoFolder {
  /** Answers a name that changes with the picture. */
  put(station: StationId, bytes: Buffer): Promise<string>
  get(station: StationId): Promise<{ type: PhotoType; bytes: Buffer } | null>
  remove(station: StationId): Promise<void>
}

/** One picture a station, as a file named after it: an id is always the name of a file. */
export function openPhotoFolder(dataDir: string): PhotoFolder {
  const dir = join(dataDir, 'photos')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  // No id begins with a dot.
  const pathOf = (station: StationId) => join(dir, station)

  return {
    async put(station, bytes) {
      const unfinished = join(dir, `.${station}`)
      await writeFile(unfinished, bytes, { flush: true })
      await rename(unfinished, pathOf(station))
      return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    },
    async get(station) {
      const bytes = await readFile(pathOf(station)).catch(() => null)
      const type = bytes && photoType(bytes)
      return bytes && type ? { type, bytes } : null
    },
    remove: (station) => rm(pathOf(station), { force: true }),
  }
}
