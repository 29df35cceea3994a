import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stationSchema, type Station } from '@ioc/shared/station'
import { usageError } from './usage-error.js'
import type { AreaShape } from './more-stations.js'

interface Province {
  folder: string
  stations: Station[]
  areas: AreaShape[]
}

interface AreaFeature {
  properties: { id?: string | number; name?: string } | null
  geometry: { type: string; coordinates: unknown } | null
}

/** Reads what the simulators need of a province folder; a station that is not one is named by its place. */
export async function readProvince(folder: string): Promise<Province> {
  const listed = await readJson(join(folder, 'stations.json'))
  if (!Array.isArray(listed)) throw usageError(`${join(folder, 'stations.json')} is not a list`)
  const stations = listed.map((entry: unknown, i) => {
    const parsed = stationSchema.safeParse(entry)
    if (parsed.success) return parsed.data as Station
    const issue = parsed.error.issues[0]
    throw usageError(`stations.json[${i}].${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`)
  })
  const map = (await readJson(join(folder, 'areas.geojson'))) as { features?: AreaFeature[] } | null
  return { folder, stations, areas: (map?.features ?? []).flatMap(areaShape) }
}

/** Copies a province folder and gives the copy these stations; its identity stays. */
export async function writeProvince(from: Province, to: string, stations: readonly Station[]): Promise<void> {
  await cp(from.folder, to, { recursive: true })
  await writeFile(join(to, 'stations.json'), `${JSON.stringify(stations, null, 1)}\n`)
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw usageError(`cannot read ${path}: ${(cause as Error).message}`)
  }
}

function areaShape({ properties, geometry }: AreaFeature): AreaShape[] {
  if (properties?.id === undefined || !geometry) return []
  const rings =
    geometry.type === 'Polygon'
      ? (geometry.coordinates as AreaShape['rings'])
      : geometry.type === 'MultiPolygon'
        ? (geometry.coordinates as AreaShape['rings'][]).flat()
        : []
  return rings.length > 0 ? [{ id: String(properties.id), name: properties.name ?? String(properties.id), rings }] : []
}
