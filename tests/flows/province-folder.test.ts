import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readProvinceFolder } from '@ioc/server/adapters/province-folder'
import { parseProvince, requireProvince } from '@ioc/server/stations/province'

const HUE = join(import.meta.dirname, '../../provinces/hue')

describe('the folder of Huế', () => {
  it('is right, and holds the province that it says', async () => {
    const province = requireProvince(await readProvinceFolder(HUE))
    expect(province.areas).toHaveLength(41)
    expect(province.areas[0]).toEqual({ id: '46', name: 'Thành phố Huế', kind: 'thành phố', parent: null })
    expect(province.stations).toHaveLength(60)
    expect(province.stations.every(({ simulated }) => simulated === true)).toBe(true)
    expect([...province.basemap.keys()]).toEqual(['land', 'country', 'rivers', 'roads', 'dams', 'labels'])
    const agencies = province.agencies.map(({ name }) => name)
    expect(province.stations.filter(({ agency }) => !agencies.includes(agency))).toEqual([])
  })

  it('names the archipelagos and the sea, each on its place', async () => {
    const { basemap } = requireProvince(await readProvinceFolder(HUE))
    const { features } = JSON.parse(basemap.get('labels') as string) as { features: Label[] }
    const placeOf = (name: string) => features.find(({ properties }) => properties.name === name)?.geometry.coordinates
    expect(placeOf('Quần đảo Hoàng Sa (Việt Nam)')).toEqual([112, 16.45])
    expect(placeOf('Quần đảo Trường Sa (Việt Nam)')).toEqual([114, 9.6])
    expect(placeOf('Biển Đông')).toEqual([112.6, 13])
  })
})

describe('a folder with faults', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ioc-province-'))
    await cp(HUE, folder, { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is refused with every fault named by file and place', async () => {
    const stations = JSON.parse(await readFile(join(folder, 'stations.json'), 'utf8')) as Record<string, unknown>[]
    stations[12] = { ...stations[12], lat: 160 }
    await writeFile(join(folder, 'stations.json'), JSON.stringify(stations))
    await writeFile(join(folder, 'agencies.json'), '[\n  {"id": "a",}\n]')
    await rm(join(folder, 'province.json'))
    const parsed = parseProvince(await readProvinceFolder(folder))
    expect('faults' in parsed && parsed.faults.map(({ at }) => at)).toEqual([
      'province.json',
      'agencies.json:2:14',
      'stations.json[12].lat',
    ])
  })

  it('is refused where its text is not UTF-8, or where there is none', async () => {
    await writeFile(join(folder, 'stations.json'), Buffer.from([0x5b, 0xff, 0x5d]))
    await expect(readProvinceFolder(folder)).rejects.toMatchObject({
      code: 'province.bad',
      faults: [{ at: 'stations.json', message: expect.stringContaining('cannot be read') }],
    })
    const missing = join(folder, 'missing')
    await expect(readProvinceFolder(missing)).rejects.toMatchObject({ code: 'province.bad', faults: [{ at: missing }] })
  })
})

interface Label {
  properties: { name: string }
  geometry: { coordinates: number[] }
}
