import { createReadStream } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { WireTileArchive } from '@ioc/shared/ground'
import { coded, type Fault } from '../errors.js'

const FILE = /^([a-z0-9][a-z0-9-]{0,63})\.pmtiles$/
/** PMTiles, version 3: how its header begins, and where it says what its tiles are. */
const BEGINS = Buffer.from('PMTiles\x03', 'latin1')
const TYPE_AT = 99
const HEADER = 127
const KINDS: Readonly<Record<number, WireTileArchive['kind']>> = {
  1: 'vector',
  2: 'raster',
  3: 'raster',
  4: 'raster',
  5: 'raster',
}

export interface TileArchive extends WireTileArchive {
  bytes: number
  /** Another one when the file was exchanged. */
  etag: string
  /** Bytes from one place to another, the last included. */
  read(first: number, last: number): Readable
}

/** The archives of tiles in the `basemap` folder of a province; they stay on disk and are read in parts. */
export async function openTileArchives(province: string): Promise<ReadonlyMap<string, TileArchive>> {
  const folder = join(province, 'basemap')
  const archives = new Map<string, TileArchive>()
  const faults: Fault[] = []
  for (const file of (await readdir(folder).catch(() => [])).sort()) {
    if (!file.endsWith('.pmtiles')) continue
    const name = FILE.exec(file)?.[1]
    const archive = name === undefined ? null : await openArchive(join(folder, file), name)
    if (archive) archives.set(archive.name, archive)
    else faults.push({ at: `basemap/${file}`, message: `must be PMTiles of version 3, named a-z, 0-9 and "-"` })
  }
  if (faults.length > 0) throw coded('province.bad', `the province folder ${province} is wrong`, { faults })
  return archives
}

async function openArchive(path: string, name: string): Promise<TileArchive | null> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEADER), 0, HEADER, 0)
    const kind = KINDS[buffer[TYPE_AT] ?? 0]
    if (bytesRead < HEADER || !buffer.subarray(0, BEGINS.length).equals(BEGINS) || !kind) return null
    const { size, mtimeMs } = await file.stat()
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`
    return { name, kind, bytes: size, etag, read: (start, end) => createReadStream(path, { start, end }) }
  } finally {
    await file.close()
  }
}
