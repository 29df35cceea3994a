import type { WireAnomaly } from '@ioc/shared/wire'
import type { AnomalyQuery } from '../adapters/http/anomaly-routes.js'
import { createAnomalyDesk, type AnomalyDesk, type AnomalyDeskOptions } from '../forecasts/anomalies/desk.js'
import { toWireAnomaly } from '../forecasts/anomalies/wire-anomaly.js'

export interface Anomalies extends Pick<AnomalyDesk, 'open' | 'take' | 'coverage' | 'close'> {
  /** What does not fit now, longest first. */
  list(query: AnomalyQuery): WireAnomaly[]
}

/** Wires the desk that watches for values that do not fit, and what is asked of it. */
export function openAnomalies(options: AnomalyDeskOptions): Anomalies {
  const desk = createAnomalyDesk(options)
  return {
    ...desk,
    list({ stations, properties }) {
      const wanted = [...desk.doubts()].filter(({ station, property }) => {
        return (!stations || stations.includes(station)) && (!properties || properties.includes(property))
      })
      return wanted.sort((a, b) => a.doubt.at - b.doubt.at).map(toWireAnomaly)
    },
  }
}
