import { groupBy } from '@ioc/shared/group-by'
import type { ReportForecast } from '@ioc/shared/report'
import type { ForecastSum } from '../../ports/forecasts.js'

/** How the forecasts of a day did, a row a property, by their scores at all stations; what was forecast most first. */
export function dayRecord(sums: readonly ForecastSum[]): ReportForecast[] {
  return [...groupBy(sums, ({ property }) => property)]
    .flatMap(([property, its]): ReportForecast[] => {
      const total = (pick: (sum: ForecastSum) => number) => its.reduce((all, sum) => all + pick(sum), 0)
      const count = total((sum) => sum.count)
      if (count === 0) return []
      const [scaled, within, error] = [
        total((sum) => sum.scaled),
        total((sum) => sum.within90),
        total((sum) => sum.error),
      ]
      return [{ property, count, mase: scaled / count, coverage90: within / count, error: error / count }]
    })
    .sort((a, b) => b.count - a.count || (a.property < b.property ? -1 : 1))
}
