import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { WireStation } from '@ioc/shared/wire'
import { ROOT } from '../server-process.js'

const ORIGIN = 'http://bare.test'
const DIST = join(dirname(createRequire(join(ROOT, 'web/package.json')).resolve('maplibre-gl/package.json')), 'dist')
/** As the dashboard gets its deltas. */
const UPDATES_A_SECOND = 4

/** What MapLibre's own examples do: one source, one layer of circles, the changed points by `updateData`. */
const PAGE = `<!doctype html><link rel="stylesheet" href="/maplibre-gl.css"><style>body{margin:0}#map{position:absolute;inset:0}</style>
<div id="map" data-testid="map"></div><script type="module">
import { Map, setWorkerUrl } from '/maplibre-gl.mjs'
setWorkerUrl('/maplibre-gl-worker.mjs')
const { points, bounds, rate } = await (await fetch('/points')).json()
const features = points.map(([lon, lat], id) => ({ type: 'Feature', id, geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { id, value: 0 } }))
const map = new Map({ container: 'map', bounds, attributionControl: false, fadeDuration: 0, style: { version: 8, sources: { points: { type: 'geojson', data: { type: 'FeatureCollection', features }, promoteId: 'id' } }, layers: [
  { id: 'land', type: 'background', paint: { 'background-color': '#10191f' } },
  { id: 'points', type: 'circle', source: 'points', paint: { 'circle-radius': 4, 'circle-color': ['interpolate', ['linear'], ['get', 'value'], 0, '#7e8d9a', 100, '#ff5d70'] } } ] } })
await map.once('load')
let turn = 0
setInterval(() => {
  const update = []
  for (let n = 0; n < rate / ${UPDATES_A_SECOND}; n++, turn++) update.push({ id: turn % points.length, addOrUpdateProperties: [{ key: 'value', value: turn % 100 }] })
  map.getSource('points').updateData({ update })
}, 1000 / ${UPDATES_A_SECOND})
const { lng: lon, lat } = map.getCenter()
document.body.dataset.place = JSON.stringify({ lon, lat, zoom: map.getZoom() })
map.once('idle', () => (document.body.dataset.ready = 'true'))
setTimeout(() => (document.body.dataset.ready = 'true'), 15000)
</script>`

interface BareOptions {
  /** Updates a second. */
  rate: number
  /** Of the map, CSS pixels: as large as the one that it is compared with. */
  size: { width: number; height: number }
}

/** Bare MapLibre with the same points and as many updates, in a page of its own that loads nothing else. */
export async function openBareMap(
  browser: Browser,
  stations: readonly WireStation[],
  { rate, size }: BareOptions,
): Promise<Page> {
  const context = await browser.newContext({ viewport: size })
  const page = await context.newPage()
  const points = stations.map(({ lon, lat }) => [lon, lat])
  const [lons, lats] = [points.map(([lon]) => lon as number), points.map(([, lat]) => lat as number)]
  const bounds = [least(lons), least(lats), most(lons), most(lats)]
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: PAGE })
    if (pathname === '/points') return route.fulfill({ json: { points, bounds, rate } })
    const contentType = pathname.endsWith('.css') ? 'text/css' : 'text/javascript'
    return route.fulfill({ contentType, body: readFileSync(join(DIST, pathname.slice(1))) })
  })
  await page.goto(`${ORIGIN}/`)
  await page.locator('body[data-ready="true"]').waitFor({ state: 'attached', timeout: 120_000 })
  return page
}

/** Where it looks, so that another map can look there as well. */
export async function placeOf(bare: Page): Promise<{ lon: number; lat: number; zoom: number }> {
  return JSON.parse((await bare.locator('body').getAttribute('data-place'))!) as Awaited<ReturnType<typeof placeOf>>
}

function least(all: readonly number[]): number {
  return all.reduce((a, b) => Math.min(a, b))
}

function most(all: readonly number[]): number {
  return all.reduce((a, b) => Math.max(a, b))
}
