import type { SparkplugMetric, SparkplugPayload } from '@ioc/shared/sparkplug'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import { LONGEST_NAME } from './device-reading.js'
import { readUnit } from './sparkplug-value.js'

/** A rebirth is asked for at most once in this time. */
const REBIRTH_EVERY = 10 * SECOND

/** What a birth said of one metric. */
export interface MetricBirth {
  name: string
  datatype: number | null
  unit: string | null
}

/** The births of one device, or of the node itself. */
export interface DeviceBirth {
  byName: ReadonlyMap<string, MetricBirth>
  byAlias: ReadonlyMap<bigint, MetricBirth>
}

/** What we know of one edge node; parts that a message leaves as they were are shared with the state before it. */
export interface SparkplugNode {
  /** `unknown`: nothing of its birth was heard. */
  session: 'unknown' | 'alive' | 'dead'
  /** Number of the session, told by birth and will. */
  bdSeq: number | null
  bornAt: EpochMs | null
  /** Of the last message in order. */
  seq: number | null
  sentAt: EpochMs | null
  /** By device; the node itself is ''. */
  births: ReadonlyMap<string, DeviceBirth>
  rebirthAskedAt: EpochMs | null
}

export const UNKNOWN_NODE: SparkplugNode = {
  session: 'unknown',
  bdSeq: null,
  bornAt: null,
  seq: null,
  sentAt: null,
  births: new Map(),
  rebirthAskedAt: null,
}

export type Order = 'next' | 'gap' | 'repeat'

/**
 * Where a message stands in the run of `seq` 0..255, and the node after it.
 *
 * One that is behind and was not sent later than the newest is a repeat (a resumed session sends again what it is not
 * sure of); it changes nothing. A message without `seq` cannot be judged.
 */
export function follow(
  node: SparkplugNode,
  { seq, timestamp }: SparkplugPayload,
): { node: SparkplugNode; order: Order } {
  if (seq === null) return { node, order: 'next' }
  const after = { ...node, seq, sentAt: timestamp }
  if (node.seq === null || seq === (node.seq + 1) % 256) return { node: after, order: 'next' }
  const behind = (node.seq - seq + 256) % 256
  const later = timestamp !== null && (node.sentAt === null || timestamp > node.sentAt)
  return behind < 128 && !later ? { node, order: 'repeat' } : { node: after, order: 'gap' }
}

/** The tables of a birth; a metric without a name cannot be known later. */
export function toBirth(metrics: readonly SparkplugMetric[]): DeviceBirth {
  const byName = new Map<string, MetricBirth>()
  const byAlias = new Map<bigint, MetricBirth>()
  for (const { name, alias, datatype, properties } of metrics) {
    if (name === null || name === '' || name.length > LONGEST_NAME) continue
    const birth = { name, datatype, unit: readUnit(properties) }
    byName.set(name, birth)
    if (alias !== null) byAlias.set(alias, birth)
  }
  return { byName, byAlias }
}

/** How much of memory a node takes: the metrics it was born with. */
export function sizeOf(node: SparkplugNode): number {
  let size = 1
  for (const { byName } of node.births.values()) size += 1 + byName.size
  return size
}

/** Whether to ask for a rebirth now, and the node that remembers it. */
export function askRebirth(node: SparkplugNode, now: EpochMs): { node: SparkplugNode; ask: boolean } {
  const { rebirthAskedAt } = node
  if (rebirthAskedAt !== null && Math.abs(now - rebirthAskedAt) < REBIRTH_EVERY) return { node, ask: false }
  return { node: { ...node, rebirthAskedAt: now }, ask: true }
}
