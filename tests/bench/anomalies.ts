import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readColumn } from '@ioc/server/adapters/csv-column'
import { watchDatastream } from '@ioc/server/forecasts/anomalies/watch'
import { DAY } from '@ioc/shared/time'

interface Labels {
  windows: [from: string, to: string][]
}

type Detector = (at: number, value: number) => boolean

/** Learning and rest are those of the product's watch, so that only the judgement differs. */
const LEARNING_MS = 2 * DAY
const REST_MS = DAY / 2

const DETECTORS: Record<string, () => Detector> = {
  'this product': () => {
    const { look } = watchDatastream()
    return (at, value) => look(at, value) !== null
  },
  'windowed Gaussian, 4 σ': () => windowedGaussian(4),
  'windowed Gaussian, 3 σ': () => windowedGaussian(3),
}

/** How many labelled windows of FOLDER/labels.json each detector hits, and its false alarms a day outside of them. */
export async function benchAnomalies(folder: string): Promise<void> {
  const labelled = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as Record<string, Labels>
  for (const [name, open] of Object.entries(DETECTORS)) {
    let [hits, windows, outside, days] = [0, 0, 0, 0]
    for (const [file, labels] of Object.entries(labelled)) {
      const { times, values } = await readColumn(join(folder, file), 'value', null)
      const detect = open()
      const spans = labels.windows.map((window) => window.map((time) => Date.parse(time)))
      const hit = new Set<number>()
      for (let i = 0; i < times.length; i++) {
        if (!detect(times[i]!, values[i]!)) continue
        const span = spans.findIndex(([from, to]) => times[i]! >= from! && times[i]! <= to!)
        if (span < 0) outside++
        else hit.add(span)
      }
      hits += hit.size
      windows += spans.length
      days += (times.at(-1)! - times[0]!) / DAY
    }
    const rate = (outside / days).toFixed(3)
    process.stdout.write(
      `${name.padEnd(24)} ${hits} of ${windows} labelled windows hit, ${windows - hits} missed, ${outside} false alarms (${rate} a day)\n`,
    )
  }
}

/** Flags what lies so many deviations from the mean of up to 6,400 values before it, as the reference detector of NAB. */
function windowedGaussian(sigmas: number): Detector {
  const window: number[] = []
  let first: number | null = null
  let restsUntil = -Infinity
  return (at, value) => {
    first ??= at
    const mean = window.reduce((sum, each) => sum + each, 0) / window.length
    const deviation = Math.sqrt(window.reduce((sum, each) => sum + (each - mean) ** 2, 0) / window.length)
    window.push(value)
    if (window.length > 6_400) window.shift()
    if (at - first < LEARNING_MS || Math.abs(value - mean) <= sigmas * deviation) return false
    const resting = at < restsUntil
    restsUntil = at + REST_MS
    return !resting
  }
}
