import type { SparkplugMetric, SparkplugPayload, SparkplugScalar } from '@ioc/shared/sparkplug'
import type { EpochMs } from '@ioc/shared/time'
import protobuf from 'protobufjs'

export type DecodedSparkplug = SparkplugPayload | { fault: string }

/** The part of `org.eclipse.tahu.protobuf` that measurements need; the rest (data sets, templates) is skipped unread. */
const SCHEMA = `
  syntax = "proto2";
  message PropertyValue {
    oneof value {
      uint32 int = 3; uint64 long = 4; float float = 5; double double = 6; bool boolean = 7; string string = 8;
    }
  }
  message PropertySet { repeated string keys = 1; repeated PropertyValue values = 2; }
  message Metric {
    optional string name = 1; optional uint64 alias = 2; optional uint64 timestamp = 3; optional uint32 datatype = 4;
    optional bool historical = 5; optional bool isNull = 7; optional PropertySet properties = 9;
    oneof value {
      uint32 int = 10; uint64 long = 11; float float = 12; double double = 13; bool boolean = 14; string string = 15;
    }
  }
  message Payload {
    optional uint64 timestamp = 1; repeated Metric metrics = 2; optional uint64 seq = 3; optional string uuid = 4;
  }
`
const Payload = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('Payload')
const BOOLEAN = 11

type Long = { low: number; high: number } | number

interface WireValue {
  /** Which of the following is set. */
  value?: 'int' | 'long' | 'float' | 'double' | 'boolean' | 'string'
  int: number
  long: Long
  float: number
  double: number
  boolean: boolean
  string: string
}

interface WireMetric extends WireValue {
  name: string
  alias: Long
  timestamp: Long
  datatype: number
  historical: boolean
  isNull: boolean
  properties?: { keys: string[]; values: WireValue[] } | null
}

interface WirePayload {
  timestamp: Long
  metrics: WireMetric[]
  seq: Long
  uuid: string
}

/** Reads a Sparkplug B payload from anybody; text that is no payload is a fault, not an error. */
export function decodeSparkplug(bytes: Uint8Array): DecodedSparkplug {
  try {
    const payload = Payload.decode(bytes) as unknown as WirePayload
    return {
      timestamp: has(payload, 'timestamp') ? toNumber(payload.timestamp) : null,
      seq: has(payload, 'seq') ? toNumber(payload.seq) : null,
      uuid: has(payload, 'uuid') ? payload.uuid : null,
      metrics: payload.metrics.map(toMetric),
    }
  } catch (cause) {
    return { fault: `not a Sparkplug payload: ${(cause as Error).message}` }
  }
}

/** The payload of the NCMD that asks an edge node to tell its births again. */
export function encodeRebirth(at: EpochMs): Buffer {
  const command = { name: 'Node Control/Rebirth', timestamp: at, datatype: BOOLEAN, boolean: true }
  return Buffer.from(Payload.encode(Payload.fromObject({ timestamp: at, metrics: [command] })).finish())
}

function toMetric(metric: WireMetric): SparkplugMetric {
  return {
    name: has(metric, 'name') ? metric.name : null,
    alias: has(metric, 'alias') ? toBigInt(metric.alias) : null,
    timestamp: has(metric, 'timestamp') ? toNumber(metric.timestamp) : null,
    datatype: has(metric, 'datatype') ? metric.datatype : null,
    historical: metric.historical,
    isNull: metric.isNull,
    value: toScalar(metric),
    properties: metric.properties ? toProperties(metric.properties) : null,
  }
}

function toProperties({ keys, values }: { keys: string[]; values: WireValue[] }): Map<string, SparkplugScalar> {
  const properties = new Map<string, SparkplugScalar>()
  for (const [index, key] of keys.entries()) {
    const value = values[index] ? toScalar(values[index]) : null
    if (value !== null) properties.set(key, value)
  }
  return properties
}

function toScalar(wire: WireValue): SparkplugScalar | null {
  const kind = wire.value
  if (kind === undefined) return null
  if (kind === 'int') return BigInt(wire.int)
  return kind === 'long' ? toBigInt(wire.long) : wire[kind]
}

/** Whether the field was on the wire; an absent one reads as its default. */
function has(message: object, field: string): boolean {
  return Object.hasOwn(message, field)
}

function toBigInt(long: Long): bigint {
  if (typeof long === 'number') return BigInt(long)
  return (BigInt(long.high >>> 0) << 32n) | BigInt(long.low >>> 0)
}

function toNumber(long: Long): number {
  return typeof long === 'number' ? long : (long.high >>> 0) * 2 ** 32 + (long.low >>> 0)
}
