import type { CDPSession, Page } from 'playwright-core'
import type { WireStation } from '@ioc/shared/wire'
import { openBrowser, sitDown } from '../browser/browser.js'
import { openClient } from '../kill-drill.js'
import type { ServerProcess } from '../server-process.js'
import { openBareMap } from './bare-map.js'
import { openGatewayLoad } from './gateway-load.js'
import { say, withProvince, withServer } from './measure-load.js'

const STATIONS = [10_000, 50_000]
const RATES = [1_000, 5_000]
const ROUNDS = 3
/** Values that are followed from the device to the screen. */
const FOLLOWED = 20
/** A value that is not on the screen by then has been overtaken by the next. */
const PATIENCE_MS = 20_000

/**
 * `bench map [SECONDS [STATIONS [RATE]]]`: the dashboard's map with 10,000 and 50,000 stations, 1,000 and 5,000 messages a
 * second, against bare MapLibre with the same points and updates, in turn in the same run: frames a second while the map
 * is dragged; how long from publishing to the pixel; what the heap grows by. `bench map 1800 10000 1000` is half an hour.
 */
export async function benchMap(): Promise<void> {
  const seconds = Number(process.argv[3] ?? 20)
  const counts = process.argv[4] ? [Number(process.argv[4])] : STATIONS
  const rates = process.argv[5] ? [Number(process.argv[5])] : RATES
  for (const count of counts) {
    await withProvince(count, async (province) => {
      for (const rate of rates)
        await withServer({ IOC_PROVINCE: province }, (server) => compare(server, { rate, seconds }))
    })
  }
}

async function compare(server: ServerProcess, { rate, seconds }: { rate: number; seconds: number }): Promise<void> {
  const stations = await server.api<WireStation[]>('stations')
  const load = await openGatewayLoad(server, rate)
  const browser = await openBrowser()
  try {
    const ratios: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const bare = await openBareMap(browser, stations, rate)
      const bareFps = await dragged(bare, seconds / ROUNDS)
      await bare.context().close()
      const { page, close } = await sitDown(browser, server.http, { patienceMs: 300_000 })
      await page.waitForTimeout(3_000)
      const ourFps = await dragged(page, seconds / ROUNDS)
      await close()
      ratios.push(ourFps / bareFps)
      say(`${stations.length} stations, ${rate} msg/s: bare ${bareFps.toFixed(1)} fps, ours ${ourFps.toFixed(1)} fps`)
    }
    say(`${stations.length} stations, ${rate} msg/s: median ratio ours / bare ${at(ratios, 0.5).toFixed(2)}`)
    const { page, close } = await sitDown(browser, server.http, { patienceMs: 300_000 })
    const ages = await follow(page, server, stations)
    say(
      `${stations.length} stations, ${rate} msg/s: published → pixel p50 ${at(ages, 0.5)} ms, p99 ${at(ages, 0.99)} ms`,
    )
    const { from, to, perHour } = await watchHeap(page, seconds)
    say(`${stations.length} stations, ${rate} msg/s: heap ${from} → ${to} MB, ${perHour} MB an hour by its slope`)
    await close()
  } finally {
    await browser.close()
    await load.close()
  }
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

/** How old a value is when the frame that shows it was drawn, ms: of a station whose panel is open. */
async function follow(page: Page, server: ServerProcess, stations: readonly WireStation[]): Promise<number[]> {
  const { id } = stations.find(({ kind }) => kind === 'water')!
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

async function watchHeap(page: Page, seconds: number): Promise<{ from: number; to: number; perHour: number }> {
  const inspector = await page.context().newCDPSession(page)
  const samples: [seconds: number, mb: number][] = []
  const begun = performance.now()
  const every = Math.max(2, seconds / 60)
  while (performance.now() - begun < seconds * 1_000) {
    samples.push([(performance.now() - begun) / 1_000, await heapMb(inspector)])
    await page.waitForTimeout(every * 1_000)
  }
  const [from, to] = [samples[0]?.[1] ?? 0, samples.at(-1)?.[1] ?? 0]
  return { from: Math.round(from), to: Math.round(to), perHour: Math.round(slopeOf(samples) * 3_600) }
}

/** What is in use after everything that is not has been collected. */
async function heapMb(inspector: CDPSession): Promise<number> {
  await inspector.send('HeapProfiler.collectGarbage')
  const { usedSize } = await inspector.send('Runtime.getHeapUsage')
  return usedSize / 1024 / 1024
}

/** By least squares. */
function slopeOf(samples: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: (sample: readonly [number, number]) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length
  const [x, y] = [mean(([value]) => value), mean(([, value]) => value)]
  const above = mean(([a, b]) => (a - x) * (b - y))
  const below = mean(([a]) => (a - x) ** 2)
  return below === 0 ? 0 : above / below
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
