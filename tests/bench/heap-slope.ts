import type { CDPSession, Page } from 'playwright-core'

export interface HeapSlope {
  fromMb: number
  toMb: number
  /** By least squares over what was in use after each collection. */
  mbPerHour: number
}

/** What a page fetches once it is drawn is no growth: it is watched after so long. */
const SETTLES_MS = 60_000

/** Watches what a page keeps in memory for some minutes. */
export async function heapSlope(page: Page, minutes: number): Promise<HeapSlope> {
  const inspector = await page.context().newCDPSession(page)
  await page.waitForTimeout(Math.min(SETTLES_MS, minutes * 10_000))
  const samples: [minute: number, mb: number][] = []
  const begun = performance.now()
  const minute = () => (performance.now() - begun) / 60_000
  const everyMs = Math.max(2, minutes) * 1_000
  do {
    samples.push([minute(), await heapMb(inspector)])
    await page.waitForTimeout(everyMs)
  } while (minute() < minutes)
  return { fromMb: samples[0]![1], toMb: samples.at(-1)![1], mbPerHour: slopeOf(samples) * 60 }
}

/** What is in use after everything that is not has been collected. */
async function heapMb(inspector: CDPSession): Promise<number> {
  await inspector.send('HeapProfiler.collectGarbage')
  const { usedSize } = await inspector.send('Runtime.getHeapUsage')
  return usedSize / 1024 / 1024
}

function slopeOf(samples: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: (sample: readonly [number, number]) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length
  const [x, y] = [mean(([value]) => value), mean(([, value]) => value)]
  const above = mean(([a, b]) => (a - x) * (b - y))
  const below = mean(([a]) => (a - x) ** 2)
  return below === 0 ? 0 : above / below
}
