import type { EpochMs } from './time.js'

/** A value as it stood on the wire: a bigint is the raw unsigned bits of an integer, whose sign its datatype tells. */
export type SparkplugScalar = number | bigint | boolean | string

export interface SparkplugMetric {
  name: string | null
  alias: bigint | null
  timestamp: EpochMs | null
  /** Number of the datatype: 1 Int8 … 8 UInt64, 9 Float, 10 Double, 11 Boolean, 12 String, 13 DateTime … */
  datatype: number | null
  historical: boolean
  isNull: boolean
  /** Null for what is no scalar: bytes, data sets, templates. */
  value: SparkplugScalar | null
  /** `Quality`, `engUnit` and the like; null where there are none. */
  properties: ReadonlyMap<string, SparkplugScalar> | null
}

/** The payload of Sparkplug B 3.0, as far as it is read here. */
export interface SparkplugPayload {
  timestamp: EpochMs | null
  seq: number | null
  metrics: readonly SparkplugMetric[]
  /** Names the convention of `body` where the payload is wrapped, as in compressed ones. */
  uuid: string | null
}
