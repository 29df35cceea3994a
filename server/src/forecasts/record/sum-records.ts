import type { WireForecastRecord, WireForecastState, WireModelRecord, WireRecordSum } from '@ioc/shared/forecast'
import { groupBy } from '@ioc/shared/group-by'

/** Records of several datastreams as one, each counting by its values; null of none. Scaled errors alone have one unit. */
export function sumRecords(records: readonly WireForecastRecord[]): WireRecordSum | null {
  const count = records.reduce((sum, record) => sum + record.count, 0)
  if (count === 0) return null
  const mean = (key: keyof WireRecordSum) => records.reduce((sum, each) => sum + each.count * each[key], 0) / count
  return {
    days: Math.max(...records.map(({ days }) => days)),
    count,
    mase: mean('mase'),
    pinball: mean('pinball'),
    coverage50: mean('coverage50'),
    coverage90: mean('coverage90'),
    naive: mean('naive'),
  }
}

/** How each model did over all datastreams, the one that was issued most first. */
export function sumModels(models: readonly WireForecastState['models'][number][]): WireModelRecord[] {
  return [...groupBy(models, ({ model }) => model)]
    .map(([model, its]) => ({
      model,
      datastreams: its.length,
      week: sumRecords(its.flatMap(({ week }) => week ?? [])),
      month: sumRecords(its.flatMap(({ month }) => month ?? [])),
    }))
    .sort((a, b) => (b.month?.count ?? 0) - (a.month?.count ?? 0))
}
