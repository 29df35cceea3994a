import { parseTime, type EpochMs } from '@ioc/shared/time'
import { brief, LONGEST_NAME, unreadable, type Decoded } from './device-reading.js'
import { isObject, type PayloadTime } from './json-fields.js'
import { createSplit, type KnownDevices, type SplitName } from './senml-name.js'

/** The newest version there is (RFC 8428, section 4.4). */
const VERSION = 10
/** Times below this are seconds from now. */
const RELATIVE_BELOW = 2 ** 28
/** The labels of CBOR, as text, and the names of JSON. */
const LABELS: Readonly<Record<string, string>> = {
  '-1': 'bver',
  '-2': 'bn',
  '-3': 'bt',
  '-4': 'bu',
  '-5': 'bv',
  '-6': 'bs',
  '0': 'n',
  '1': 'u',
  '2': 'v',
  '3': 'vs',
  '4': 'vb',
  '5': 's',
  '6': 't',
  '7': 'ut',
  '8': 'vd',
}
const VALUES = ['v', 'vs', 'vb', 'vd'] as const
const NUMBERS = ['bver', 'bt', 'bv', 'bs', 't', 's'] as const
const TEXTS = ['bn', 'bu', 'n', 'u'] as const
/** A sum is the value times seconds. */
const SUM_UNITS: Readonly<Record<string, string>> = { W: 'J', VA: 'VAs', var: 'vars', 'm3/s': 'm3' }

type SenmlRecord = Readonly<Record<string, unknown>>
interface Base {
  bn: string
  bt: number
  bu: string | null
  bv: number
  bs: number
}

/**
 * Reads a SenML pack (RFC 8428) that came as JSON or, with its labels as text, as CBOR. Never throws.
 *
 * Base fields carry on to later records. A sum is the field `NAME.sum`. A pack of a newer version, with a field that
 * must be understood (`…_`) or with a broken base field is refused whole: what its records mean is not known.
 */
export function parseSenml(pack: unknown, receivedAt: EpochMs, devices: KnownDevices): Decoded[] {
  if (!Array.isArray(pack) || pack.length === 0) return [unreadable('not a pack of SenML records')]
  const decoded: Decoded[] = []
  const split = createSplit(devices)
  let base: Base = { bn: '', bt: 0, bu: null, bv: 0, bs: 0 }
  for (const raw of pack as unknown[]) {
    if (!isObject(raw)) {
      decoded.push(unreadable('a SenML record is an object'))
      continue
    }
    const record = withNames(raw)
    const fault = faultOfPack(record)
    if (fault !== null) return [unreadable(fault, 'payload.unreadable', pack.length)]
    base = carryOn(base, record)
    decoded.push(...readRecord(record, base, receivedAt, split))
  }
  return decoded
}

function withNames(raw: Record<string, unknown>): SenmlRecord {
  const record: Record<string, unknown> = {}
  for (const key of Object.keys(raw)) {
    if (key !== '__proto__') record[Object.hasOwn(LABELS, key) ? (LABELS[key] as string) : key] = raw[key]
  }
  return record
}

function faultOfPack(record: SenmlRecord): string | null {
  const strange = Object.keys(record).find((label) => label.endsWith('_'))
  if (strange !== undefined) return `the field "${brief(strange)}" must be understood and is not`
  const version = record.bver
  if (version !== undefined && !(typeof version === 'number' && version <= VERSION)) {
    return `SenML of a version above ${VERSION}`
  }
  const broken = [
    ...NUMBERS.filter((label) => label[0] === 'b' && !isNumber(record[label])),
    ...TEXTS.filter((label) => label[0] === 'b' && !isText(record[label])),
  ]
  return broken.length === 0 ? null : `the base field "${broken[0]}" cannot be read`
}

function carryOn(base: Base, { bn, bt, bu, bv, bs }: SenmlRecord): Base {
  return {
    bn: (bn as string | undefined) ?? base.bn,
    bt: toNumber(bt) ?? base.bt,
    bu: (bu as string | undefined) ?? base.bu,
    bv: toNumber(bv) ?? base.bv,
    bs: toNumber(bs) ?? base.bs,
  }
}

function readRecord(record: SenmlRecord, base: Base, receivedAt: EpochMs, split: SplitName): Decoded[] {
  const kinds = VALUES.filter((label) => record[label] !== undefined)
  if (kinds.length === 0 && record.s === undefined) {
    const labels = Object.keys(record)
    const onlyBase = labels.every((label) => label.startsWith('b'))
    return onlyBase && labels.length > 0 ? [] : [unreadable('a record without a value')]
  }
  if (kinds.length > 1) return [unreadable('a record with more than one value')]
  const broken = [...NUMBERS.filter((l) => !isNumber(record[l])), ...TEXTS.filter((l) => !isText(record[l]))][0]
  if (broken !== undefined) return [unreadable(`the field "${broken}" cannot be read`)]

  const count = kinds.length + (record.s === undefined ? 0 : 1)
  const n = (record.n as string | undefined) ?? ''
  if (base.bn.length + n.length > LONGEST_NAME) return [unreadable('a name too long', 'payload.unreadable', count)]
  const { device, field } = split(base.bn, n)
  if (device === '') return [unreadable('a record without a name', 'payload.unreadable', count)]
  const at = timeOf(base.bt + (toNumber(record.t) ?? 0), receivedAt)
  if (at === 'unreadable') return [unreadable('the time cannot be read', 'time.unreadable', count)]

  const unit = (record.u as string | undefined) ?? base.bu
  const decoded: Decoded[] = []
  const [kind] = kinds
  if (kind !== undefined) {
    const value = kind === 'v' ? plus(base.bv, record.v) : record[kind]
    decoded.push({ device, field, at, value, unit, quality: 'good' })
  }
  if (record.s !== undefined) {
    const sumUnit = unit === null ? null : (SUM_UNITS[unit] ?? `${unit}.s`)
    const value = plus(base.bs, record.s)
    decoded.push({ device, field: `${field}.sum`, at, value, unit: sumUnit, quality: 'good' })
  }
  return decoded
}

/** Null: roughly now, the sender has no clock. */
function timeOf(seconds: number, receivedAt: EpochMs): PayloadTime {
  if (seconds === 0) return null
  const at = Math.round(seconds * 1000) + (seconds < RELATIVE_BELOW ? receivedAt : 0)
  return parseTime(at) ?? 'unreadable'
}

/** A value without a base is what it was, to the last bit, and whatever it was. */
function plus(base: number, value: unknown): unknown {
  const number = toNumber(value)
  return base === 0 || number === undefined ? (number ?? value) : base + number
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'number' ? value : undefined
}

function isNumber(value: unknown): boolean {
  return value === undefined || typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))
}

function isText(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}
