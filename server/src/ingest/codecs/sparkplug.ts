import type { SparkplugMetric, SparkplugPayload } from '@ioc/shared/sparkplug'
import { parseTime, type EpochMs } from '@ioc/shared/time'
import { brief, LONGEST_NAME, unreadable, type Decoded } from './device-reading.js'
import { askRebirth, follow, sizeOf, toBirth, type DeviceBirth, type SparkplugNode } from './sparkplug-node.js'
import { sparkplugName, type SparkplugTopic } from './sparkplug-topic.js'
import { readQuality, readUnit, readValue } from './sparkplug-value.js'

/** A node with more metrics than this is not kept in mind. */
const LARGEST_NODE = 100_000
/** Metrics of the protocol itself. */
const PROTOCOL = /^(bdSeq$|Node Control\/|Device Control\/)/

/** A device came or went; `group/node` stands for everything below it too when it goes. */
export interface SparkplugEvent {
  type: 'born' | 'stale'
  device: string
}

export interface SparkplugStep {
  node: SparkplugNode
  readings: Decoded[]
  events: SparkplugEvent[]
  /** The topic for the command that asks the node for its births; null where nothing is to be asked. */
  rebirth: string | null
}

/**
 * Moves what we know of one edge node forward by one message.
 *
 * Aliases mean what the last birth said. A value whose alias or datatype is not known is refused and a rebirth asked
 * for; so is one when `seq` jumps or data comes before a birth, but then what can be read is taken. A will that belongs
 * to an older session says nothing of this one.
 */
export function stepSparkplug(
  before: SparkplugNode,
  topic: SparkplugTopic,
  payload: SparkplugPayload,
  receivedAt: EpochMs,
): SparkplugStep {
  if (payload.uuid !== null && payload.metrics.length === 0) return still(before, [unreadable('a wrapped payload')])
  switch (topic.type) {
    case 'NBIRTH':
    case 'DBIRTH':
      return stepBirth(before, topic, payload, receivedAt)
    case 'NDATA':
    case 'DDATA':
      return stepData(before, topic, payload, receivedAt)
    case 'NDEATH':
      return stepNodeDeath(before, topic, payload)
    case 'DDEATH':
      return stepDeviceDeath(before, topic, payload, receivedAt)
    case 'NCMD':
    case 'DCMD':
      return still(before, [unreadable('a command, not a measurement')])
  }
}

function stepBirth(
  before: SparkplugNode,
  topic: SparkplugTopic,
  payload: SparkplugPayload,
  receivedAt: EpochMs,
): SparkplugStep {
  const birth = toBirth(payload.metrics)
  const { readings } = readMetrics(payload, topic, birth)
  const events: SparkplugEvent[] = [{ type: 'born', device: sparkplugName(topic) }]
  if (topic.type === 'NBIRTH') {
    const bdSeq = bdSeqOf(payload)
    const repeated = before.session === 'alive' && before.bdSeq === bdSeq && before.bornAt === payload.timestamp
    if (repeated && payload.timestamp !== null) return { ...still(before, readings), events }
    const born = { bdSeq, bornAt: payload.timestamp, seq: payload.seq, sentAt: payload.timestamp }
    return { ...still({ ...before, ...born, session: 'alive', births: new Map([['', birth]]) }, readings), events }
  }
  const { node, order } = follow(before, payload)
  const after = { ...node, births: new Map(node.births).set(topic.device, birth) }
  if (sizeOf(after) > LARGEST_NODE) {
    return still(before, [unreadable('a node of too many metrics', 'payload.unreadable', readings.length)])
  }
  return withRebirth(
    { ...still(after, readings), events },
    topic,
    receivedAt,
    node.session !== 'alive' || order === 'gap',
  )
}

function stepData(
  before: SparkplugNode,
  topic: SparkplugTopic,
  payload: SparkplugPayload,
  receivedAt: EpochMs,
): SparkplugStep {
  const { node, order } = follow(before, payload)
  const birth = node.births.get(topic.device)
  const { readings, strange } = readMetrics(payload, topic, birth)
  const lost = node.session !== 'alive' || order === 'gap' || birth === undefined || strange
  return withRebirth(still(node, readings), topic, receivedAt, lost)
}

