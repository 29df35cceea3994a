import { crc32, deflateSync } from 'node:zlib'

/**
 * A PMTiles archive (version 3) of one tile, the whole world in one colour, uncompressed: header, root directory,
 * metadata, the tile.
 */
export function tinyTiles([red, green, blue]: readonly [number, number, number]): Buffer {
  const tile = onePixel(red, green, blue)
  // One entry: tile 0, run of 1, its length, its offset and one.
  const directory = Buffer.from([1, 0, 1, ...varint(tile.length), 1])
  const metadata = Buffer.from('{}')
  const header = Buffer.alloc(127)
  header.write('PMTiles', 0, 'latin1')
  header[7] = 3
  const metadataAt = 127 + directory.length
  const tileAt = metadataAt + metadata.length
  const places = [127, directory.length, metadataAt, metadata.length, tileAt, 0, tileAt, tile.length, 1, 1, 1]
  places.forEach((place, n) => header.writeBigUInt64LE(BigInt(place), 8 + 8 * n))
  // Clustered, no compression twice, pictures, zoom 0 to 0.
  header.set([1, 1, 1, 2, 0, 0], 96)
  const world = [-180, -85, 180, 85].map((degrees) => degrees * 1e7)
  world.forEach((place, n) => header.writeInt32LE(place, 102 + 4 * n))
  return Buffer.concat([header, directory, metadata, tile])
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}

/** A PNG. */
function onePixel(red: number, green: number, blue: number): Buffer {
  const size = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
  const pixel = deflateSync(Buffer.from([0, red, green, blue]))
  const parts = [chunk('IHDR', size), chunk('IDAT', pixel), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
