import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser, sitDown } from '../browser/browser.js'
import { ROOT, type ServerProcess } from '../server-process.js'
import { say, withProvince, withServer } from './measure-load.js'

/** Rules that raise at once: the drill is about the screen, not about hold times. */
const RULES = (['critical', 'high', 'medium', 'low'] as const).map((severity, index) => ({
  id: `drill-${severity}`,
  version: 1,
  kind: 'threshold',
  name: { vi: `Diễn tập ${index + 1}`, en: `Drill ${index + 1}` },
  message: { vi: '{station}: {value} {unit}', en: '{station}: {value} {unit}' },
  severity,
  property: ['turbidity', 'salinity', 'ph', 'dissolved_oxygen'][index],
  when: 'above',
  raise: 1,
  holdS: 0,
  restS: 0,
}))
/** Few are critical and most are low, as EEMUA 191 wants it. */
const SHARES = [0.02, 0.08, 0.2, 0.7]

interface Seen {
  /** When the screen showed how many stations in alarm: [epoch ms, how many]. */
  shown: [number, number][]
  /** Tasks of more than 50 ms, ms. */
  long: number[]
}

/**
 * `bench flood [STATIONS [SECONDS]]`: so many stations' conditions within so many seconds, against the real server and a
 * real browser, on the desk and on the map: how long from condition to screen, how long the page was busy at a stretch,
 * and how much memory it held. Screenshots go to `shots/`; `IOC_BENCH_PROFILE=DIR` writes the page's CPU profile too.
 */
export async function benchFlood(): Promise<void> {
  const count = Number(process.argv[3] ?? 5_000)
  const seconds = Number(process.argv[4] ?? 60)
  mkdirSync(join(ROOT, 'shots'), { recursive: true })
  await withProvince(count, async (province) => {
    for (const screen of ['alarms', 'map'] as const) {
      await withServer({ IOC_PROVINCE: province }, (server) => drill(server, { screen, count, seconds }))
    }
  })
}

interface Drill {
  screen: 'alarms' | 'map'
  count: number
  seconds: number
}

async function drill(server: ServerProcess, { screen, count, seconds }: Drill): Promise<void> {
  await server.api('rules', { method: 'PUT', body: RULES })
  const stations = (await server.api<{ id: string }[]>('stations')).slice(0, count)
  const browser = await openBrowser()
  try {
    const { page } = await sitDown(browser, server.http, { patienceMs: 300_000 })
    // A fresh page: on the desk nothing of the map is loaded.
    if (screen === 'alarms') await page.goto(`${server.http}/alarms`)
    await page.waitForTimeout(5_000)
    await page.evaluate(WATCH)
    const before = await heapOf(page)
    const stopProfile = await profile(page, screen)
    const sentAt = await raise(server, { stations: stations.map(({ id }) => id), seconds })
    await shoot(page, `flood-${screen}-during`)
    const all = await waitForAll(page, stations.length)
    await page.waitForTimeout(2_000)
    await stopProfile()
    const seen = await page.evaluate<Seen>('seen')
    const used = await heapOf(page)
    await shoot(page, `flood-${screen}`)
    const late = latencies(sentAt, seen.shown)
    const long = seen.long.toSorted((a, b) => b - a)
    say(`${screen}: ${stations.length} conditions in ${seconds} s, ${all ? 'all' : 'NOT ALL'} on the screen`)
    say(`${screen}: condition → screen p50 ${at(late, 0.5)} ms, p99 ${at(late, 0.99)} ms, worst ${at(late, 1)} ms`)
    say(`${screen}: ${long.length} tasks > 50 ms, ${Math.round(sum(long))} ms in all, longest ${long[0] ?? 0} ms`)
    say(`${screen}: heap ${megabytes(before)} → ${megabytes(used)} MB`)
    if (screen === 'alarms') await openOneCause(page)
    if (!all) process.exitCode = 1
  } finally {
    await browser.close()
  }
}

/** Sends one condition after the other, evenly; answers when each was sent. */
async function raise(
  server: ServerProcess,
  { stations, seconds }: { stations: readonly string[]; seconds: number },
): Promise<number[]> {
  const sentAt: number[] = []
  const startedAt = Date.now()
  const underWay = new Set<Promise<unknown>>()
  for (const [index, station] of stations.entries()) {
    const due = startedAt + (index / stations.length) * seconds * 1_000
    if (due > Date.now()) await new Promise((resume) => setTimeout(resume, due - Date.now()))
    const now = Date.now()
    sentAt.push(now)
    const values = { [propertyOf(index)]: 2 }
    const sending = server.api('observations', {
      method: 'POST',
      body: { station, observations: [{ at: now, values }] },
    })
    underWay.add(sending)
    void sending.then(() => underWay.delete(sending))
    if (underWay.size >= 50) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  return sentAt
}

function propertyOf(index: number): string {
  const place = ((index * 37) % 100) / 100
  let passed = 0
  const rule = SHARES.findIndex((share) => place < (passed += share))
  return RULES[rule]!.property!
}

/** Notes from within the page how many stations it shows in alarm, and every task that keeps it busy. */
const WATCH = `
  const seen = (globalThis.seen = { shown: [], long: [] })
  const figure = document.querySelector('[data-testid="count-alarm"]')
  const note = () => seen.shown.push([Date.now(), Number(figure.textContent)])
  new MutationObserver(note).observe(figure, { subtree: true, childList: true, characterData: true })
  new PerformanceObserver((list) => seen.long.push(...list.getEntries().map(({ duration }) => duration))).observe({
    entryTypes: ['longtask'],
  })
  void 0`

async function waitForAll(page: Page, count: number): Promise<boolean> {
  const shown = page.getByTestId('count-alarm').filter({ hasText: new RegExp(`^\\s*${count}\\s*$`) })
  return shown.waitFor({ timeout: 120_000 }).then(
    () => true,
    () => false,
  )
}

/** The k-th condition was on the screen when that first showed k stations in alarm. */
function latencies(sentAt: readonly number[], shown: Seen['shown']): number[] {
  const found: number[] = []
  for (const [time, count] of shown) {
    while (found.length < Math.min(count, sentAt.length)) found.push(time - sentAt[found.length]!)
  }
  return found.toSorted((a, b) => a - b)
}

/** What an operator does next: looks into the worst cause and takes it, commune by commune. */
async function openOneCause(page: Page): Promise<void> {
  const cause = page.getByTestId('alarm-cause').first()
  await cause.click()
  await shoot(page, 'flood-alarms-opened')
  const commune = page.getByTestId('alarm-cause').nth(1)
  const startedAt = Date.now()
  await commune.getByTestId('cause-ack').click()
  await commune.getByTestId('cause-ack').waitFor({ state: 'detached' })
  say(`alarms: the worst cause acknowledged in its first commune in ${Date.now() - startedAt} ms`)
  await shoot(page, 'flood-alarms-taken')
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(ROOT, 'shots', `${name}.png`) })
}

async function profile(page: Page, name: string): Promise<() => Promise<void>> {
  const folder = process.env['IOC_BENCH_PROFILE']
  if (!folder) return () => Promise.resolve()
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
  return async () => {
    const { profile } = await session.send('Profiler.stop')
    writeFileSync(join(folder, `page-${name}.cpuprofile`), JSON.stringify(profile))
    await session.detach()
  }
}

/** Bytes, after the page's own collection. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

function at(sorted: readonly number[], share: number): number | string {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? '–'
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const megabytes = (bytes: number) => (bytes / 1_048_576).toFixed(0)
