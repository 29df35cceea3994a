import type { Page } from 'playwright-core'
import type { WireStation } from '@ioc/shared/wire'
import { openBrowser, sitDown, type Sitting } from '../browser/browser.js'
import { openClient } from '../kill-drill.js'
import type { ServerProcess } from '../server-process.js'
import { openBareMap, placeOf } from './bare-map.js'
import { openGatewayLoad } from './gateway-load.js'
import { heapSlope } from './heap-slope.js'
import { say, withProvince, withServer } from './measure-load.js'

const STATIONS = [10_000, 50_000]
const RATES = [1_000, 5_000]
const ROUNDS = 3
/** Values that are followed from the device to the screen. */
const FOLLOWED = 20
/** A value that is not on the screen by then counts as never seen. */
const PATIENCE_MS = 20_000

/**
 * `bench map [SECONDS [STATIONS [RATE [HEAP_MINUTES]]]]`: the dashboard's map with 10,000 and 50,000 stations, 1,000 and
 * 5,000 messages a second, against bare MapLibre with the same points and updates, as large and looking at the same place,
 * in turn in the same run: frames a second while the map is dragged, so many seconds each; how long from publishing to
 * the pixel; what the heap grows by. A length of 0 leaves its part out: `bench map 0 10000 1000 30` watches the heap
 * alone, for half an hour.
 */
export async function benchMap(): Promise<void> {
  const [seconds = 20, count, rate, heapMinutes = 1] = process.argv.slice(3).map(Number)
  for (const stations of count ? [count] : STATIONS) {
    await withProvince(stations, async (province) => {
      for (const perSecond of rate ? [rate] : RATES)
        await withServer({ IOC_PROVINCE: province }, (server) =>
          compare(server, { rate: perSecond, seconds, heapMinutes }),
        )
    })
  }
}

interface Lengths {
  rate: number
  seconds: number
  heapMinutes: number
}

async function compare(server: ServerProcess, { rate, seconds, heapMinutes }: Lengths): Promise<void> {
  const stations = await server.api<WireStation[]>('stations')
  const tell = (line: string) => say(`${stations.length} stations, ${rate} msg/s: ${line}`)
  const followed = stations.find(({ kind }) => kind === 'water')!.id
  const load = await openGatewayLoad(server, rate, followed)
  const browser = await openBrowser()
  const sit = (view = '') => sitDown(browser, server.http + view, { patienceMs: 300_000 })
  try {
    if (seconds > 0) {
      const ratios: number[] = []
      const size = await sizeOf(sit)
      for (let round = 1; round <= ROUNDS; round++) {
        const bare = await openBareMap(browser, stations, { rate, size })
        const { lon, lat, zoom } = await placeOf(bare)
        const bareFps = await dragged(bare, seconds / ROUNDS)
        await bare.context().close()
        const { page, close } = await sit(`/?view=${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`)
        await page.waitForTimeout(3_000)
        const ourFps = await dragged(page, seconds / ROUNDS)
        await close()
        ratios.push(ourFps / bareFps)
        tell(`bare ${bareFps.toFixed(1)} fps, ours ${ourFps.toFixed(1)} fps`)
      }
      tell(`median ratio ours / bare ${at(ratios, 0.5).toFixed(2)}`)
      const { page, close } = await sit()
      const ages = await follow(page, server, followed)
      tell(`published → pixel p50 ${at(ages, 0.5)} ms, p99 ${at(ages, 0.99)} ms`)
      await close()
    }
    if (heapMinutes > 0) {
      const { page, close } = await sit()
      const before = await alarmsOf(server)
      const { fromMb, toMb, mbPerHour } = await heapSlope(page, heapMinutes)
      tell(
        `heap ${fromMb.toFixed(1)} → ${toMb.toFixed(1)} MB in ${heapMinutes} min, ${mbPerHour.toFixed(1)} MB an hour`,
      )
      tell(`alarms meanwhile ${before} → ${await alarmsOf(server)}: what is shown takes room as well`)
      await close()
    }
  } finally {
    await browser.close()
    await load.close()
  }
}

async function alarmsOf(server: ServerProcess): Promise<number> {
  return (await server.api<unknown[]>('alarms')).length
}

/** How large our map is, CSS pixels. */
async function sizeOf(sit: () => Promise<Sitting>): Promise<{ width: number; height: number }> {
  const { page, close } = await sit()
  const { width, height } = (await page.getByTestId('map').boundingBox())!
  await close()
  return { width: Math.round(width), height: Math.round(height) }
}

/** Frames a second while the map is dragged to and fro. */
async function dragged(page: Page, seconds: number): Promise<number> {
  const box = (await page.getByTestId('map').boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.evaluate(`window.frames_ = 0; (function count() { window.frames_ += 1; requestAnimationFrame(count) })()`)
  const before = await page.evaluate<number>('window.frames_')
  const begun = performance.now()
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let n = 0; performance.now() - begun < seconds * 1_000; n++) {
    await page.mouse.move(x + 120 * Math.sin(n / 6), y + 60 * Math.cos(n / 6))
    await page.waitForTimeout(16)
  }
  const frames = (await page.evaluate<number>('window.frames_')) - before
  const took = (performance.now() - begun) / 1_000
  await page.mouse.up()
  return frames / took
}

/** How old a value is when the frame that shows it was drawn, ms: of a station whose panel is open and that nobody else speaks for. */
async function follow(page: Page, server: ServerProcess, id: string): Promise<number[]> {
  await page.goto(`${server.http}/?station=${id}`)
  await page.getByTestId('station-panel').waitFor({ timeout: 60_000 })
  const device = await openClient(server, id)
  const ages: number[] = []
  for (let n = 0; n < FOLLOWED; n++) {
    const level = 0.31 + n / 100
    const shown = page.evaluate<number>(`(${SEEN})('${level.toFixed(2).replace('.', ',')}')`)
    const sentAt = Date.now()
    const payload = JSON.stringify({ at: sentAt, values: { water_level: level } })
    await device.publishAsync(`ioc/v1/${id}/observations`, payload, { qos: 1 })
    ages.push((await shown) - sentAt)
    await page.waitForTimeout(100 + ((n * 37) % 250))
  }
  await device.endAsync()
  return ages
}

/** Resolves with the time of the frame after the one in which the panel came to show the text; never: Infinity. */
const SEEN = `(wanted) => new Promise((seen) => {
  const until = performance.now() + ${PATIENCE_MS}
  const look = () => {
    if (performance.now() > until) return seen(Infinity)
    const shown = document.querySelector('[data-testid="station-value"]')?.textContent ?? ''
    requestAnimationFrame(shown.includes(wanted) ? () => seen(Date.now()) : look)
  }
  look()
})`

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
