import { isStationId, type StationId } from './ids.js'

export const TOPIC_ROOT = 'ioc/v1'
const ROOT = `${TOPIC_ROOT}/`

interface StationTopic {
  station: StationId
  leaf: 'observations' | 'status'
}

export function observationsTopic(station: StationId): string {
  return `${ROOT}${station}/observations`
}

export function statusTopic(station: StationId): string {
  return `${ROOT}${station}/status`
}

/** Whether a topic lies below the station's own. */
export function isBelow(station: StationId, topic: string): boolean {
  return topic.startsWith(`${ROOT}${station}/`)
}

/** Reads `ioc/v1/{station}/observations|status`; null for any other topic. */
export function parseTopic(topic: string): StationTopic | null {
  if (!topic.startsWith(ROOT)) return null
  const slash = topic.indexOf('/', ROOT.length)
  const station = topic.slice(ROOT.length, slash)
  const leaf = topic.slice(slash + 1)
  if (slash < 0 || (leaf !== 'observations' && leaf !== 'status') || !isStationId(station)) return null
  return { station, leaf }
}
