import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTileArchives } from '@ioc/server/adapters/tile-archives'
import { requireArchives } from '@ioc/server/stations/province-ground'
import { parseProvince } from '@ioc/server/stations/province'
import { smallProvince } from '@ioc/server/stations/small-province.fixture'
import { tinyTiles } from '../tiny-tiles.js'
import { openRoom } from './room.js'

const TILES = tinyTiles([255, 0, 0])
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-ground-'))
  mkdirSync(join(folder, 'basemap'))
  writeFileSync(join(folder, 'basemap', 'photo.pmtiles'), TILES)
})
afterAll(() => rmSync(folder, { recursive: true }))

const STYLE = {
  version: 8,
  sources: { own: { type: 'raster', url: 'pmtiles://photo' } },
  layers: [
    { id: 'picture', type: 'raster', source: 'own' },
    { id: 'names', type: 'symbol', source: 'own', layout: { 'text-field': 'Paracel Islands' } },
  ],
}

function parsed(style: object) {
  return parseProvince(smallProvince({ 'basemap/style.json': style }))
}

it('tells the archives of a province and gives them whole or in parts', async () => {
  const archives = await openTileArchives(folder)
  const { api, as } = await openRoom({ ground: { archives, style: null } })
  const headers = as('viewer')
  const ground = await api.inject({ url: '/api/v1/ground', headers })
  expect(ground.json()).toEqual({ archives: [{ name: 'photo', kind: 'raster' }], style: null })

  const ask = (range?: string) =>
    api.inject({ url: '/api/v1/tiles/photo', headers: { ...headers, ...(range && { range }) } })
  const whole = await ask()
  expect([whole.statusCode, whole.rawPayload.equals(TILES)]).toEqual([200, true])
  const part = await ask('bytes=0-6')
  expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([
    206,
    'PMTiles',
    `bytes 0-6/${TILES.length}`,
  ])
  const end = await ask(`bytes=${TILES.length - 3}-${TILES.length + 90}`)
  expect(end.rawPayload.equals(TILES.subarray(-3))).toBe(true)
  expect((await ask('bytes=-3')).rawPayload.equals(TILES.subarray(-3))).toBe(true)
  for (const range of [`bytes=${TILES.length}-`, 'bytes=9-3', 'bytes=-', 'lines=1-2']) {
    expect((await ask(range)).statusCode).toBe(416)
  }
  const again = await api.inject({
    url: '/api/v1/tiles/photo',
    headers: { ...headers, 'if-none-match': String(whole.headers['etag']) },
  })
  expect(again.statusCode).toBe(304)
  expect((await api.inject({ url: '/api/v1/tiles/other', headers })).json().code).toBe('not-found')
})

it('takes a style without the names in it, which are ours to say', () => {
  const result = parsed(STYLE)
  expect('province' in result && result.province.ground).toEqual({
    sources: STYLE.sources,
    layers: [STYLE.layers[0]],
  })
})

it('refuses a style that points elsewhere, or at what is not there', () => {
  const outside = { ...STYLE, sources: { own: { type: 'raster', url: 'https://tiles.example/planet.json' } } }
  expect(parsed(outside)).toMatchObject({
    faults: [{ at: 'basemap/style.json.sources.own.url', message: 'must be pmtiles:// and the name of an archive' }],
  })
  expect(parsed({ ...STYLE, sources: {} })).toMatchObject({
    faults: [{ at: 'basemap/style.json.layers.picture', message: 'there is no source "own"' }],
  })
  const result = parsed(STYLE)
  if (!('province' in result)) throw new Error('the style is right')
  expect(() => requireArchives(result.province, new Set(['other']))).toThrow(/asks for what is not there/)
  expect(() => requireArchives(result.province, new Set(['photo']))).not.toThrow()
})

it('refuses a file that is no such archive', async () => {
  const other = mkdtempSync(join(tmpdir(), 'ioc-ground-'))
  mkdirSync(join(other, 'basemap'))
  writeFileSync(join(other, 'basemap', 'x.pmtiles'), 'not tiles')
  await expect(openTileArchives(other)).rejects.toMatchObject({ code: 'province.bad' })
  rmSync(other, { recursive: true })
})
