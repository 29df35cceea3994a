import { LONGEST_NAME } from './device-reading.js'

const TYPES = ['NBIRTH', 'NDEATH', 'NDATA', 'NCMD', 'DBIRTH', 'DDEATH', 'DDATA', 'DCMD'] as const

export interface SparkplugTopic {
  group: string
  type: (typeof TYPES)[number]
  node: string
  /** Empty: the edge node itself. */
  device: string
}

/**
 * Reads `spBv1.0/group/TYPE/node[/device]`; null for any other topic, a host's STATE among them.
 *
 * Nodes and devices are remembered by name, so one that is longer than a name is none.
 */
export function parseSparkplugTopic(topic: string): SparkplugTopic | null {
  const [namespace, group, type, node, device, ...rest] = topic.split('/')
  if (namespace !== 'spBv1.0' || !group || !node || rest.length > 0) return null
  const known = TYPES.find((each) => each === type)
  if (known === undefined || known.startsWith('D') !== Boolean(device)) return null
  const parsed = { group, type: known, node, device: device ?? '' }
  return sparkplugName(parsed).length > LONGEST_NAME ? null : parsed
}

/** How readings and mappings call it: `group/node` or `group/node/device`. */
export function sparkplugName({ group, node, device }: Omit<SparkplugTopic, 'type'>): string {
  return device === '' ? `${group}/${node}` : `${group}/${node}/${device}`
}
