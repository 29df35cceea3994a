import type { SparkplugPayload } from '@ioc/shared/sparkplug'
import type { EpochMs } from '@ioc/shared/time'
import { sizeOf, UNKNOWN_NODE, type SparkplugNode } from './sparkplug-node.js'
import type { SparkplugTopic } from './sparkplug-topic.js'
import { stepSparkplug, type SparkplugStep } from './sparkplug.js'

interface Kept {
  node: SparkplugNode
  size: number
}

export interface SparkplugNodes {
  /** `owner`: the gateway whose connection it came over; nodes of two are never the same. */
  step(owner: string, topic: SparkplugTopic, payload: SparkplugPayload, receivedAt: EpochMs): SparkplugStep
}

/**
 * Remembers every edge node between its messages, in bounded memory.
 *
 * Beyond `mostMetrics` the node unheard for longest is forgotten: its next message asks for its births again.
 */
export function createSparkplugNodes({ mostMetrics = 500_000 }: { mostMetrics?: number } = {}): SparkplugNodes {
  // In the order of their last message.
  const nodes = new Map<string, Kept>()
  let metrics = 0

  function keep(key: string, node: SparkplugNode, before: Kept | undefined): void {
    const size = before?.node.births === node.births ? before.size : sizeOf(node)
    metrics += size - (before?.size ?? 0)
    nodes.delete(key)
    nodes.set(key, { node, size })
    for (const [oldest, { size: freed }] of nodes) {
      if (metrics <= mostMetrics || oldest === key) break
      nodes.delete(oldest)
      metrics -= freed
    }
  }

  return {
    step(owner, topic, payload, receivedAt) {
      const key = `${owner}\n${topic.group}/${topic.node}`
      const before = nodes.get(key)
      const step = stepSparkplug(before?.node ?? UNKNOWN_NODE, topic, payload, receivedAt)
      keep(key, step.node, before)
      return step
    },
  }
}
