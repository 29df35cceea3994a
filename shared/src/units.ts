type Family =
  | 'power'
  | 'reactive power'
  | 'apparent power'
  | 'energy'
  | 'reactive energy'
  | 'apparent energy'
  | 'ratio'
  | 'voltage'
  | 'current'
  | 'frequency'
  | 'temperature'
  | 'pressure'
  | 'length'
  | 'speed'
  | 'concentration'
  | 'discharge'
  | 'rate'
  | 'angle'
  | 'level'
  | 'turbidity'

/** One of it is `times / over` of the family's first unit, counted from `zero`. */
interface Unit {
  family: Family
  times: number
  over: number
  zero: number
}

type Row = [spellings: string, times?: number, over?: number, zero?: number]

// UCUM, the spellings of SenML (RFC 8428, RFC 8798) and what devices print. Whole numbers only where there is a choice:
// dividing by 1,000 is exact to the last bit, multiplying by 0.001 is not.
const TABLE: Record<Family, Row[]> = {
  power: [['W'], ['kW', 1e3], ['MW', 1e6], ['GW', 1e9]],
  'reactive power': [['var VAr VAR'], ['kvar kVAr kVAR', 1e3], ['Mvar MVAr MVAR', 1e6]],
  'apparent power': [['VA'], ['kVA', 1e3], ['MVA', 1e6]],
  energy: [
    ['Wh W.h', 3600],
    ['kWh kW.h', 3.6e6],
    ['MWh MW.h', 3.6e9],
    ['GWh GW.h', 3.6e12],
    ['J W.s'],
    ['kJ', 1e3],
    ['MJ', 1e6],
  ],
  'reactive energy': [
    ['vars var.s'],
    ['varh var.h VArh', 3600],
    ['kvarh kvar.h kVArh', 3.6e6],
    ['Mvarh Mvar.h MVArh', 3.6e9],
  ],
  'apparent energy': [['VAs VA.s'], ['VAh VA.h', 3600], ['kVAh kVA.h', 3.6e6]],
  ratio: [['1 /'], ['% %RH %EL /100', 1, 100], ['/1000', 1, 1000]],
  voltage: [['V'], ['mV', 1, 1e3], ['kV', 1e3]],
  current: [['A'], ['mA', 1, 1e3], ['kA', 1e3]],
  frequency: [['Hz'], ['mHz', 1, 1e3], ['kHz', 1e3], ['MHz', 1e6]],
  temperature: [['Cel °C ℃ degC'], ['K', 1, 1, 273.15], ['degF [degF] °F', 5, 9, 32]],
  pressure: [['Pa'], ['hPa mbar', 100], ['kPa', 1e3], ['bar', 1e5]],
  length: [['m'], ['dm', 1, 10], ['cm', 1, 100], ['mm', 1, 1e3], ['km', 1e3]],
  speed: [['m/s'], ['km/h kmh kph', 5, 18], ['cm/s', 1, 100], ['kn [kn_i]', 463, 900]],
  concentration: [
    ['ug/m3 µg/m³ µg/m3 μg/m³ μg/m3 ug/m³'],
    ['mg/m3 mg/m³ ug/L ug/l µg/L', 1e3],
    ['g/m3 g/m³ mg/L mg/l', 1e6],
    ['kg/m3 kg/m³ g/L g/l', 1e9],
  ],
  discharge: [['m3/s m³/s'], ['L/s l/s', 1, 1e3], ['m3/h m³/h', 1, 3600], ['L/min l/min', 1, 60_000]],
  rate: [['1/h'], ['1/min', 60], ['1/s', 3600]],
  angle: [['deg °'], ['rad', 180, Math.PI]],
  level: [['dBm'], ['dBW', 1, 1, -30]],
  turbidity: [['NTU']],
}

/** Names of the unit 1 that say what is counted; a pH is no percentage. */
const ONES = new Set(['count', 'pH', '[pH]', '{count}'])

const UNITS = new Map<string, Unit>(
  (Object.entries(TABLE) as [Family, Row[]][]).flatMap(([family, rows]) =>
    rows.flatMap(([spellings, times = 1, over = 1, zero = 0]) =>
      spellings.split(' ').map((spelling): [string, Unit] => [spelling, { family, times, over, zero }]),
    ),
  ),
)

/** Whether this spelling of a unit can be converted at all. */
export function isUnit(unit: string): boolean {
  return UNITS.has(unit) || ONES.has(unit)
}

/**
 * The value in another unit: `convert(1500, 'W', 'kW')` is 1.5; null where there is no way from one to the other.
 *
 * A value that is in the right unit already comes back to the last bit.
 */
export function convert(value: number, from: string, to: string): number | null {
  if (from === to || (to === '1' && ONES.has(from))) return value
  const source = UNITS.get(from)
  const target = UNITS.get(to)
  if (!source || !target || source.family !== target.family) return null
  if (source.times === target.times && source.over === target.over && source.zero === target.zero) return value
  const [times, over] = reduce(source.times * target.over, source.over * target.times)
  if (source.zero === 0 && target.zero === 0) return (value * times) / over
  return withoutDust(((value - source.zero) * times) / over + target.zero)
}

/** A fraction in its lowest terms, so that most conversions round once. */
function reduce(times: number, over: number): [number, number] {
  if (!Number.isInteger(times) || !Number.isInteger(over)) return [times, over]
  let [a, b] = [times, over]
  while (b !== 0) [a, b] = [b, a % b]
  return [times / a, over / a]
}

/** 300.15 K are 27 °C, not 27.000000000000057. */
function withoutDust(value: number): number {
  return Number(value.toPrecision(13))
}
