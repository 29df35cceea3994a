import { QUALITY_TARGETS, RATE_CLASSES, RATE_PERIOD_MS, type WireAlarmQuality } from '@ioc/shared/alarm-quality'
import { DAY, SECOND, formatTime, startOfLocalDay, type EpochMs } from '@ioc/shared/time'

type Rates = Pick<WireAlarmQuality, 'rate' | 'classes' | 'days' | 'floods'>

/** Floods that are listed, the worst ones. */
const MOST_FLOODS = 10

/** Counts what asked for a look in periods of ten minutes, which begin with the range, and in local days. */
export function createAlarmRates(
  from: EpochMs,
  to: EpochMs,
): { add(at: EpochMs): void; result(operators: number): Rates } {
  const periods = new Uint32Array(Math.ceil((to - from) / RATE_PERIOD_MS))
  const firstDay = startOfLocalDay(from)
  const days = new Uint32Array(Math.ceil((to - firstDay) / DAY))
  const startOf = (index: number) => formatTime(from + index * RATE_PERIOD_MS)

  function floodsOf(operators: number): Rates['floods'] {
    const list: Rates['floods']['list'] = []
    let inFlood = 0
    let longest = 0
    for (let index = 0; index < periods.length; index += 1) {
      if (periods[index]! / operators <= QUALITY_TARGETS.flood) continue
      const first = index
      while (index < periods.length && periods[index]! / operators >= QUALITY_TARGETS.floodEnd) index += 1
      const counts = periods.subarray(first, index)
      const count = counts.reduce((sum, each) => sum + each, 0)
      const end = formatTime(Math.min(to, from + index * RATE_PERIOD_MS))
      list.push({ from: startOf(first), to: end, count, peak: Math.max(...counts) })
      inFlood += counts.length
      longest = Math.max(longest, counts.length)
    }
    return {
      share: inFlood / periods.length,
      longestS: (longest * RATE_PERIOD_MS) / SECOND,
      list: list.sort((a, b) => b.count - a.count).slice(0, MOST_FLOODS),
    }
  }

  return {
    add(at) {
      periods[Math.floor((at - from) / RATE_PERIOD_MS)]! += 1
      days[Math.floor((at - firstDay) / DAY)]! += 1
    },
    result(operators) {
      const classes = RATE_CLASSES.map(() => 0)
      let sum = 0
      let peak = 0
      for (const [index, count] of periods.entries()) {
        classes[RATE_CLASSES.findIndex((end) => count / operators <= end)]! += 1
        sum += count
        if (count > periods[peak]!) peak = index
      }
      const most = periods[peak]! / operators
      return {
        rate: { mean: sum / periods.length / operators, peak: most, peakAt: most > 0 ? startOf(peak) : null },
        classes,
        days: [...days].map((count, index) => ({ day: formatTime(firstDay + index * DAY), count })),
        floods: floodsOf(operators),
      }
    },
  }
}
