const TYPES = ['NBIRTH', 'NDEATH', 'NDATA', 'NCMD', 'DBIRTH', 'DDEATH', 'DDATA', 'DCMD'] as const

export interface SparkplugTopic {
  group: string
  type: (typeof TYPES)[number]
  node: string
  /** Empty: the edge node itself. */
  device: string
}

/** Reads `spBv1.0/group/TYPE/node[/device]`; null for any other topic, a host's STATE among them. */
export function parseSparkplugTopic(topic: string): SparkplugTopic | null {
  const [namespace, group, type, node, device, ...rest] = topic.split('/')
  if (namespace !== 'spBv1.0' || !group || !node || rest.length > 0) return null
  const known = TYPES.find((each) => each === type)
  if (known === undefined || known.startsWith('D') !== Boolean(device)) return null
  return { group, type: known, node, device: device ?? '' }
}

/** How readings and mappings call it: `group/node` or `group/node/device`. */
export function sparkplugName({ group, node, device }: Omit<SparkplugTopic, 'type'>): string {
  return device === '' ? `${group}/${node}` : `${group}/${node}/${device}`
}
