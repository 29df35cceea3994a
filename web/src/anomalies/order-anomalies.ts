import type { AnomalyCause } from '@ioc/shared/anomaly'
import type { WireAnomaly } from '@ioc/shared/wire'

/** A sensor that lies has to be mended; an event has alarms of its own. */
const FIRST: Record<AnomalyCause, number> = { fault: 0, unclear: 1, event: 2 }

/** What somebody has to do something about comes first, of each cause the newest. */
export function orderAnomalies(anomalies: readonly WireAnomaly[]): WireAnomaly[] {
  return [...anomalies].sort((a, b) => FIRST[a.cause] - FIRST[b.cause] || b.since.localeCompare(a.since))
}