function stepNodeDeath(before: SparkplugNode, topic: SparkplugTopic, payload: SparkplugPayload): SparkplugStep {
  const bdSeq = bdSeqOf(payload)
  const ofOlder = before.session === 'alive' && bdSeq !== null && before.bdSeq !== null && bdSeq !== before.bdSeq
  if (ofOlder || before.session === 'dead') return still(before, [])
  const dead: SparkplugNode = { ...before, session: 'dead', seq: null, sentAt: null, bornAt: null, births: new Map() }
  return { ...still(dead, []), events: [{ type: 'stale', device: sparkplugName(topic) }] }
}

function stepDeviceDeath(
  before: SparkplugNode,
  topic: SparkplugTopic,
  payload: SparkplugPayload,
  receivedAt: EpochMs,
): SparkplugStep {
  const { node, order } = follow(before, payload)
  if (order === 'repeat') return still(before, [])
  const births = new Map(node.births)
  births.delete(topic.device)
  const events: SparkplugEvent[] = [{ type: 'stale', device: sparkplugName(topic) }]
  return withRebirth({ ...still({ ...node, births }, []), events }, topic, receivedAt, order === 'gap')
}

function still(node: SparkplugNode, readings: Decoded[]): SparkplugStep {
  return { node, readings, events: [], rebirth: null }
}

function withRebirth(step: SparkplugStep, topic: SparkplugTopic, now: EpochMs, wanted: boolean): SparkplugStep {
  if (!wanted) return step
  const { node, ask } = askRebirth(step.node, now)
  return { ...step, node, rebirth: ask ? `spBv1.0/${topic.group}/NCMD/${topic.node}` : null }
}

/** `strange`: something that the birth we know did not announce. */
function readMetrics(
  payload: SparkplugPayload,
  topic: SparkplugTopic,
  birth: DeviceBirth | undefined,
): { readings: Decoded[]; strange: boolean } {
  const device = sparkplugName(topic)
  const readings: Decoded[] = []
  let strange = false
  for (const metric of payload.metrics) {
    const known = metric.name !== null ? birth?.byName.get(metric.name) : birth?.byAlias.get(metric.alias ?? -1n)
    const name = metric.name ?? known?.name ?? null
    if (name !== null && PROTOCOL.test(name)) continue
    if (known === undefined) strange = true
    if (metric.isNull) continue
    const reading = readMetric(metric, { name, device, payload, known })
    if (reading === 'no datatype') strange = true
    readings.push(reading === 'no datatype' ? unreadable(`no datatype is known of "${brief(name ?? '')}"`) : reading)
  }
  return { readings, strange }
}

interface Context {
  name: string | null
  device: string
  payload: SparkplugPayload
  known: { datatype: number | null; unit: string | null } | undefined
}

function readMetric(metric: SparkplugMetric, { name, device, payload, known }: Context): Decoded | 'no datatype' {
  if (name === null || name === '') {
    return unreadable(
      metric.alias === null ? 'a metric without name and alias' : `no birth told the alias ${metric.alias}`,
    )
  }
  if (name.length > LONGEST_NAME) return unreadable('a name too long')
  const value = readValue(metric.value, metric.datatype ?? known?.datatype ?? null)
  if (value === undefined) return 'no datatype'
  const time = metric.timestamp ?? payload.timestamp
  const at = time === null ? null : parseTime(time)
  if (at === null && time !== null) return unreadable('the time cannot be read', 'time.unreadable')
  const unit = readUnit(metric.properties) ?? known?.unit ?? null
  const quality = readQuality(metric.properties)
  const reading = { device, field: name, at, value, unit, quality }
  return metric.historical ? { ...reading, historical: true } : reading
}

function bdSeqOf({ metrics }: SparkplugPayload): number | null {
  const value = metrics.find(({ name }) => name === 'bdSeq')?.value
  return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : null
}
