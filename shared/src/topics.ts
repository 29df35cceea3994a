import { isStationId, type StationId } from './ids.js'

export const TOPIC_ROOT = 'ioc/v1'

export type StationTopic = { station: StationId; leaf: 'observations' | 'status' }

export function observationsTopic(station: StationId): string {
  return `${TOPIC_ROOT}/${station}/observations`
}

export function statusTopic(station: StationId): string {
  return `${TOPIC_ROOT}/${station}/status`
}

/** Reads `ioc/v1/{station}/observations|status`; null for any other topic. */
export function parseTopic(topic: string): StationTopic | null {
  if (!topic.startsWith('ioc/v1/')) return null
  const slash = topic.indexOf('/', 7)
  const station = topic.slice(7, slash)
  const leaf = topic.slice(slash + 1)
  if (slash < 0 || (leaf !== 'observations' && leaf !== 'status') || !isStationId(station)) return null
  return { station, leaf }
}
